package io.numalab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM, which has no parent, against the modules of the build. */
class PublishedArtifactsTest {
    private static final Path ROOT = TidyTest.root();
    private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(numalab-.+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>(.+)</version>");

    private static String pom(String folder) throws IOException {
        return Files.readString(ROOT.resolve(folder).resolve("pom.xml"));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    @Test
    void shouldListWhatIsDeployed() throws IOException {
        TreeSet<String> deployed = new TreeSet<>();
        for (String module : all(MODULE, pom(""))) {
            String pom = pom(module);
            if (!pom.contains("<maven.deploy.skip>true<") && !pom.contains("<packaging>pom<")) {
                deployed.add(all(ARTIFACT, pom.substring(pom.indexOf("</parent>"))).get(0));
            }
        }
        String bom = pom("policies/bom");
        assertEquals(deployed, new TreeSet<>(all(ARTIFACT, bom.substring(bom.indexOf("<dependencies>")))));
        assertTrue(deployed.contains("numalab-core"), deployed.toString());
    }

    @Test
    void shouldHaveOneVersion() throws IOException {
        String version = all(VERSION, pom("")).get(0);
        assertEquals(version, all(VERSION, pom("policies/bom")).get(0));
        String custom = pom("examples/custom-policy");
        assertEquals(version, all(VERSION, custom.substring(custom.indexOf("numalab-bom"))).get(0));
    }
}
