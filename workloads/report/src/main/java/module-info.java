/** Compares policies and settings on a workload, and reports it as tables, time series and pages. */
module io.numalab.report {
    requires transitive io.numalab.scenario;
    requires com.fasterxml.jackson.databind;
    requires de.siegmar.fastcsv;
    requires org.apache.commons.statistics.distribution;

    exports io.numalab.report;
    exports io.numalab.report.breakeven;
    exports io.numalab.report.comparison;
    exports io.numalab.report.judgement;
    exports io.numalab.report.measure;
    exports io.numalab.report.page;
    exports io.numalab.report.recommendation;
    exports io.numalab.report.statistics;
    exports io.numalab.report.table;
    exports io.numalab.report.thread;
}
