package org.socialconnectors.api.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;

class CallbackParametersProperties {
    @Property
    void any_query_is_parsed_or_refused_as_an_invalid_request(
            @ForAll("queries") String query, @ForAll Arrival arrival) {
        try {
            assertEquals(arrival, CallbackParameters.parse(query, arrival).arrival());
        } catch (ConnectorException refused) {
            assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
        }
    }

    @Property
    void whatever_was_encoded_is_read_again(@ForAll("parameters") Map<String, List<String>> parameters) {
        CallbackParameters parsed = CallbackParameters.parse(encoded(parameters), Arrival.QUERY);
        parameters.forEach((name, values) -> assertEquals(values, parsed.all(name)));
    }

    @Property
    void parsing_and_a_framework_that_has_decoded_agree(@ForAll("parameters") Map<String, List<String>> parameters) {
        CallbackParameters parsed = CallbackParameters.parse(encoded(parameters), Arrival.FORM);
        CallbackParameters given = CallbackParameters.of(parameters, Arrival.FORM);
        parameters.keySet().forEach(name -> assertEquals(given.all(name), parsed.all(name)));
    }

    @Property
    void single_is_the_value_of_a_parameter_that_is_given_once(
            @ForAll("parameters") Map<String, List<String>> parameters) {
        CallbackParameters given = CallbackParameters.of(parameters, Arrival.QUERY);
        parameters.forEach((name, values) -> {
            if (values.size() > 1) {
                ConnectorException refused = assertThrows(ConnectorException.class, () -> given.single(name));
                assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
            } else {
                assertEquals(values.stream().findFirst(), given.single(name));
            }
        });
    }

    @Property(tries = 100)
    void more_than_64_values_or_16384_characters_are_refused(
            @ForAll @IntRange(min = 1, max = 70) int count, @ForAll @IntRange(max = 300) int length) {
        Map<String, List<String>> parameters = Map.of("p", Collections.nCopies(count, "v".repeat(length)));
        boolean fits = count <= 64 && count * (1 + length) <= 16_384;
        if (fits) {
            assertEquals(
                    count,
                    CallbackParameters.of(parameters, Arrival.QUERY).all("p").size());
            assertEquals(
                    count,
                    CallbackParameters.parse(encoded(parameters), Arrival.QUERY)
                            .all("p")
                            .size());
        } else {
            assertThrows(ConnectorException.class, () -> CallbackParameters.of(parameters, Arrival.QUERY));
            assertThrows(ConnectorException.class, () -> CallbackParameters.parse(encoded(parameters), Arrival.QUERY));
        }
    }

    /** Anything, and what looks like a query but for a mistake. */
    @Provide
    Arbitrary<String> queries() {
        Arbitrary<String> pieces = Arbitraries.of(
                "state", "code", "=", "&", "%", "%2", "%zz", "%00", "%C3%A9", "%C3", "%+1", "+", "\u0661", "\ud800",
                "a");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                pieces.list().ofMaxSize(30).map(list -> String.join("", list)),
                pieces.list()
                        .ofMinSize(1)
                        .ofMaxSize(6)
                        .map(list -> String.join("", list).repeat(4000)));
    }

    @Provide
    Arbitrary<Map<String, List<String>>> parameters() {
        Arbitrary<String> text = Arbitraries.strings()
                .ofMaxLength(30)
                .filter(value -> StandardCharsets.UTF_8.newEncoder().canEncode(value));
        return Arbitraries.maps(text, text.list().ofMinSize(1).ofMaxSize(3)).ofMaxSize(8);
    }

    private static String encoded(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .flatMap(
                        entry -> entry.getValue().stream().map(value -> encoded(entry.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
