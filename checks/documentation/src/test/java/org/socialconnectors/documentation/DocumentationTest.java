package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DocumentationTest {
    @TestFactory
    List<DynamicTest> every_code_block_is_compiled_parsed_or_run_and_every_relative_link_leads_somewhere()
            throws IOException {
        return tests(root(Path.of("").toAbsolutePath()), ConfigurationValidation.OF_CONNECTORS);
    }

    /** The nearest directory that holds {@code .mvn}. */
    static Path root(Path start) {
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve(".mvn"))) {
                return directory;
            }
        }
        throw new IllegalStateException("no .mvn above " + start);
    }

    static List<DynamicTest> tests(Path root, ConfigurationValidation configurations) throws IOException {
        BlockChecks checks = new BlockChecks(configurations, root);
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files(root)) {
            String name = root.relativize(file).toString();
            Document document = Document.parse(name, Files.readString(file));
            document.problems().forEach(problem -> tests.add(dynamicTest(problem, () -> fail(problem))));
            document.blocks()
                    .forEach(block ->
                            tests.add(dynamicTest(block.where() + " " + block.language(), () -> checks.check(block))));
            document.links()
                    .forEach(link -> tests.add(
                            dynamicTest(link.where() + " " + link.destination(), () -> link.check(root, file))));
        }
        return tests;
    }

    private static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path start : Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs", "examples")
                .map(root::resolve)
                .toList()) {
            if (Files.exists(start)) {
                try (Stream<Path> below = Files.walk(start)) {
                    below.filter(file -> file.toString().endsWith(".md"))
                            // An example that was built in its place has copies there.
                            .filter(file -> !root.relativize(file).toString().contains("/target/"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }
}
