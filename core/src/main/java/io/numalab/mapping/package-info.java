/**
 * Who owns which page: address spaces, the page cache, the reverse map, shadow entries of evicted pages, swap slots.
 */
package io.numalab.mapping;
