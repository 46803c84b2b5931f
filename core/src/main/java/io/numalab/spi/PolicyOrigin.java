package io.numalab.spi;

import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;

/** Says where a provider's class came from, without a path that differs between machines. */
final class PolicyOrigin {

    private PolicyOrigin() {}

    /** The name of the jar or folder, else of the module, else {@code unknown}. */
    static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location != null) {
            String name = fileName(location);
            if (!name.isEmpty()) {
                return name;
            }
        }
        return type.getModule().isNamed() ? type.getModule().getName() : "unknown";
    }

    /** The class and where it came from, for messages. */
    static String describe(Class<?> type) {
        return type.getName() + " in " + of(type);
    }

    private static String fileName(URL location) {
        if (location.getProtocol().equals("file")) {
            try {
                Path name = Path.of(location.toURI()).getFileName();
                return name == null ? "" : name.toString();
            } catch (java.net.URISyntaxException | IllegalArgumentException unusual) {
                // A location that is no proper URI still has a last part.
            }
        }
        String path = location.getPath().replaceAll("[!/]+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
