package org.socialconnectors.core.configuration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.socialconnectors.api.ConnectorDescriptor;

/** Descriptors of a connector {@code test} whose resources exist in memory only. */
public final class TestDescriptor {
    private TestDescriptor() {}

    /** With a draft-07 schema of an object that has these further members. */
    public static ConnectorDescriptor of(String membersOfSchema) {
        return withSchema("""
                {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", %s}
                """.formatted(membersOfSchema));
    }

    public static ConnectorDescriptor withSchema(String schema) {
        return withSchema(schema, Map.of());
    }

    /** With messages beyond the name, by language. */
    public static ConnectorDescriptor withSchema(String schema, Map<String, String> messages) {
        Map<String, String> files = new TreeMap<>();
        files.put("config.schema.json", schema);
        files.put("logo.svg", "<svg/>");
        messages.forEach((language, text) -> files.put("messages." + language + ".properties", text));
        files.merge("messages.en.properties", "name=Test\ndescription=Test\n", String::concat);
        Map<String, String> languages = new TreeMap<>(messages);
        languages.put("en", "");
        return ConnectorDescriptor.builder("test")
                .languages(languages.keySet().toArray(String[]::new))
                .readFrom(new Memory(files).owner());
    }

    /** The owner of resources is a class; this one's loader has them in a map. */
    private static final class Memory extends ClassLoader {
        private final Map<String, String> files;

        Memory(Map<String, String> files) {
            super(TestDescriptor.class.getClassLoader());
            this.files = files;
        }

        Class<?> owner() {
            try (InputStream stream = TestDescriptor.class.getResourceAsStream("TestDescriptor$Owner.class")) {
                byte[] code = stream.readAllBytes();
                return defineClass(null, code, 0, code.length);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            String text = files.get(name.replace("META-INF/connectors/test/", ""));
            return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Owner {}
}
