package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Checks a block by its language. */
final class BlockChecks {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JavaCheck java = new JavaCheck();
    private final ConfigurationValidation configurations;
    private final Path examples;
    private final String scripts;

    /** Reads the commands that are run from the files in {@code .ci/} below the root. */
    BlockChecks(ConfigurationValidation configurations, Path root) throws IOException {
        this.configurations = configurations;
        this.examples = root.resolve("examples");
        List<String> texts = new ArrayList<>();
        Path ci = root.resolve(".ci");
        if (Files.isDirectory(ci)) {
            try (Stream<Path> files = Files.list(ci)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        this.scripts = String.join("\n", texts);
    }

    void check(CodeBlock block) {
        assertFalse(block.text().isBlank(), () -> block.where() + ": an empty block");
        if (block.showsExample()) {
            checkExample(block, block.comment("example").orElseThrow());
            return;
        }
        switch (block.language()) {
            case "java" -> java.check(block);
            case "json" -> checkJson(block);
            case "properties" -> checkProperties(block);
            case "xml" -> checkXml(block);
            case "sh" -> checkCommands(block);
            default ->
                fail(block.where() + ": every code block is compiled, parsed or run by a test; this one, \""
                        + block.language() + "\", cannot be");
        }
    }

    private void checkExample(CodeBlock block, String name) {
        Path file = examples.resolve(name).normalize();
        assertTrue(
                file.startsWith(examples) && Files.isRegularFile(file),
                () -> block.where() + ": there is no such file below examples: " + name);
        try {
            assertEquals(Files.readString(file), block.text(), () -> block.where() + ": differs from " + name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void checkJson(CodeBlock block) {
        try {
            JSON.readTree(block.text());
        } catch (JacksonException malformed) {
            fail(block.where() + ": not JSON: " + malformed.getOriginalMessage());
        }
        block.comment("schema")
                .ifPresent(connectorId -> assertEquals(
                        List.of(),
                        configurations.violations(connectorId, block.text()),
                        () -> block.where() + ": not a configuration of " + connectorId));
    }

    private static void checkProperties(CodeBlock block) {
        block.refuseComment();
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(block.text()));
        } catch (IOException | IllegalArgumentException malformed) {
            fail(block.where() + ": not a properties file: " + malformed.getMessage());
        }
        assertFalse(properties.isEmpty(), () -> block.where() + ": no property");
    }

    private static void checkXml(CodeBlock block) {
        block.refuseComment();
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            builder.parse(new InputSource(new StringReader(block.text().strip())));
        } catch (ParserConfigurationException | SAXException | IOException malformed) {
            fail(block.where() + ": not XML: " + malformed.getMessage());
        }
    }

    private void checkCommands(CodeBlock block) {
        block.refuseComment();
        block.text()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(command -> assertTrue(
                        scripts.contains("\"" + command + "\""),
                        () -> block.where() + ": no script in .ci runs exactly: " + command));
    }
}
