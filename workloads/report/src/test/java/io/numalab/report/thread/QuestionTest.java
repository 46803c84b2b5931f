package io.numalab.report.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        assertEquals(1, finding.charts().size());
        Finding remote = valid(new RemoteDespiteReclaim(1.0 / 128, 1.0 / 256).answer(evidence));
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

    @Test
    void shouldDoubleTheRateAtSomePricesAndNotAtOthers() throws Exception {
        KswapdDoubling doubling = new KswapdDoubling(1.0 / 256);
        Finding finding = valid(doubling.answer(
                Evidence.play(doubling.groups(), Policies.load(), 1, (done, all) -> { })));
        assertEquals(3, finding.charts().size(), "one for each kernel");
        double cheap = times(finding, "6.1", "0.40", "0.25");
        double dear = times(finding, "6.1", "2.00", "0.25");
        assertTrue(cheap > 1.1 && cheap < 1.8 && dear > 1.8, cheap + " and " + dear);
        assertTrue(remote(finding, "6.1") < 5 && remote(finding, "6.18") > 10, "awake kswapd drives them off");
    }

    private static double times(Finding finding, String kernel, String reclaim, String kswapd) {
        return Double.parseDouble(finding.rows().stream()
                .filter(row -> row.subList(0, 3).equals(List.of(kernel, reclaim, kswapd))).findFirst().orElseThrow()
                .get(3));
    }

    private static double remote(Finding finding, String kernel) {
        return finding.rows().stream().filter(row -> row.get(0).equals(kernel))
                .mapToDouble(row -> Double.parseDouble(row.get(5))).max().orElseThrow();
    }

    @Test
    void shouldRunBalancingUntilItHasScannedAndMoved() throws Exception {
        BalancingRepair balancing = new BalancingRepair(TINY);
        Finding finding = valid(balancing.answer(
                Evidence.play(balancing.groups(), Policies.load(), 1, (done, all) -> { })));
        for (List<String> row : finding.rows()) {
            assertTrue(Double.parseDouble(row.get(4)) > 0, "hint faults cost time: " + row);
        }
        List<String> full = finding.rows().get(2);
        assertEquals(full.get(5), full.get(6), "no room, nothing moves");
        List<String> room = finding.rows().get(5);
        assertTrue(Double.parseDouble(room.get(6)) < Double.parseDouble(room.get(5)) / 4, room.toString());
    }

    private static Finding valid(Finding finding) {
        assertTrue(finding.answer().endsWith(".") && !finding.answer().contains("NaN"), finding.answer());
        finding.rows().forEach(row -> assertEquals(finding.columns().size(), row.size()));
        assertTrue(finding.source().contains("1/"), finding.source());
        assertTrue(!finding.assumptions().isEmpty());
        return finding;
    }
}
