package org.socialconnectors.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import tools.jackson.databind.json.JsonMapper;

class JsonReaderProperties {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    @Property(tries = 150)
    void any_text_is_an_object_or_refused_as_configuration(@ForAll("almostJson") String text) {
        try {
            JsonReader.config(text);
            assertTrue(text.strip().startsWith("{") && text.strip().endsWith("}"), text);
        } catch (ConnectorException refused) {
            assertEquals(ErrorCode.INVALID_CONFIGURATION, refused.code());
        }
    }

    @Property
    void no_refusal_quotes_the_text(@ForAll @StringLength(max = 20) String before) {
        ConnectorException refused = assertThrows(
                ConnectorException.class, () -> JsonReader.config(before + "{\"clientSecret\": geheim-4711"));
        assertFalse(refused.toString().contains("4711"));
        assertEquals(null, refused.getCause());
    }

    @Property(tries = 150)
    void an_object_that_was_written_is_read_again(@ForAll("objects") Map<String, Object> members) {
        assertEquals(JsonObject.config(members), JsonReader.config(MAPPER.writeValueAsString(members)));
    }

    @Property(tries = 150)
    void a_part_of_a_text_is_refused(
            @ForAll("objects") Map<String, Object> members, @ForAll @IntRange(max = 400) int cut) {
        String text = MAPPER.writeValueAsString(members);
        String part = text.substring(0, Math.min(cut, text.length() - 1));
        assertThrows(ConnectorException.class, () -> JsonReader.config(part));
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.of(
                                "{",
                                "}",
                                "[",
                                "]",
                                "\"a\"",
                                ":",
                                ",",
                                "1",
                                "1e9999999999",
                                "-",
                                "0x1",
                                "NaN",
                                "'a'",
                                "//",
                                "null",
                                "true",
                                "\"\\ud800\"",
                                "\ud800",
                                "\ufeff",
                                " ",
                                "\n",
                                "1E+2147483648")
                        .list()
                        .ofMaxSize(12)
                        .map(pieces -> String.join("", pieces)),
                Arbitraries.of(
                                "1e9999999999",
                                "1E-2147483649",
                                "-0",
                                "0.0",
                                "\"\\ud800\"",
                                "9".repeat(1001),
                                "[".repeat(65))
                        .map(value -> "{\"a\":" + value + "}"));
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(Object.class::cast),
                Arbitraries.of(true, false),
                Arbitraries.longs(),
                Arbitraries.bigIntegers(),
                Arbitraries.of(new BigDecimal("0.1"), new BigDecimal("1E+30"), new BigDecimal("-2.50")));
        Arbitrary<Object> values = Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner,
                        inner.list().ofMaxSize(3).map(Object.class::cast),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                                .ofMaxSize(3)
                                .map(Object.class::cast)),
                0,
                3);
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), values)
                .ofMaxSize(4)
                .withoutEdgeCases();
    }
}
