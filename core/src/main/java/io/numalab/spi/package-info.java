/**
 * What an allocation policy sees and answers: the contract between the engine and its plug-ins.
 *
 * <p>A plug-in is one {@link io.numalab.spi.PolicyProvider}, named in
 * {@code META-INF/services/io.numalab.spi.PolicyProvider} (in a module also by {@code provides}), and the
 * {@link io.numalab.spi.AllocationPolicy} it creates for each attachment. A policy is asked at named
 * {@linkplain io.numalab.spi.Capability decision points} and answers with a value; it changes nothing itself, so it
 * cannot break the conservation of pages. Views handed to a policy are valid only during the call. One attachment is
 * served by one thread. Everything here is free of third-party types, so that a plug-in is bound to no library but this
 * one.
 *
 * <p>What is not marked {@link io.numalab.spi.Experimental} is stable under the rule of
 * {@link io.numalab.spi.PolicyProvider#SPI_VERSION}. The artifact {@code numalab-policy-tck} checks a policy against
 * the contract.
 */
package io.numalab.spi;
