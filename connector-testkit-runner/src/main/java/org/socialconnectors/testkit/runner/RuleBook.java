package org.socialconnectors.testkit.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;

/** What to do about a broken rule, and where to read more: cases and rules by number, as docs/conformance.md lists them. */
final class RuleBook {
    private static final String RESOURCE = "rules.json";
    private static final String PAGE = "docs/conformance.md";

    private final JsonObject byNumber;

    private RuleBook(JsonObject byNumber) {
        this.byNumber = byNumber;
    }

    static RuleBook read() {
        try (InputStream stream = RuleBook.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is not in the program");
            }
            return new RuleBook(JsonReader.config(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new IllegalStateException(RESOURCE + " cannot be read", unreadable);
        }
    }

    /** The advice for one of a rule's tests, whose name is a sentence or an identifier; empty if there is none. */
    String advice(String rule, String test) {
        return byNumber.object(rule)
                .flatMap(entry -> entry.object("advice"))
                .flatMap(byTest -> byTest.optionalText(test.replace(' ', '_')))
                .orElse("");
    }

    String readMore(String rule) {
        return byNumber.object(rule)
                .flatMap(entry -> entry.optionalText("specification"))
                .map(specification -> specification + "; " + PAGE)
                .orElse(PAGE);
    }
}
