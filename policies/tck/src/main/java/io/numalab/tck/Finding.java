package io.numalab.tck;

import io.numalab.spi.PolicyRule;

/**
 * A rule that was broken.
 *
 * @param rule which
 * @param seen what was seen
 * @param scenario where, as small as it could be made; null if it takes no machine to see it
 */
record Finding(PolicyRule rule, String seen, Case scenario) {}
