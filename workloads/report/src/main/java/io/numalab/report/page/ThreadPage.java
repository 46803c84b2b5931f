package io.numalab.report.page;

import io.numalab.report.Manifest;
import io.numalab.report.thread.Finding;
import java.util.List;

/** The findings about the thread as a page. */
public final class ThreadPage {
    private ThreadPage() {
    }

    /** The page: a section for each finding. */
    public static ReportPage of(List<Finding> findings, Manifest manifest) {
        ReportPage page = new ReportPage("What the thread about zone_reclaim_mode claims and asks", manifest)
                .lead("Each claim beside what the simulation gives, each question with an answer worded by the runs.");
        for (Finding finding : findings) {
            page.section(finding.heading()).prose(finding.answer());
            if (finding.charts().size() == 1) {
                page.chart(finding.charts().get(0));
            } else {
                page.charts(finding.charts());
            }
            ReportTable table = new ReportTable(finding.columns().get(0));
            finding.columns().stream().skip(1).forEach(name -> table.column(name, ""));
            finding.rows().forEach(row -> table.row(row.get(0), row.stream().skip(1).map(ReportTable.Cell::of)
                    .toArray(ReportTable.Cell[]::new)));
            page.table(table).legend(finding.source()).assumptions(finding.assumptions());
        }
        return page;
    }
}
