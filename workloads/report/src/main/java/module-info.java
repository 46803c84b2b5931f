/** Compares policies and settings on a workload, and reports it as tables, time series and pages. */
module io.numalab.report {
    requires transitive io.numalab.scenario;

    exports io.numalab.report.comparison;
}
