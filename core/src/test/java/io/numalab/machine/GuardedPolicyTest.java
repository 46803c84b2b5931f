package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicyRule;
import io.numalab.spi.PolicyRuleException;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hook that breaks ends in one line that says whose fault it is. */
class GuardedPolicyTest {
    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.of(
            "place", "a Placement", "choose", "a position among the choices", "belowWatermark", "a Verdict",
            "afterReclaim", "an Aftermath", "sweepsBusyNodes", "true or false", "escalate", "an Escalation",
            "tickNanos", "a period in nanoseconds", "tick", "it to return", "migrates", "true or false",
            "copyState", "it to return"));

    /** A policy all of whose hooks do the same. */
    private static AllocationPolicy all(Throwable thrown) {
        return (AllocationPolicy) Proxy.newProxyInstance(AllocationPolicy.class.getClassLoader(),
                new Class<?>[] {AllocationPolicy.class}, (proxy, method, arguments) -> {
                    if (thrown != null) {
                        throw thrown;
                    }
                    return null;
                });
    }

    private static Throwable call(AllocationPolicy policy, Method hook) throws IllegalAccessException {
        AllocationPolicy guarded = new GuardedPolicy("test", policy);
        Object[] arguments = new Object[hook.getParameterCount()];
        if (hook.getName().equals("copyState")) {
            arguments[0] = guarded;
        }
        try {
            hook.invoke(guarded, arguments);
            return null;
        } catch (InvocationTargetException thrown) {
            return thrown.getCause();
        }
    }

    @Test
    void shouldNameTheHookOfWhateverIsThrown() throws Exception {
        StackTraceElement[] where = {new StackTraceElement("com.example.Mine", "hook", "Mine.java", 7)};
        int hooks = 0;
        for (Method hook : AllocationPolicy.class.getMethods()) {
            for (Throwable thrown : new Throwable[] {new IllegalStateException("no\n  luck"),
                new NoClassDefFoundError("Gone"), new StackOverflowError(), new AssertionError("off by one")}) {
                thrown.setStackTrace(where);
                Throwable seen = call(all(thrown), hook);
                assertEquals(PolicyException.class, seen.getClass());
                assertSame(thrown, seen.getCause());
                assertEquals("policy \"test\": " + hook.getName() + " throws "
                        + thrown.toString().replace("\n  ", " ") + ", in com.example.Mine (Mine.java:7): expected "
                        + EXPECTED.get(hook.getName()), seen.getMessage());
            }
            hooks++;
        }
        assertEquals(EXPECTED.size(), hooks);
    }

    @Test
    void shouldNameTheHookThatAnswersNull() throws Exception {
        for (Method hook : AllocationPolicy.class.getMethods()) {
            if (!hook.getReturnType().isPrimitive()) {
                assertEquals("policy \"test\": " + hook.getName() + " returns null: expected "
                        + EXPECTED.get(hook.getName()), call(all(null), hook).getMessage());
            }
        }
    }

    @Test
    void shouldLeaveAloneWhatSaysWhoseFaultItIs() throws Exception {
        Method place = AllocationPolicy.class.getMethod("place", io.numalab.spi.PlacementQuery.class);
        RuntimeException refusal = new PolicyException("not on this machine");
        assertSame(refusal, call(all(refusal), place));
        RuntimeException found = new PolicyRuleException("test", PolicyRule.VIEWS, "a view was kept");
        assertSame(found, call(all(found), place));
    }

    /** Each hook in a run that asks it. */
    @ParameterizedTest
    @EnumSource(value = Capability.class, names = {"PLACEMENT", "PRESSURE", "SLOW_PATH"})
    void shouldEndARunInOneLine(Capability point) {
        Machine machine = Machine.builder(MachineSpec.parse("2x16MiB")).policies(TestPolicy.of(all(null), point))
                .build();
        machine.attach(PolicySpec.parse("test"));
        String message = assertThrows(PolicyException.class, () -> {
            Task task = machine.newTask("A", 0);
            task.startTouch(task.mapAnonymous("h", 60 << 20), 60 << 20, true, false);
            machine.run(task);
        }).getMessage();
        assertTrue(message.startsWith("policy \"test\": ") && message.contains(" returns null: expected a"), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void shouldEndATickInOneLine() {
        Machine machine = Machine.builder(MachineSpec.parse("2x16MiB"))
                .policies(TestPolicy.of(new AllocationPolicy() {
                    @Override
                    public void tick(io.numalab.spi.MachineView view, io.numalab.spi.BackgroundRequests requests) {
                        requests.wakeKswapd(9);
                    }
                }, Capability.TICK)).build();
        machine.attach(PolicySpec.parse("test"));
        String message = assertThrows(PolicyException.class, () -> machine.sleep(1_000_000_000L)).getMessage();
        assertTrue(message.startsWith("policy \"test\": tick throws java.lang.IllegalArgumentException: "), message);
    }
}
