package io.numalab.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a part of the contract that may still change or go with any release, without a new version of the SPI.
 * Whatever of this package does not carry the mark is stable: {@link PolicyProvider#SPI_VERSION} says what that means.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface Experimental {
}
