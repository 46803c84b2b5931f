/** Running independent simulations on all cores, as many at once as the heap holds. */
package io.numalab.scenario.parallel;
