package io.numalab.spi;

/** Text of unknown origin made fit for an error message: quoted, on one line, not endless. */
final class Quoted {

    private static final int LENGTH_MAX = 200;

    private Quoted() {}

    /** The text in double quotes, with control characters as {@code ?} and a long tail as three dots. */
    static String of(String text) {
        return '"' + line(text) + '"';
    }

    /** The text on one line, without quotes; never null. */
    static String line(String text) {
        String shown = String.valueOf(text);
        if (shown.length() > LENGTH_MAX) {
            shown = shown.substring(0, LENGTH_MAX) + "...";
        }
        StringBuilder result = new StringBuilder(shown.length());
        shown.codePoints().map(Quoted::printable).forEach(result::appendCodePoint);
        return result.toString();
    }

    private static int printable(int character) {
        int type = Character.getType(character);
        boolean breaks = type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
        return breaks || Character.isISOControl(character) ? '?' : character;
    }
}
