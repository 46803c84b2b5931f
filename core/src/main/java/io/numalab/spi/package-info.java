/**
 * What an allocation policy sees and answers: the contract between the engine and its plug-ins.
 *
 * <p>A policy is asked at named decision points and answers with a value; it changes nothing itself, so it cannot
 * break the conservation of pages. Views handed to a policy are valid only during the call. Everything here is free
 * of third-party types, so that a plug-in is bound to no library but this one.
 */
package io.numalab.spi;
