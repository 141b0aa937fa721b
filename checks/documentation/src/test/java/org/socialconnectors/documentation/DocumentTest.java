package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    @TempDir
    private Path root;

    @Test
    void every_fenced_block_is_found_with_its_line_language_and_comment() {
        Document document = Document.parse("guide.md", """
                # Guide

                ```java title="x"
                int one = 1;
                ```

                <!-- schema: acme -->
                ```json
                {}
                ```

                - in a list

                  <!--
                  context: a/b -->

                  ~~~java
                  int two = 2;
                  ~~~

                > ````
                > ```
                > ````
                """);

        assertEquals(
                List.of(
                        new CodeBlock("guide.md:3", "java", Optional.empty(), "int one = 1;\n"),
                        new CodeBlock("guide.md:8", "json", Optional.of("schema: acme"), "{}\n"),
                        new CodeBlock("guide.md:17", "java", Optional.of("context: a/b"), "int two = 2;\n"),
                        new CodeBlock("guide.md:21", "", Optional.empty(), "```\n")),
                document.blocks());
        assertEquals(List.of(), document.problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- schema: acme -->",
                "<!-- schema: acme -->\n\nA text.\n\n```json\n{}\n```",
                "<!-- schema: acme --> <br>\n\n```json\n{}\n```",
                "<!-- context: a -->\n<!-- context: b -->\n```java\n```",
                "A text <!-- schema: acme -->",
                "<div>\n<!-- schema: acme -->\n</div>",
                "A text.\n\n    indented code"
            })
    void a_comment_or_block_that_nothing_would_check_is_a_problem(String markdown) {
        assertEquals(1, Document.parse("guide.md", markdown).problems().size());
    }

    @Test
    void links_and_images_are_found_in_markdown_and_html() {
        assertEquals(
                List.of(
                        new Link("guide.md:1", "a.md"),
                        new Link("guide.md:1", "b.svg"),
                        new Link("guide.md:2", "c.md"),
                        new Link("guide.md:3", "d.md"),
                        new Link("guide.md:5", "e.svg"),
                        new Link("guide.md:5", "f.svg")),
                Document.parse("guide.md", """
                                [a ![b](b.svg)](a.md) `[code](no.md)`
                                [c]
                                <a href="d.md">d</a>

                                <picture><source srcset="e.svg"><img src='f.svg'></picture>

                                [c]: c.md
                                """).links());
    }

    @Test
    void a_link_to_what_is_there_passes() throws IOException {
        Path file = repository();

        for (String destination : List.of(
                "https://example.org/no-such",
                "mailto:a@b.example",
                "#here",
                "a%20b.md#x",
                "../README.md",
                "../docs/")) {
            new Link("docs/guide.md:1", destination).check(root, file);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such.md",
                "../no-such.md#x",
                "a b.md",
                "/README.md",
                "../../outside.md",
                "//example.org/x",
                "GUIDE.md"
            })
    void a_link_to_nothing_in_the_repository_fails(String destination) throws IOException {
        Path file = repository();
        Link link = new Link("docs/guide.md:1", destination);

        assertThrows(AssertionError.class, () -> link.check(root, file));
    }

    @Test
    void the_readme_and_all_guides_are_checked_and_a_wrong_one_fails() throws Throwable {
        repository();
        Files.writeString(root.resolve("README.md"), "```java\nint one = 1;\n```\n\n[a](docs/no-such.md)\n");
        Files.createDirectories(root.resolve("docs/deep"));
        Files.writeString(root.resolve("docs/deep/b.md"), "\n```java\nint one = \"1\";\n```\n\n    indented\n");
        Files.writeString(root.resolve("OTHER.md"), "```text\n```\n");

        List<String> passed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (DynamicTest test : DocumentationTest.tests(root, ConfigurationValidation.OF_CONNECTORS)) {
            try {
                test.getExecutable().execute();
                passed.add(test.getDisplayName());
            } catch (AssertionError refusal) {
                failed.add(test.getDisplayName());
            }
        }

        assertEquals(List.of("README.md:1 java"), passed);
        assertEquals(
                List.of(
                        "README.md:5 docs/no-such.md",
                        "docs/deep/b.md:6: an indented code block has no language; fence it",
                        "docs/deep/b.md:2 java"),
                failed);
    }

    @Test
    void a_repository_without_documents_has_nothing_to_check() throws IOException {
        assertEquals(List.of(), DocumentationTest.tests(root, ConfigurationValidation.OF_CONNECTORS));
    }

    @Test
    void the_root_is_where_maven_has_its_settings() throws IOException {
        Path module = Files.createDirectories(root.resolve("checks/documentation"));
        Files.createDirectories(root.resolve(".mvn"));

        assertEquals(root, DocumentationTest.root(module));
    }

    private Path repository() throws IOException {
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("README.md"), "");
        Files.writeString(root.resolve("docs/a b.md"), "");
        return Files.writeString(root.resolve("docs/guide.md"), "");
    }
}
