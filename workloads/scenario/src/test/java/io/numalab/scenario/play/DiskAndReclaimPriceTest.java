package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.Scenario;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.VmEvent;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import org.junit.jupiter.api.Test;

/** What reclaim and reading back cost a task. */
class DiskAndReclaimPriceTest {
    private static final long PAGES = (100L << 20) / 4096;

    private static Machine play(String text, String policy) {
        Scenario scenario = Scenario.parse("prices.scn",
                "@kernel 6.1\n@node 256M cpus=0\n@node 256M cpus=1-2\n" + text);
        Policies policies = Policies.load();
        Machine machine = ScenarioMachine.builder(scenario, null, Prices.hardware()).policies(policies).build();
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine,
                UnderTest.of(PolicySpec.parse(policy), policies));
        while (player.hasNext()) {
            player.playNext();
        }
        machine.validate();
        return machine;
    }

    private static Machine reclaim(int freeNanos) {
        return play("@file data 230M\nsim cost RECLAIM_FREE " + freeNanos + "\ntask F cpu=cpu2\nF read data 0 230M\n"
                + "settle\ntask A cpu=cpu1 policy=@\nA anon heap 100M\n", "zone_reclaim");
    }

    @Test
    void shouldChargeATaskForFreeingEveryPageItReclaimed() {
        Machine free = reclaim(0);
        Machine dear = reclaim(1000);
        long reclaimed = free.event(VmEvent.PGSTEAL_DIRECT);
        assertTrue(reclaimed > PAGES / 4, "reclaimed " + reclaimed);
        assertEquals(reclaimed, dear.event(VmEvent.PGSTEAL_DIRECT));
        assertEquals(1000 * reclaimed, dear.task("A").costs().stallNanos() - free.task("A").costs().stallNanos());
    }

    @Test
    void shouldReadAcrossGapsOfAFewPagesAndSeekOverLargerOnes() {
        double dense = nanosPerPage("0.9");
        double all = nanosPerPage("1");
        double sparse = nanosPerPage("0.05");
        assertEquals(Prices.hardware().nanos(Price.FILE_READ), all, 10, "one stream");
        assertTrue(dense > all && dense < 2 * all, "dense " + dense);
        assertTrue(sparse > 0.7 * Prices.hardware().nanos(Price.FILE_READ_RANDOM), "sparse " + sparse);
    }

    private static double nanosPerPage(String share) {
        Machine machine = play("@file data 100M\ntask A cpu=cpu1 policy=@\nsim reread A data 0 100M " + share + "\n",
                "default");
        return machine.task("A").costs().diskNanos() / (PAGES * Double.parseDouble(share));
    }
}
