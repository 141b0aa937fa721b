package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.socialconnectors.testkit.control.ControlConnectorFactory;

class MessagesInspectionTest {
    @Test
    void languages_with_the_same_texts_have_nothing_wrong() {
        assertEquals(List.of(), findings("control"));
    }

    @Test
    void what_a_language_lacks_or_has_too_many_is_named() {
        assertEquals(
                List.of(
                        "messages.fr.properties has no text for region.title",
                        "messages.fr.properties has no text for tenant.title",
                        "messages.fr.properties has tenant.titel, which messages.en.properties has not"),
                findings("careless"));
    }

    @Test
    void a_language_may_lack_the_name_of_the_connector() {
        assertEquals(
                List.of(
                        "messages.es.properties has no text for clientSecret.title",
                        "messages.es.properties has no text for description",
                        "messages.es.properties has no text for name"),
                findings("untranslated", "en", "es"));
    }

    @Test
    void a_language_is_looked_at_even_if_it_has_no_text_that_English_has() {
        List<String> findings = findings("untranslated", "en", "de");
        assertTrue(findings.contains("messages.de.properties has no text for name"), findings::toString);
        assertTrue(
                findings.contains("messages.de.properties has titel, which messages.en.properties has not"),
                findings::toString);
    }

    private static List<String> findings(String id) {
        return findings(id, "en", "fr");
    }

    private static List<String> findings(String id, String... languages) {
        ControlConnectorFactory factory = new ControlConnectorFactory(
                id,
                (config, context) -> {
                    throw new IllegalStateException("only its files count here");
                },
                languages);
        return new MessagesInspection(ControlConnectorFactory.class, factory.descriptor()).findings();
    }
}
