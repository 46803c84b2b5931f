package io.numalab.scenario.format;

import io.numalab.topology.KernelVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which counters a kernel prints, in its order.
 *
 * @param zone kept by zone
 * @param numa allocation events, kept by zone
 * @param node kept by node
 * @param machine thresholds of the whole machine
 * @param events of the whole machine
 */
record CounterLayout(
        List<String> zone, List<String> numa, List<String> node, List<String> machine, List<String> events) {

    /** The layout of a kernel. */
    static CounterLayout of(KernelVersion kernel) {
        Map<String, List<String>> sections = read("counters-" + kernel.text() + ".txt");
        return new CounterLayout(sections.get("zone"), sections.get("numa"), sections.get("node"),
                sections.get("machine"), sections.get("events"));
    }

    private static Map<String, List<String>> read(String resource) {
        Map<String, List<String>> sections = new TreeMap<>();
        List<String> section = new ArrayList<>();
        try (InputStream bytes = CounterLayout.class.getResourceAsStream(resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    section = new ArrayList<>();
                    sections.put(line.substring(1, line.length() - 1), section);
                } else if (!line.startsWith("#")) {
                    section.add(line);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
        return sections;
    }
}
