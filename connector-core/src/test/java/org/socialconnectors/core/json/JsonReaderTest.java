package org.socialconnectors.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

class JsonReaderTest {
    @Test
    void an_object_is_read_with_exact_numbers_in_the_order_of_the_text() {
        JsonObject read = JsonReader.config("""
                {"z": "é", "a": 12345678901234567890123, "n": 9007199254740993, "d": 0.1, "l": [true, null], "o": {}}""");
        assertEquals(List.of("z", "a", "n", "d", "l", "o"), List.copyOf(read.names()));
        assertEquals("é", read.text("z"));
        assertEquals(new BigInteger("12345678901234567890123"), read.toMap().get("a"));
        assertEquals(9007199254740993L, read.toMap().get("n"));
        assertEquals(new BigDecimal("0.1"), read.toMap().get("d"));
        assertEquals(Arrays.asList(true, null), read.toMap().get("l"));
        assertEquals(Map.of(), read.toMap().get("o"));
    }

    @Test
    void sixty_four_levels_can_be_read() {
        assertEquals(
                1,
                JsonReader.config("{\"a\": ".repeat(63) + "{}" + "}".repeat(63))
                        .names()
                        .size());
    }

    @Test
    void an_exponent_of_a_thousand_can_be_read() {
        JsonObject read = JsonReader.config("{\"large\": 1e1000, \"small\": 1e-1000}");
        assertEquals(new BigDecimal("1e1000"), read.toMap().get("large"));
        assertEquals(new BigDecimal("1e-1000"), read.toMap().get("small"));
    }

    static Stream<String> refused() {
        return Stream.of(
                "",
                "null",
                "[]",
                "\"s3cret\"",
                "{\"s3cret\": 1, \"s3cret\": 2}",
                "{\"o\": {\"s3cret\": 1, \"s3cret\": 2}}",
                "{} {}",
                "{} s3cret",
                "{\"a\": s3cret}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "{/* s3cret */}",
                "{\"a\": NaN}",
                "{\"a\": 01}",
                "{\"a\": \"s3cret",
                "{\"a\": ".repeat(64) + "{}" + "}".repeat(64),
                "{\"a\": ".repeat(100_000),
                "{\"a\": \"" + "x".repeat(1024 * 1024) + "\"}",
                "{\"a\": " + "9".repeat(2000) + "}",
                "{\"a\": 1e999999999}",
                "{\"a\": [{\"b\": 1e-1001}]}");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void anything_else_is_refused_without_quoting_it(String text) {
        ConnectorException refused = assertThrows(ConnectorException.class, () -> JsonReader.config(text));
        assertEquals(ErrorCode.INVALID_CONFIGURATION, refused.code());
        assertFalse(refused.toString().contains("s3cret"));
    }

    @Test
    void where_a_text_cannot_be_read_on_is_told() {
        String missingComma = """
                {
                  "a": "s3cret"
                  "b": 2
                }
                """;
        ConnectorException refused = assertThrows(ConnectorException.class, () -> JsonReader.config(missingComma));
        assertEquals(Optional.of("3"), refused.detail(Detail.LINE));
        assertEquals(Optional.of("3"), refused.detail(Detail.COLUMN));
    }

    @Test
    void a_text_without_a_wrong_place_has_none() {
        ConnectorException refused = assertThrows(ConnectorException.class, () -> JsonReader.config("null"));
        assertEquals(Optional.empty(), refused.detail(Detail.LINE));
    }
}
