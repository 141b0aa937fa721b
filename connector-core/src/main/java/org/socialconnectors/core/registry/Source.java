package org.socialconnectors.core.registry;

import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;

/** Names of jars and directories, for people. */
final class Source {
    static final String UNKNOWN = "unknown";

    // So that the names of two jars fit into one detail of an exception.
    private static final int LENGTH = 95;

    private Source() {}

    static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? UNKNOWN
                : of(source.getLocation().toString(), "");
    }

    /** The jar or directory in which a resource lies. */
    static String of(String url, String resource) {
        String text = url.endsWith(resource) ? url.substring(0, url.length() - resource.length()) : url;
        text = text.replaceFirst("^jar:", "").replaceFirst("!/$", "");
        try {
            text = text.startsWith("file:") ? Path.of(URI.create(text)).toString() : withoutUserInfo(text);
        } catch (IllegalArgumentException notPath) {
            text = withoutUserInfo(text);
        }
        return text.length() <= LENGTH ? printable(text) : printable("…" + text.substring(text.length() - LENGTH + 1));
    }

    static String of(Collection<String> sources) {
        return sources.isEmpty() ? UNKNOWN : String.join(", ", sources);
    }

    static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private static String withoutUserInfo(String url) {
        return url.replaceFirst("//[^/@]*@", "//");
    }
}
