/** What is read off a simulated machine: how much was reclaimed, what tasks paid, where pages lie over time. */
package io.numalab.report.measure;
