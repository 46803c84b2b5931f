package io.numalab.report.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Policies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private static final double TINY = 1.0 / 64;

    @Test
    void shouldSetPublishedLatenciesBesideThoseOfTwoScales() throws Exception {
        PublishedLatency published = new PublishedLatency(1.0 / 128, 1.0 / 256);
        List<RunGroup> groups = new ArrayList<>(published.groups());
        Evidence evidence = Evidence.play(groups, Policies.load(), 1, (done, all) -> { });
        Finding finding = valid(published.answer(evidence));
        assertEquals(7, finding.rows().size());
        assertEquals(List.of("membind", "52.98", "52.98", "52.98", "0.00", "calibrated"), finding.rows().get(1));
        assertNotNull(finding.chart());
        Finding remote = valid(new RemoteDespiteReclaim().answer(evidence));
        assertTrue(remote.answer().startsWith("Yes: "), remote.answer());
    }

    @Test
    void shouldTellWhatBindingAndProactiveReclaimDo() throws Exception {
        MultiNodeBinding binding = new MultiNodeBinding(TINY);
        ProactiveReclaim proactive = new ProactiveReclaim(TINY);
        List<RunGroup> groups = new ArrayList<>(binding.groups());
        groups.addAll(proactive.groups());
        Evidence evidence = Evidence.play(groups, Policies.load(), 1, (done, all) -> { });
        assertEquals(5, valid(binding.answer(evidence)).rows().size());
        Finding finding = valid(proactive.answer(evidence));
        double without = Double.parseDouble(finding.rows().get(0).get(1));
        double with = Double.parseDouble(finding.rows().get(1).get(1));
        assertTrue(with < without, finding.rows().toString());
    }

    private static Finding valid(Finding finding) {
        assertTrue(finding.answer().endsWith(".") && !finding.answer().contains("NaN"), finding.answer());
        finding.rows().forEach(row -> assertEquals(finding.columns().size(), row.size()));
        assertTrue(finding.source().contains("1/"), finding.source());
        assertTrue(!finding.assumptions().isEmpty());
        return finding;
    }
}
