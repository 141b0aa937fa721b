package org.socialconnectors.checks.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the examples' own builds left behind. */
final class Built {
    private Built() {}

    /** The jar of an example. */
    static Path jar(String example, String name) {
        return target(example).resolve(name);
    }

    /** What an example's jar needs beside it. */
    static List<Path> dependencies(String example) throws IOException {
        try (Stream<Path> files = Files.list(target(example).resolve("dependency"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertFalse(jars.isEmpty());
            return jars;
        }
    }

    private static Path target(String example) {
        return Path.of("target", "examples", example, "target").toAbsolutePath();
    }
}
