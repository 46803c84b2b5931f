package io.numalab.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Escaping for the places of a page where text goes, and the files that every page contains. */
final class Html {
    private static final Pattern END_OF_SCRIPT = Pattern.compile("<(?=/script|!--)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

    private Html() {
    }

    /** Text between tags or in a quoted attribute. */
    static String text(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** Text that may be broken behind the signs that join the parts of a policy's or setting's name. */
    static String breakable(String plain) {
        return text(plain).replaceAll("(?<=[+:,=_.])(?=[A-Za-z0-9])", "<wbr>");
    }

    /** JSON within a script element: no tag can begin in it. */
    static String json(String json) {
        return json.replace("<", "\\u003c");
    }

    /** A program within a script element: it cannot end the element, and asks for no source map. */
    static String program(String javaScript) {
        return END_OF_SCRIPT.matcher(SOURCE_MAP.matcher(javaScript).replaceAll("")).replaceAll("\\\\x3c").strip();
    }

    /** A file of this package. */
    static String resource(String name) {
        try (InputStream stream = Html.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
