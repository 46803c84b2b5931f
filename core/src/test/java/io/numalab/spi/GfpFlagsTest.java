package io.numalab.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GfpFlagsTest {

    @Test
    void shouldKnowWhichRequestsBlock() {
        assertTrue(GfpFlags.blocking(GfpFlags.KERNEL));
        assertTrue(GfpFlags.blocking(GfpFlags.READAHEAD));
        assertTrue(GfpFlags.blocking(GfpFlags.TRANSHUGE));
        assertFalse(GfpFlags.blocking(GfpFlags.ATOMIC));
        assertFalse(GfpFlags.blocking(GfpFlags.NOWAIT));
        assertFalse(GfpFlags.blocking(GfpFlags.TRANSHUGE_LIGHT));
    }

    @Test
    void shouldBoundTheZoneAsTheKernelDoes() {
        assertEquals(ZoneType.NORMAL, GfpFlags.zoneClass(GfpFlags.KERNEL));
        assertEquals(ZoneType.NORMAL, GfpFlags.zoneClass(GfpFlags.HIGHMEM));
        assertEquals(ZoneType.NORMAL, GfpFlags.zoneClass(GfpFlags.MOVABLE));
        assertEquals(ZoneType.MOVABLE, GfpFlags.zoneClass(GfpFlags.HIGHUSER_MOVABLE));
        assertEquals(ZoneType.DMA32, GfpFlags.zoneClass(GfpFlags.KERNEL | GfpFlags.DMA32));
        assertEquals(ZoneType.DMA, GfpFlags.zoneClass(GfpFlags.KERNEL | GfpFlags.DMA));
    }

    @Test
    void shouldWriteWordsThatCanBeReadBack() {
        assertEquals("none", GfpFlags.format(0));
        assertEquals("KERNEL|NOWARN", GfpFlags.format(GfpFlags.KERNEL | GfpFlags.NOWARN));
        assertEquals("READAHEAD|WRITE", GfpFlags.format(GfpFlags.READAHEAD | GfpFlags.WRITE));
        assertEquals("TRANSHUGE_LIGHT", GfpFlags.format(GfpFlags.TRANSHUGE_LIGHT));
        assertEquals("TRANSHUGE", GfpFlags.format(GfpFlags.TRANSHUGE));
        assertEquals("ATOMIC|THISNODE", GfpFlags.format(GfpFlags.parse("thisnode | atomic")));
        for (int gfp = 0; gfp < 1 << 18; gfp++) {
            assertEquals(gfp, GfpFlags.parse(GfpFlags.format(gfp)));
        }
    }

    @Test
    void shouldListTheKnownWords() {
        String message = assertThrows(IllegalArgumentException.class, () -> GfpFlags.parse("KERNEL|atomc"))
                .getMessage();
        assertTrue(message.startsWith("gfp \"KERNEL|atomc\": unknown flag \"ATOMC\"; known: none, READAHEAD"), message);
        assertTrue(message.contains("THISNODE"), message);
        assertEquals(1, message.lines().count());
        assertThrows(IllegalArgumentException.class, () -> GfpFlags.parse(""));
        assertThrows(IllegalArgumentException.class, () -> GfpFlags.format(1 << 18));
        assertThrows(IllegalArgumentException.class, () -> GfpFlags.format(-1));
    }
}
