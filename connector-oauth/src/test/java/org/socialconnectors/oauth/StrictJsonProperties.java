package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.socialconnectors.api.json.JsonObject;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonProperties {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    @Property
    void any_bytes_are_an_object_or_nothing(@ForAll @Size(max = 300) byte[] bytes) {
        assertTrue(
                StrictJson.object(bytes).isEmpty() || StrictJson.objects(bytes).isEmpty(), "not both");
    }

    @Property
    void any_text_made_of_json_is_an_object_or_nothing(@ForAll("almostJson") String text) {
        Optional<JsonObject> object = StrictJson.object(text.getBytes(StandardCharsets.UTF_8));
        boolean delimited = text.strip().startsWith("{") && text.strip().endsWith("}");
        assertTrue(object.isEmpty() || delimited, text);
    }

    @Property
    void an_object_that_was_written_is_read_again(@ForAll("objects") Map<String, Object> members) {
        byte[] text = MAPPER.writeValueAsBytes(members);
        assertEquals(Optional.of(JsonObject.response(members)), StrictJson.object(text));
        assertEquals(
                Optional.of(List.of(JsonObject.response(members), JsonObject.response(Map.of()))),
                StrictJson.objects(MAPPER.writeValueAsBytes(List.of(members, Map.of()))));
    }

    @Property
    void a_part_of_a_text_or_more_than_one_is_nothing(
            @ForAll("objects") Map<String, Object> members, @ForAll @IntRange(max = 400) int cut) {
        byte[] text = MAPPER.writeValueAsBytes(members);
        assertEquals(Optional.empty(), StrictJson.object(Arrays.copyOf(text, Math.min(cut, text.length - 1))));
        assertEquals(
                Optional.empty(),
                StrictJson.object((MAPPER.writeValueAsString(members) + "{}").getBytes(StandardCharsets.UTF_8)));
    }

    @Property
    void another_encoding_is_nothing(
            @ForAll("objects") Map<String, Object> members, @ForAll("otherEncodings") Charset encoding) {
        assertEquals(
                Optional.empty(),
                StrictJson.object(MAPPER.writeValueAsString(members).getBytes(encoding)));
    }

    @Property
    void a_name_that_is_given_twice_is_nothing(@ForAll("objects") Map<String, Object> members, @ForAll String name) {
        String member = MAPPER.writeValueAsString(name) + ":";
        String rest = MAPPER.writeValueAsString(members);
        String twice = "{" + member + "1," + member + rest + "}";
        assertEquals(Optional.empty(), StrictJson.object(twice.getBytes(StandardCharsets.UTF_8)));
    }

    @Property
    void at_most_64_levels_are_read(@ForAll @IntRange(min = 1, max = 90) int levels) {
        String text = "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
        assertEquals(
                levels <= 64,
                StrictJson.object(text.getBytes(StandardCharsets.UTF_8)).isPresent());
    }

    @Provide
    Arbitrary<Charset> otherEncodings() {
        return Arbitraries.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE,
                Charset.forName("UTF-32"),
                Charset.forName("UTF-32LE"));
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of(
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
                        "/*",
                        "null",
                        "true",
                        "\\u0000",
                        "\"\\ud800\"",
                        "\ufeff",
                        " ",
                        "\n",
                        "1E+2147483648",
                        "9".repeat(1001))
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        return Arbitraries.maps(texts(), values()).ofMaxSize(4).withoutEdgeCases();
    }

    private static Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                texts().map(Object.class::cast),
                Arbitraries.of(true, false),
                Arbitraries.longs(),
                Arbitraries.bigIntegers(),
                Arbitraries.of(new BigDecimal("0.1"), new BigDecimal("1E+30"), new BigDecimal("-2.50")));
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner,
                        inner.list().ofMaxSize(3).map(Object.class::cast),
                        Arbitraries.maps(texts(), inner).ofMaxSize(3).map(Object.class::cast)),
                0,
                3);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }
}
