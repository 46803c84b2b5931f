/** Serving one request: routes over zonelists, the fast path, the slow path, and when a policy is asked. */
package io.numalab.alloc;
