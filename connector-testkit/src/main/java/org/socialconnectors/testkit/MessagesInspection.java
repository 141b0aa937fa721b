package org.socialconnectors.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.socialconnectors.api.ConnectorDescriptor;

/** Compares a connector's messages in all its languages, as they are in its resources. */
final class MessagesInspection {
    private final Class<?> owner;
    private final ConnectorDescriptor descriptor;

    MessagesInspection(Class<?> owner, ConnectorDescriptor descriptor) {
        this.owner = owner;
        this.descriptor = descriptor;
    }

    /** Texts that a language lacks, has too many, or has blank; empty if every language has exactly what English has. */
    List<String> findings() {
        Set<String> english = new TreeSet<>(messages("en").stringPropertyNames());
        List<String> findings = new ArrayList<>();
        for (String language : new TreeSet<>(descriptor.languages())) {
            Properties texts = messages(language);
            for (String key : english) {
                if (texts.getProperty(key, "").isBlank()) {
                    findings.add(file(language) + " has no text for " + key);
                }
            }
            for (String key : new TreeSet<>(texts.stringPropertyNames())) {
                if (!english.contains(key)) {
                    findings.add(file(language) + " has " + key + ", which " + file("en") + " has not");
                }
            }
        }
        return findings;
    }

    private Properties messages(String language) {
        Properties messages = new Properties();
        try (InputStream stream =
                owner.getResourceAsStream("/META-INF/connectors/" + descriptor.id() + "/" + file(language))) {
            if (stream != null) {
                Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
                messages.load(reader);
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException(file(language) + " cannot be read", unreadable);
        }
        return messages;
    }

    private static String file(String language) {
        return "messages." + language + ".properties";
    }
}
