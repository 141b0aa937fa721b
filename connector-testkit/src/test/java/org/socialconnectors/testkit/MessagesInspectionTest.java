package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static List<String> findings(String id) {
        ControlConnectorFactory factory = new ControlConnectorFactory(id, (config, context) -> {
            throw new IllegalStateException("only its files count here");
        });
        return new MessagesInspection(ControlConnectorFactory.class, factory.descriptor()).findings();
    }
}
