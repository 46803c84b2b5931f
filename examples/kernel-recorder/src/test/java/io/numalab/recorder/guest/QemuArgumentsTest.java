package io.numalab.recorder.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QemuArgumentsTest {
    private static final GuestFiles FILES = new GuestFiles(Path.of("vmlinuz"), Path.of("initial.cpio"),
            Path.of("a,b", "disk.img"), Path.of("swap.img"), Path.of("x.log"), Path.of("x.console"));

    private static List<String> arguments(String accelerator, GuestFiles files, String... header) {
        Scenario scenario = Scenario.parse("x.scn", String.join("\n", header));
        return new QemuArguments(scenario.header(), accelerator, files).list();
    }

    private static List<String> arguments(String... header) {
        return arguments("tcg", FILES, header);
    }

    /** The values of an option that may be repeated. */
    private static List<String> values(List<String> arguments, String option) {
        return IntStream.range(0, arguments.size() - 1)
                .filter(i -> arguments.get(i).equals(option)).mapToObj(i -> arguments.get(i + 1)).toList();
    }

    @Test
    void shouldGiveEachNodeItsMemoryItsCpusAndItsDistances() {
        List<String> list = arguments("@node 1G cpus=0-1", "@node 512M cpus=2-3", "@distance 10 21 / 17 10");

        assertEquals(List.of("1536M"), values(list, "-m"));
        assertEquals(List.of("4,sockets=2"), values(list, "-smp"));
        assertEquals(List.of("memory-backend-ram,id=m0,size=1024M", "memory-backend-ram,id=m1,size=512M"),
                values(list, "-object"));
        assertEquals(List.of("node,nodeid=0,memdev=m0,cpus=0-1", "node,nodeid=1,memdev=m1,cpus=2-3",
                "dist,src=0,dst=1,val=21", "dist,src=1,dst=0,val=17"), values(list, "-numa"));
    }

    @Test
    void shouldLeaveOutMemoryOrCpusThatANodeDoesNotHave() {
        List<String> list = arguments("@node 1G cpus=0,2", "@node 0 cpus=1", "@node 1G");

        assertEquals(List.of("node,nodeid=0,memdev=m0,cpus=0,cpus=2", "node,nodeid=1,cpus=1",
                "node,nodeid=2,memdev=m2"), values(list, "-numa"));
        assertEquals(List.of("3,sockets=3"), values(list, "-smp"));
    }

    @Test
    void shouldNameAnInitiatorForEveryNodeIfThereIsAnHmat() {
        String latency = "hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-latency,latency=40";
        List<String> list = arguments("@node 1G cpus=0", "@node 1G", "@hmat " + latency);

        assertEquals(List.of("node,nodeid=0,memdev=m0,cpus=0,initiator=0", "node,nodeid=1,memdev=m1,initiator=0",
                latency), values(list, "-numa"));
        assertEquals(List.of("pc,hmat=on"), values(list, "-machine"));
    }

    @Test
    void shouldSwitchHugePagesAndBalancingOffUnlessTheScenarioSaysOtherwise() {
        String plain = values(arguments("@node 1G cpus=0"), "-append").get(0);
        String own = values(arguments("@node 1G cpus=0", "@append transparent_hugepage=always x=y"), "-append").get(0);

        assertTrue(plain.endsWith("transparent_hugepage=never numa_balancing=disable "), plain);
        assertTrue(own.endsWith("numa_balancing=disable transparent_hugepage=always x=y"), own);
        assertFalse(own.contains("never"), own);
    }

    @Test
    void shouldNeverWriteToAnImage() {
        List<String> list = arguments("@node 1G cpus=0", "@swap 1G");

        assertEquals(List.of("if=none,id=d0,format=raw,snapshot=on,file=a,,b/disk.img",
                "if=none,id=d1,format=raw,snapshot=on,file=swap.img"), values(list, "-drive"));
    }

    @Test
    void shouldEmulateUnlessAskedForVirtualisation() {
        GuestFiles withoutSwap = new GuestFiles(FILES.kernel(), FILES.initialFiles(), FILES.disk(), null, FILES.log(),
                FILES.console());

        assertEquals(List.of("tcg,thread=multi"), values(arguments("@node 1G cpus=0"), "-accel"));
        List<String> list = arguments("kvm", withoutSwap, "@node 1G cpus=0", "@machine pc,max-ram-below-4g=384M");
        assertEquals(List.of("kvm"), values(list, "-accel"));
        assertEquals(List.of("pc,max-ram-below-4g=384M"), values(list, "-machine"));
        assertEquals(1, values(list, "-drive").size());
    }
}
