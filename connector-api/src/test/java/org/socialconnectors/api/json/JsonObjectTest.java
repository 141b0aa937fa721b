package org.socialconnectors.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

class JsonObjectTest {
    private static final String CANARY = "canary-2bd41c";

    @Test
    void a_configuration_blames_the_administrator_and_a_response_the_provider() {
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                "/a",
                () -> JsonObject.config(Map.of()).text("a"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE,
                "/a",
                () -> JsonObject.response(Map.of()).text("a"));
    }

    @Test
    void a_required_text_is_a_string_with_something_in_it() {
        assertEquals("x", response("a", "x").text("a"));
        assertRefused(ErrorCode.INVALID_RESPONSE, "/a", () -> response("a", "").text("a"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/a", () -> response("a", null).text("a"));
        assertRefused(ErrorCode.INVALID_RESPONSE, "/a", () -> response("a", 1L).text("a"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE,
                "/a",
                () -> response("a", List.of("x")).text("a"));
    }

    @Test
    void an_optional_text_may_be_missing_but_not_be_something_else() {
        assertEquals(Optional.of("x"), response("a", "x").optionalText("a"));
        assertEquals(Optional.empty(), response("a", "").optionalText("a"));
        assertEquals(Optional.empty(), response("a", null).optionalText("a"));
        assertEquals(Optional.empty(), response("a", "x").optionalText("b"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/a", () -> response("a", true).optionalText("a"));
    }

    @Test
    void an_identifier_may_be_an_integer_of_any_size_which_keeps_all_its_digits() {
        assertEquals("x", response("id", "x").idText("id"));
        assertEquals("42", response("id", 42).idText("id"));
        assertEquals("9007199254740993", response("id", 9007199254740993L).idText("id"));
        assertEquals(
                "123456789012345678901234567890",
                response("id", new BigInteger("123456789012345678901234567890")).idText("id"));
    }

    @Test
    void an_identifier_is_never_a_fraction_nor_rounded() {
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/id", () -> response("id", 1.5).idText("id"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/id", () -> response("id", 1e20).idText("id"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/id", () -> response("id", true).idText("id"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/id", () -> response("id", null).idText("id"));
    }

    @Test
    void an_integer_has_at_most_64_bits() {
        assertEquals(
                OptionalLong.of(Long.MAX_VALUE), response("n", Long.MAX_VALUE).integer("n"));
        assertEquals(
                OptionalLong.of(Long.MIN_VALUE),
                response("n", BigInteger.valueOf(Long.MIN_VALUE)).integer("n"));
        assertEquals(OptionalLong.empty(), response("n", null).integer("n"));
        BigInteger tooLarge = BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE);
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/n", () -> response("n", tooLarge).integer("n"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/n", () -> response("n", "3600").integer("n"));
        assertRefused(ErrorCode.INVALID_RESPONSE, "/n", () -> response("n", 1.0).integer("n"));
    }

    @Test
    void an_address_is_absolute_and_of_the_web() {
        assertEquals(
                URI.create("https://a.example/%7Eb?c"),
                response("u", "https://a.example/%7Eb?c").uri("u"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE,
                "/u",
                () -> response("u", "/only/a/path").uri("u"));
        assertRefused(
                ErrorCode.INVALID_RESPONSE, "/u", () -> response("u", null).uri("u"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "//evil.example/a",
                "https:/a",
                "https:///a",
                "https://",
                "ftp://a.example",
                "mailto:a@b.example",
                "https://a.example/a b"
            })
    void an_address_that_cannot_be_put_into_a_page_counts_as_absent(String address) {
        assertEquals(Optional.empty(), response("u", address).webUri("u"));
    }

    @ParameterizedTest
    @CsvSource({"https://a.example", "http://a.example/b", "HTTPS://a.example"})
    void http_and_https_addresses_can_be_put_into_a_page(URI address) {
        assertTrue(JsonObject.isWebUri(address));
    }

    @Test
    void a_secret_is_wrapped() {
        assertEquals(Optional.of(Secret.of(CANARY)), response("s", CANARY).secret("s"));
        assertEquals(Optional.empty(), response("s", "").secret("s"));
        assertRefused(ErrorCode.INVALID_RESPONSE, "/s", () -> response("s", 1).secret("s"));
    }

    @Test
    void lenient_reads_take_what_is_of_another_form_for_absent() {
        JsonObject novelty = response("a", Map.of("b", 1));

        assertEquals(Optional.empty(), novelty.displayText("a"));
        assertEquals(Optional.empty(), novelty.webUri("a"));
        assertFalse(novelty.isTrue("a"));
        assertEquals(List.of(), novelty.objects("a"));
        assertEquals(List.of(), novelty.texts("a"));
        assertEquals(Optional.empty(), response("a", "x").object("a"));
    }

    @Test
    void T44_only_the_json_value_true_is_true() {
        assertTrue(response("email_verified", true).isTrue("email_verified"));
        assertFalse(response("email_verified", "true").isTrue("email_verified"));
        assertFalse(response("email_verified", 1).isTrue("email_verified"));
        assertFalse(response("email_verified", null).isTrue("email_verified"));
        assertFalse(response("other", true).isTrue("email_verified"));
    }

    @Test
    void objects_and_texts_skip_what_is_of_another_type() {
        JsonObject object = response("list", Arrays.asList("x", null, 1, Map.of("a", "y"), "z"));

        assertEquals(List.of("x", "z"), object.texts("list"));
        assertEquals(List.of(JsonObject.response(Map.of("a", "y"))), object.objects("list"));
    }

    @Test
    void a_refusal_names_the_json_pointer_from_the_root_and_never_the_value() {
        JsonObject object =
                JsonObject.response(Map.of("orgs", List.of(CANARY, Map.of("a/b", Map.of("c~d", List.of(CANARY))))));

        ConnectorException refusal = assertThrows(
                ConnectorException.class,
                () -> object.objects("orgs").get(0).object("a/b").orElseThrow().text("c~d"));

        assertEquals(Optional.of("/orgs/1/a~1b/c~0d"), refusal.detail(Detail.POINTER));
        assertFalse(refusal.toString().contains(CANARY));
    }

    @Test
    void members_are_present_unless_missing_or_null() {
        Map<String, Object> members = new HashMap<>();
        members.put("a", "");
        members.put("b", null);
        JsonObject object = JsonObject.response(members);

        assertTrue(object.has("a"));
        assertFalse(object.has("b"));
        assertFalse(object.has("c"));
        assertEquals(members.keySet(), object.names());
    }

    @Test
    void an_object_is_a_deep_copy_that_nobody_can_change() {
        List<Object> list = new ArrayList<>(List.of("x"));
        Map<String, Object> inner = new HashMap<>(Map.of("list", list));
        Map<String, Object> members = new HashMap<>(Map.of("inner", inner));
        JsonObject object = JsonObject.config(members);
        list.add("y");
        inner.put("z", 1);
        members.clear();

        assertEquals(Map.of("inner", Map.of("list", List.of("x"))), object.toMap());
        assertThrows(UnsupportedOperationException.class, () -> object.toMap().clear());
        assertThrows(UnsupportedOperationException.class, () -> object.names().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> ((Map<?, ?>) object.toMap().get("inner")).clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> ((List<?>) ((Map<?, ?>) object.toMap().get("inner")).get("list")).clear());
    }

    @Test
    void numbers_are_kept_as_the_smallest_exact_type() {
        JsonObject object = JsonObject.config(Map.of(
                "byte",
                (byte) 1,
                "int",
                2,
                "big",
                BigInteger.valueOf(3),
                "double",
                0.1,
                "decimal",
                new BigDecimal("1.50")));

        assertEquals(
                Map.of(
                        "byte",
                        1L,
                        "int",
                        2L,
                        "big",
                        3L,
                        "double",
                        new BigDecimal("0.1"),
                        "decimal",
                        new BigDecimal("1.50")),
                object.toMap());
    }

    @Test
    void what_is_not_json_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> response("a", new Object()));
        assertThrows(IllegalArgumentException.class, () -> response("a", Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> response("a", Map.of(1, "a number as a name")));
    }

    @Test
    void objects_are_equal_by_their_members() {
        assertEquals(JsonObject.config(Map.of("a", 1)), JsonObject.response(Map.of("a", 1L)));
        assertEquals(
                JsonObject.config(Map.of("a", 1)).hashCode(),
                JsonObject.response(Map.of("a", 1L)).hashCode());
        assertNotEquals(response("a", 1), response("a", 2));
    }

    @Test
    void T45_the_text_of_an_object_shows_neither_names_nor_values() {
        assertEquals("JsonObject(1 members)", response(CANARY, CANARY).toString());
    }

    private static JsonObject response(String name, Object value) {
        Map<String, Object> members = new HashMap<>();
        members.put(name, value);
        return JsonObject.response(members);
    }

    private static void assertRefused(ErrorCode code, String pointer, Executable read) {
        ConnectorException refusal = assertThrows(ConnectorException.class, read);
        assertEquals(code, refusal.code());
        assertEquals(Optional.of(pointer), refusal.detail(Detail.POINTER));
    }
}
