package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.LocalizedText;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.core.json.JsonReader;

/** What is told of any connector's schema, too, which may be written in ways that nobody foresaw. */
class SchemaHintsTest {
    private static final SchemaHints HINTS = new SchemaHints(
            JsonReader.config("""
            {
              "dependencies": { "ink": ["quill"], "paper": ["desk"], "wax": ["quill"], "seal": { "required": ["wax"] } },
              "properties": {
                "quill/~": { "enum": ["goose", 7] },
                "ink": { "pattern": "^[a-z]+$" },
                "paper": { "$ref": "#/properties/ink" },
                "shop": { "pattern": "^https://.+$" }
              }
            }
            """), JsonReader.config("{ \"ink\": \"black\", \"paper\": \"white\", \"seal\": 1 }"));

    @Test
    void values_are_named_as_the_schema_has_them() {
        assertEquals(" They are: goose, 7.", hint("/quill~1~0", "enum"));
    }

    @Test
    void only_what_is_given_and_needs_the_missing_member_is_named() {
        assertEquals(" They are: ink.", hint("/quill", "dependencies"));
    }

    @ParameterizedTest
    @CsvSource({"/ink, pattern", "/paper, pattern", "/shop, format", "/shop, required"})
    void an_address_is_asked_for_only_where_the_pattern_is_one(String pointer, String keyword) {
        assertEquals("", hint(pointer, keyword));
        assertEquals(" Write an https address, such as https://id.example.", hint("/shop", "pattern"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"enum", "dependencies", "pattern"})
    void nothing_is_told_where_the_schema_does_not_say_it_plainly(String keyword) {
        assertEquals("", hint("", keyword));
        assertEquals("", hint("/unknown/0", keyword));
        assertEquals("", hint("/wax", keyword));
    }

    private static String hint(String pointer, String keyword) {
        return HINTS.of(new Violation(pointer, keyword, LocalizedText.of(Map.of("en", "It does not fit."))));
    }
}
