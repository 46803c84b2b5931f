package io.numalab.scenario.access;

import io.numalab.scenario.TextMutation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TraceProperties {
    private static final List<String> PIECES = List.of("999999999999999999", "99999999999999999999", "-1", "0x", ",",
            "\n", "\r\n", "\0", "pfn=", "order=11", "gfp_flags=GFP_KERNEL|__GFP_COMP", "mm_page_free:", "address,",
            "\"start\": ", "[", "}", "damon_aggregated: ", "CPU:0 [LOST 3 EVENTS]", "[000] 1.000000:", "\ud800", "=");
    private static final List<String> ORIGINALS = List.of("time,task,page,rw\n1.5,a,7,r\n2.000000001,b,0xff,w\n",
            "  kdamond.0 46568 [027] 79357.842179: damon:damon_aggregated: target_id=0 nr_regions=1 4096-12287: 3\n",
            "[{\"target_id\": 0, \"snapshots\": [{\"end_time\": \"2 m 3 s\", \"regions\": [{\"start\": \"4,096\","
                    + " \"end\": \"8,192\", \"nr_accesses\": {\"samples\": 3}}]}]}]",
            "base_time_absolute: 8 m 59.809 s\n\nmonitoring_start: 0 ns\nmonitoring_end: 104.599 ms\ntarget_id: 7\n"
                    + "nr_regions: 1\n563ebaa00000-563ebc99e000(  31.617 MiB):        1\n",
            "app-7 [000] .... 1.5: mm_page_alloc: page=0x1 pfn=5000 order=0 migratetype=1 gfp_flags=GFP_KERNEL\n"
                    + "app-7 [000] .... 1.6: mm_page_free: page=0x1 pfn=5000 order=0\n"
                    + "kswapd0-9 [000] .... 1.7: mm_vmscan_kswapd_wake: nid=0 order=0\n");

    /** Whatever the text: it is understood or refused in one line (TraceFuzz throws otherwise). */
    @Property(tries = 2000)
    void shouldUnderstandOrRefuseInOneLine(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(ORIGINALS.get(random.nextInt(ORIGINALS.size())));
        for (int change = random.nextInt(8); change >= 0; change--) {
            TextMutation.mutate(text, PIECES, random);
        }
        TraceFuzz.fuzzerTestOneInput(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
