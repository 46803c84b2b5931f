/** Break-even: at which value of a parameter the better one of two policies changes. */
package io.numalab.report.breakeven;
