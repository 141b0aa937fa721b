package org.socialconnectors.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

class JsonObjectProperties {
    private static final List<BiFunction<JsonObject, String, Object>> STRICT = List.of(
            JsonObject::text,
            JsonObject::optionalText,
            JsonObject::idText,
            JsonObject::integer,
            JsonObject::uri,
            JsonObject::secret);
    private static final List<BiFunction<JsonObject, String, Object>> LENIENT = List.of(
            JsonObject::has,
            JsonObject::displayText,
            JsonObject::webUri,
            JsonObject::isTrue,
            JsonObject::object,
            JsonObject::objects,
            JsonObject::texts);

    @Property
    void a_strict_read_answers_or_refuses_with_the_pointer(
            @ForAll("names") String name, @ForAll("values") Object value) {
        Map<String, Object> members = new HashMap<>();
        members.put(name, value);
        assertAnswersOrRefuses(JsonObject.config(members), name, ErrorCode.INVALID_CONFIGURATION);
        assertAnswersOrRefuses(JsonObject.response(members), name, ErrorCode.INVALID_RESPONSE);
    }

    @Property
    void a_lenient_read_always_answers(@ForAll("names") String name, @ForAll("values") Object value) {
        Map<String, Object> members = new HashMap<>();
        members.put(name, value);
        JsonObject object = JsonObject.response(members);
        LENIENT.forEach(read -> {
            assertTrue(read.apply(object, name) != null);
            assertTrue(read.apply(object, name + "?") != null);
        });
    }

    @Property
    void an_object_within_refuses_with_the_pointer_from_the_root(
            @ForAll("names") String outer, @ForAll("names") String inner) {
        JsonObject root = JsonObject.config(Map.of(outer, List.of("skipped", Map.of(inner, false))));
        JsonObject within = root.objects(outer).get(0);
        ConnectorException refusal = assertThrows(ConnectorException.class, () -> within.text(inner));
        String pointer = refusal.detail(Detail.POINTER).orElseThrow();
        List<String> tokens = List.of(pointer.split("/", -1));
        assertEquals(
                List.of("", outer, "1", inner),
                tokens.stream()
                        .map(token -> token.replace("~1", "/").replace("~0", "~"))
                        .toList());
    }

    @Property
    void no_refusal_quotes_the_value(@ForAll("names") String name) {
        JsonObject object = JsonObject.response(Map.of(name, List.of("geheim-4711")));
        STRICT.forEach(read -> {
            ConnectorException refusal = assertThrows(ConnectorException.class, () -> read.apply(object, name));
            assertFalse(refusal.toString().contains("4711"));
        });
    }

    @Property
    void what_was_put_in_comes_out_and_makes_an_equal_object(@ForAll("objects") Map<String, Object> members) {
        JsonObject object = JsonObject.response(members);
        assertEquals(members, object.toMap());
        JsonObject again = JsonObject.config(object.toMap());
        assertEquals(object, again);
        assertEquals(object.hashCode(), again.hashCode());
    }

    @Property
    void a_whole_number_reads_the_same_however_it_was_held(@ForAll long number) {
        JsonObject held = JsonObject.response(Map.of("n", BigInteger.valueOf(number)));
        assertEquals(number, held.integer("n").orElseThrow());
        assertEquals(Long.toString(number), held.idText("n"));
        assertEquals(JsonObject.response(Map.of("n", number)), held);
    }

    private static void assertAnswersOrRefuses(JsonObject object, String name, ErrorCode fault) {
        for (BiFunction<JsonObject, String, Object> read : STRICT) {
            try {
                assertTrue(read.apply(object, name) != null);
            } catch (ConnectorException refusal) {
                assertEquals(fault, refusal.code());
                assertTrue(refusal.detail(Detail.POINTER).isPresent());
            }
        }
        assertEquals(Optional.empty(), object.optionalText(name + "?"));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(10),
                Arbitraries.of("", "/", "~", "~1", "a/b~c", "~01"));
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), values())
                .ofMaxSize(5)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
                Arbitraries.of("https://h/p", "http://", "//h", "javascript:1", "https://h:x", "HTTPS://H", ""),
                Arbitraries.of(true, false),
                Arbitraries.longs(),
                Arbitraries.bigIntegers()
                        .between(BigInteger.TWO.pow(64), BigInteger.TWO.pow(80))
                        .map(Object.class::cast),
                Arbitraries.of(new BigDecimal("1E+999999"), new BigDecimal("0.1"), new BigDecimal("1.0")));
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner,
                        inner.list().ofMaxSize(3).map(Object.class::cast),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(3), inner)
                                .ofMaxSize(3)
                                .map(Object.class::cast)),
                0,
                3);
    }
}
