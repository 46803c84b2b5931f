package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a failure quotes is what the documentation says where the failure points. */
class PolicyRuleTest {
    private static final Path SOURCE = Path.of("src", "main", "java", "io", "numalab", "spi", "PolicyRule.java");
    private static final Pattern DOCUMENTED = Pattern.compile("/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*([A-Z_]+)\\(\"");

    private static Map<PolicyRule, String> documentation() throws IOException {
        Map<PolicyRule, String> texts = new EnumMap<>(PolicyRule.class);
        Matcher constant = DOCUMENTED.matcher(Files.readString(SOURCE));
        while (constant.find()) {
            texts.put(PolicyRule.valueOf(constant.group(2)),
                    constant.group(1).replaceAll("\\s*\\R\\s*\\* ?", " ").strip());
        }
        return texts;
    }

    @Test
    void shouldBeginTheDocumentationOfARuleWithItsSentence() throws IOException {
        Map<PolicyRule, String> texts = documentation();
        for (PolicyRule rule : PolicyRule.values()) {
            String text = texts.get(rule);
            assertTrue(text != null && text.startsWith(rule.sentence() + " "),
                    () -> rule.name() + " is documented as: " + text);
        }
    }

    @Test
    void shouldPointIntoTheModule() {
        Module module = PolicyRule.class.getModule();
        String anchor = PolicyRule.ANSWERS.anchor();
        assertEquals(module.isNamed() ? module.getName() : "io.numalab.core", anchor.substring(0, anchor.indexOf('/')));
        assertEquals("NP01 ANSWERS: " + PolicyRule.ANSWERS.sentence()
                + " (io.numalab.core/io/numalab/spi/PolicyRule.html#ANSWERS)", PolicyRule.ANSWERS.toString());
    }
}
