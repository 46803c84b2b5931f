package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numalab.spi.PolicyRule;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No rule without a planted fault that it finds: by a saboteur, or in a record where no policy can do that harm. */
class EveryRuleCanFailTest {

    @Test
    void shouldHaveAFaultForEveryRule() {
        EnumSet<PolicyRule> found = EnumSet.noneOf(PolicyRule.class);
        Stream.of(SaboteursTest.class, PlantedFaultsTest.class).flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter((Method test) -> test.isAnnotationPresent(Test.class))
                .filter((Method test) -> test.isAnnotationPresent(Breaks.class))
                .forEach(test -> found.add(test.getAnnotation(Breaks.class).value()));
        assertEquals(EnumSet.allOf(PolicyRule.class), found);
    }
}
