package org.socialconnectors.api.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;

class CallbackParametersTest {
    @ParameterizedTest
    @EnumSource(Arrival.class)
    void a_query_and_a_form_are_read_alike_and_told_apart(Arrival arrival) {
        CallbackParameters parameters = CallbackParameters.parse("code=a%2Bb+c&state=%C3%A9&empty=&bare", arrival);

        assertEquals(arrival, parameters.arrival());
        assertEquals(Optional.of("a+b c"), parameters.single("code"));
        assertEquals(Optional.of("é"), parameters.single("state"));
        assertEquals(Optional.of(""), parameters.single("empty"));
        assertEquals(Optional.of(""), parameters.single("bare"));
        assertEquals(Optional.empty(), parameters.single("error"));
    }

    @Test
    void only_the_first_equals_sign_divides_and_empty_pairs_are_nothing() {
        CallbackParameters parameters = CallbackParameters.parse("&&code=a=b=&&", Arrival.QUERY);

        assertEquals(Optional.of("a=b="), parameters.single("code"));
        assertEquals(List.of(), parameters.all(""));
        assertEquals(List.of("a"), CallbackParameters.parse("=a", Arrival.QUERY).all(""));
        assertEquals(
                Optional.empty(), CallbackParameters.parse("", Arrival.QUERY).single("code"));
    }

    @Test
    void a_name_is_decoded_too_so_that_no_second_value_hides_behind_an_encoding() {
        CallbackParameters parameters = CallbackParameters.parse("state=a&st%61te=b", Arrival.QUERY);

        assertEquals(List.of("a", "b"), parameters.all("state"));
        assertRefused(() -> parameters.single("state"));
    }

    @Test
    void names_are_compared_with_regard_to_case() {
        assertEquals(
                Optional.of("b"),
                CallbackParameters.parse("STATE=a&state=b", Arrival.QUERY).single("state"));
    }

    @Test
    void T19_a_parameter_given_twice_is_refused_even_with_the_same_value() {
        CallbackParameters parameters = CallbackParameters.parse("code=canary&code=canary", Arrival.QUERY);

        ConnectorException refusal = assertThrows(ConnectorException.class, () -> parameters.single("code"));

        assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
        assertEquals(Optional.of("code"), refusal.detail(Detail.PARAMETER));
        assertFalse(refusal.toString().contains("canary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%4z", "%-1", "%+1", "% 1", "%\uff14\uff11", "100%", "%%41"})
    void malformed_percent_encoding_is_refused_in_names_and_values(String malformed) {
        assertRefused(() -> CallbackParameters.parse("state=canary" + malformed, Arrival.QUERY));
        assertRefused(() -> CallbackParameters.parse("canary" + malformed + "=a", Arrival.FORM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%c3", "%e9t%e9", "%c0%af", "%ed%a0%80"})
    void bytes_that_are_not_utf_8_do_not_hide_the_rest_of_the_callback(String notUtf8) {
        CallbackParameters parameters =
                CallbackParameters.parse("error=access_denied&error_description=" + notUtf8, Arrival.QUERY);

        assertEquals(Optional.of("access_denied"), parameters.single("error"));
        assertEquals(
                '\ufffd', parameters.single("error_description").orElseThrow().charAt(0));
    }

    @Test
    void at_most_64_values_are_taken() {
        assertEquals(
                64,
                CallbackParameters.parse(repeated("a=b", 64), Arrival.QUERY)
                        .all("a")
                        .size());
        assertRefused(() -> CallbackParameters.parse(repeated("a=b", 65), Arrival.QUERY));
        assertRefused(() -> CallbackParameters.of(
                Map.of("a", Collections.nCopies(33, "x"), "b", Collections.nCopies(32, "x")), Arrival.FORM));
    }

    @Test
    void names_and_values_have_at_most_16384_characters_together() {
        String value = "x".repeat(16_384 - 4);

        assertEquals(
                Optional.of(value),
                CallbackParameters.parse("code=" + value, Arrival.QUERY).single("code"));
        assertRefused(() -> CallbackParameters.parse("code=x" + value, Arrival.QUERY));
        assertRefused(() -> CallbackParameters.of(Map.of("code", List.of(value), "a", List.of("")), Arrival.FORM));
    }

    @Test
    void the_limit_counts_characters_as_they_are_not_as_they_travel() {
        assertEquals(
                Optional.of("€".repeat(16_384 - 4)),
                CallbackParameters.parse("code=" + "%E2%82%AC".repeat(16_384 - 4), Arrival.QUERY)
                        .single("code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "x", "%41", "a=b&"})
    void a_huge_callback_is_refused(String part) {
        assertRefused(() -> CallbackParameters.parse(part.repeat(1_000_000), Arrival.FORM));
    }

    @Test
    void names_without_values_take_no_room() {
        Map<String, List<String>> values = IntStream.range(0, 1_000)
                .boxed()
                .collect(Collectors.toMap(Object::toString, number -> List.of(), (a, b) -> a, LinkedHashMap::new));

        CallbackParameters parameters = CallbackParameters.of(values, Arrival.QUERY);

        assertEquals(Optional.empty(), parameters.single("1"));
    }

    @Test
    void parameters_cannot_be_changed_afterwards() {
        List<String> states = new ArrayList<>(List.of("a"));
        Map<String, List<String>> values = new HashMap<>(Map.of("state", states));
        CallbackParameters parameters = CallbackParameters.of(values, Arrival.QUERY);
        states.add("b");
        values.clear();

        assertEquals(List.of("a"), parameters.all("state"));
        assertThrows(
                UnsupportedOperationException.class,
                () -> parameters.all("state").add("b"));
    }

    private static String repeated(String pair, int times) {
        return String.join("&", Collections.nCopies(times, pair));
    }

    private static void assertRefused(Executable read) {
        ConnectorException refusal = assertThrows(ConnectorException.class, read);
        assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
        assertFalse(refusal.toString().contains("canary"));
    }
}
