package io.numalab.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

    private static Prices read(String text) {
        return Prices.read("mine", new StringReader(text));
    }

    private static String message(String text) {
        return assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage();
    }

    @Test
    void shouldPriceTheRecorderInFaults() {
        Prices prices = Prices.recorder();
        long unit = prices.picos(Price.ANON_FAULT);

        assertEquals(7_140_000, unit);
        assertEquals(unit * 12, prices.picos(Price.RECLAIM_CALL) + 32 * prices.picos(Price.RECLAIM_SCAN)
                + 32 * prices.picos(Price.RECLAIM_FREE));
        assertEquals(unit * 8, 32 * prices.picos(Price.KSWAPD_SCAN) + 32 * prices.picos(Price.KSWAPD_FREE));
        assertEquals(prices.picos(Price.KSWAPD_SCAN), 2 * prices.picos(Price.WRITEBACK));
        assertEquals(unit * 11, 10 * prices.picos(Price.FILE_READ));
        assertEquals("recorder", prices.name());
    }

    @Test
    void shouldPriceHardwareByPublishedFigures() {
        Prices prices = Prices.hardware();

        assertEquals(1_200_000, prices.picos(Price.ANON_FAULT));
        assertEquals(81_000, prices.picos(Price.ACCESS_LOCAL));
        assertEquals(141.0, prices.nanos(Price.ACCESS_REMOTE));
        assertEquals("hardware", prices.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hardware", "recorder"})
    void shouldGiveTheSourceOfEveryPrice(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Prices.class.getResourceAsStream(name + ".properties")),
                StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                boolean explained = i > 0 && (lines.get(i - 1).startsWith("# ")
                        || lines.get(i).matches("(ACCESS|BANDWIDTH|LOADED)_.*") && name.equals("recorder"));
                assertTrue(!lines.get(i).contains(" = ") || explained, lines.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hardware", "recorder"})
    void shouldReadWhatItWrites(String name) {
        Prices prices = name.equals("hardware") ? Prices.hardware() : Prices.recorder();
        Prices again = Prices.read(name, new StringReader(prices.text()));

        assertEquals(prices, again);
        assertEquals(prices.hashCode(), again.hashCode());
        assertEquals(prices.text(), again.text());
    }

    @Test
    void shouldReplaceOnePrice() {
        Prices prices = Prices.hardware();
        Prices changed = prices.with(Price.ACCESS_LOCAL, 52.98).with(Price.ACCESS_REMOTE, 78.38);

        assertEquals(52_980, changed.picos(Price.ACCESS_LOCAL));
        assertEquals(78_380, changed.picos(Price.ACCESS_REMOTE));
        assertEquals(prices.picos(Price.ANON_FAULT), changed.picos(Price.ANON_FAULT));
        assertEquals(81_000, prices.picos(Price.ACCESS_LOCAL));
        assertEquals(prices.name(), changed.name());
        assertNotEquals(prices, changed);
        assertTrue(changed.text().contains("ACCESS_LOCAL = 52.98\n"));
    }

    @Test
    void shouldTakePricesOfNodesByName() {
        Prices prices = Prices.hardware().with("ACCESS.0.2", 279).with("BANDWIDTH.2", 17594).with("ACCESS_NEAR", 90);
        assertEquals(90.0, prices.nanos(Price.ACCESS_NEAR));
        assertEquals(Map.of("ACCESS.0.2", 279_000L, "BANDWIDTH.2", 17_594_000L), prices.ofNodes());
        assertEquals(prices, Prices.read("hardware", new StringReader(prices.text())));
        assertNotEquals(prices, Prices.hardware().with("ACCESS_NEAR", 90));
        for (String unknown : List.of("ACCESS.0", "ACCESS", "BANDWIDTH.0.1.2", "FILE_READ.0", "")) {
            assertThrows(IllegalArgumentException.class, () -> prices.with(unknown, 1), unknown);
        }
        assertEquals("price BANDWIDTH.1 of -1.0 MB/s: expected 0 to 1000000000",
                assertThrows(IllegalArgumentException.class, () -> prices.with("BANDWIDTH.1", -1)).getMessage());
        assertEquals("price list mine, line 2: ACCESS.0.1 stands here a second time",
                message("ACCESS.0.1 = 1\nACCESS.0.1 = 2\n"));
    }

    @ParameterizedTest
    @CsvSource({"-0.001", "NaN", "Infinity", "1000000000.1"})
    void shouldRefuseImpossiblePrices(double nanos) {
        Prices prices = Prices.hardware();
        String message = assertThrows(IllegalArgumentException.class, () -> prices.with(Price.MIGRATE, nanos))
                .getMessage();
        assertEquals("price MIGRATE of " + nanos + " ns: expected 0 to 1000000000", message);
    }

    @Test
    void shouldNameListLineAndChoicesOfAnError() {
        String unknown = message("# a comment\n\nANON_FAULTS = 1\n");
        assertTrue(unknown.startsWith("price list mine, line 3: unknown price \"ANON_FAULTS\": expected one of"
                + " [ANON_FAULT, "), unknown);
        assertTrue(unknown.endsWith(", STREAM_LINES], ACCESS.FROM.TO, BANDWIDTH.NODE or BANDWIDTH.FROM.TO"), unknown);
        assertEquals("price list mine, line 1: ANON_FAULT of -1 ns: expected 0 to 1000000000",
                message("ANON_FAULT=-1"));
        assertEquals("price list mine, line 1: ANON_FAULT of 1e10 ns: expected 0 to 1000000000",
                message("ANON_FAULT = 1e10"));
        assertEquals("price list mine, line 1: ANON_FAULT of \"1e\": expected ns such as 52.98",
                message("ANON_FAULT = 1e"));
        assertEquals("price list mine, line 2: ANON_FAULT stands here a second time",
                message("ANON_FAULT = 1\nANON_FAULT = 1\n"));
        assertEquals("price list mine, line 1: \"ANON_FAULT 12\": expected NAME = value",
                message("ANON_FAULT 12"));
        assertEquals("price list mine: ACCESS_REMOTE is missing",
                message(Prices.hardware().text().replaceAll("ACCESS_REMOTE.*", "")));
    }

    @Test
    void shouldPassOnAFailingReader() {
        Reader broken = new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        assertThrows(UncheckedIOException.class, () -> Prices.read("mine", broken));
    }
}
