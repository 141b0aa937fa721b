package org.socialconnectors.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.secret.Secret;

class ConnectorExceptionTest {
    private static final String CANARY = "canary-7f3a90";

    @Test
    void the_message_is_the_code_the_reason_and_the_details() {
        ConnectorException exception = ConnectorException.of(ErrorCode.INVALID_RESPONSE, "the answer is not JSON")
                .with(Detail.HTTP_STATUS, 200)
                .with(Detail.ENDPOINT, "token")
                .build();

        assertEquals(
                "INVALID_RESPONSE: the answer is not JSON (endpoint=token, http_status=200)", exception.getMessage());
        assertEquals(ErrorCode.INVALID_RESPONSE, exception.code());
        assertEquals(Map.of(Detail.ENDPOINT, "token", Detail.HTTP_STATUS, "200"), exception.details());
        assertEquals(Optional.of("token"), exception.detail(Detail.ENDPOINT));
        assertEquals(Optional.empty(), exception.detail(Detail.CLAIM));
        assertEquals(Optional.empty(), exception.providerDescription());
    }

    @Test
    void without_details_the_message_is_code_and_reason() {
        assertEquals(
                "UNSUPPORTED: there is no such capability",
                ConnectorException.of(ErrorCode.UNSUPPORTED, "there is no such capability")
                        .build()
                        .getMessage());
    }

    @Test
    void details_cannot_be_changed_through_the_exception_or_its_builder() {
        ConnectorException.Builder builder =
                ConnectorException.of(ErrorCode.INVALID_REQUEST, "a reason").with(Detail.PARAMETER, "state");
        ConnectorException exception = builder.build();
        builder.with(Detail.PARAMETER, "code");

        assertEquals(Optional.of("state"), exception.detail(Detail.PARAMETER));
        assertThrows(
                UnsupportedOperationException.class, () -> exception.details().clear());
    }

    @Test
    void of_a_foreign_exception_only_the_class_name_is_kept() {
        ConnectorException exception = ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "a reason")
                .causedBy(new IOException(CANARY, new IllegalStateException(CANARY)))
                .build();

        assertEquals(Optional.of("java.io.IOException"), exception.detail(Detail.CAUSE_TYPE));
        assertNull(exception.getCause());
        assertFalse(stackTrace(exception).contains(CANARY));
    }

    @Test
    void a_cause_cannot_be_added_later() {
        ConnectorException exception = anException();

        assertThrows(IllegalStateException.class, () -> exception.initCause(new IOException(CANARY)));
        assertNull(exception.getCause());
        assertFalse(stackTrace(exception).contains(CANARY));
    }

    @Test
    void a_resource_that_fails_to_close_does_not_add_its_exception() {
        ConnectorException thrown = assertThrows(ConnectorException.class, () -> {
            try (Closeable broken = () -> {
                throw new IOException(CANARY);
            }) {
                throw anException();
            }
        });

        assertEquals(0, thrown.getSuppressed().length);
        assertFalse(stackTrace(thrown).contains(CANARY));
    }

    @Test
    void a_detail_has_no_control_or_format_characters_and_at_most_200_characters() {
        String value = "a\r\nb\u001b[31mc\u202ed" + "x".repeat(500);

        String detail = ConnectorException.of(ErrorCode.CONNECTOR_FAILURE, "a reason")
                .with(Detail.SOURCE, value)
                .build()
                .detail(Detail.SOURCE)
                .orElseThrow();

        assertEquals(("a  b [31mc d" + "x".repeat(500)).substring(0, 200), detail);
    }

    @Test
    void a_secret_given_as_a_detail_by_mistake_stays_secret() {
        assertEquals(
                Optional.of("***"),
                ConnectorException.of(ErrorCode.INVALID_REQUEST, "a reason")
                        .with(Detail.PARAMETER, Secret.of(CANARY))
                        .build()
                        .detail(Detail.PARAMETER));
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, ACCESS_DENIED",
        "invalid_client, INVALID_CONFIGURATION",
        "unauthorized_client, INVALID_CONFIGURATION",
        "server_error, PROVIDER_UNAVAILABLE",
        "temporarily_unavailable, PROVIDER_UNAVAILABLE",
        "invalid_grant, PROVIDER_ERROR",
        "login_required, PROVIDER_ERROR",
        "made_up_by_the_provider, PROVIDER_ERROR"
    })
    void an_oauth_error_becomes_a_code_and_a_detail(String error, ErrorCode code) {
        ConnectorException exception =
                ConnectorException.ofOAuthError(error, "", List.of()).build();

        assertEquals(code, exception.code());
        assertEquals(Optional.of(error), exception.detail(Detail.OAUTH_ERROR));
        assertEquals(Optional.empty(), exception.providerDescription());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Access_Denied",
                "access_denied\r\nSet-Cookie: a=b",
                "access denied",
                "<script>alert(1)</script>",
                "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
                "error1",
                "access_denied\n"
            })
    void T46_an_error_that_is_not_of_the_form_of_one_never_becomes_a_detail(String error) {
        ConnectorException exception =
                ConnectorException.ofOAuthError(error, "", List.of()).build();

        assertEquals(ErrorCode.PROVIDER_ERROR, exception.code());
        assertEquals(Map.of(), exception.details());
        assertEquals("PROVIDER_ERROR: the provider answered with an error", exception.getMessage());
        assertTrue(exception.providerDescription().isPresent());
    }

    @Test
    void T46_an_error_longer_than_64_characters_never_becomes_a_detail() {
        assertEquals(
                Optional.of("e".repeat(64)),
                ConnectorException.ofOAuthError("e".repeat(64), "", List.of())
                        .build()
                        .detail(Detail.OAUTH_ERROR));
        assertEquals(
                Optional.empty(),
                ConnectorException.ofOAuthError("e".repeat(65), "", List.of())
                        .build()
                        .detail(Detail.OAUTH_ERROR));
    }

    @Test
    void T45_an_error_that_echoes_a_secret_never_becomes_a_detail() {
        ConnectorException exception = ConnectorException.ofOAuthError(
                        "bad_lettersonly_code", "try again", List.of(Secret.of("lettersonly")))
                .build();

        assertEquals(Map.of(), exception.details());
        assertFalse(stackTrace(exception).contains("lettersonly"));
        assertEquals(Optional.of("bad_***_code try again"), exception.providerDescription());
    }

    @Test
    void T46_the_providers_words_are_for_the_administrator_only() {
        ConnectorException exception = ConnectorException.ofOAuthError("invalid_grant", "words-of-theirs", List.of())
                .build();

        assertEquals(Optional.of("words-of-theirs"), exception.providerDescription());
        assertFalse(stackTrace(exception).contains("words-of-theirs"));
        assertFalse(exception.details().toString().contains("words-of-theirs"));
    }

    @Test
    void T46_the_providers_words_lose_every_control_and_format_character() {
        assertEquals(
                "a  b [31mc d e f <script> g h i é 🤗",
                description("a\r\nb\u001b[31mc\u202ed\u2028e\u0085f <script>\u200bg\ud800h\u0000i é 🤗"));
    }

    @Test
    void T46_the_providers_words_are_at_most_256_characters() {
        assertEquals("x".repeat(256), description("x".repeat(100_000)));
    }

    @Test
    void T46_the_cut_does_not_halve_a_character() {
        assertEquals("x".repeat(255), description("x".repeat(255) + "🤗"));
    }

    @Test
    void T46_a_secret_across_the_cut_leaves_no_part_of_itself() {
        assertEquals("x".repeat(250) + "***", description("x".repeat(250) + CANARY, CANARY));
    }

    @Test
    void T46_no_number_of_echoes_brings_a_part_of_a_secret_into_the_words() {
        String idToken = "ey" + "J0".repeat(1_000);

        assertEquals("***".repeat(10), description(idToken.repeat(10), idToken));
    }

    @Test
    void T46_a_secret_that_begins_another_does_not_leave_its_rest() {
        assertEquals("got ***", description("got abc-the-rest", "abc", "abc-the-rest"));
    }

    @Test
    void T46_a_secret_is_found_in_the_form_in_which_it_was_sent() {
        assertEquals("client_secret=***", description("client_secret=a%3Ab%25c%2Bd+%C3%A9", "a:b%c+d é"));
    }

    @Test
    void an_exception_survives_java_serialization_without_its_details() throws Exception {
        ConnectorException exception = ConnectorException.ofOAuthError("invalid_grant", "words", List.of())
                .with(Detail.ENDPOINT, "token")
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }

        ConnectorException copy;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = (ConnectorException) in.readObject();
        }

        assertEquals(exception.code(), copy.code());
        assertEquals(exception.getMessage(), copy.getMessage());
        assertEquals(Map.of(), copy.details());
        assertEquals(Optional.empty(), copy.detail(Detail.ENDPOINT));
        assertEquals(Optional.empty(), copy.providerDescription());
        assertFalse(bytes.toString("ISO-8859-1").contains("words"));
    }

    private static ConnectorException anException() {
        return ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "a reason").build();
    }

    private static String description(String words, String... inFlight) {
        return ConnectorException.of(ErrorCode.PROVIDER_ERROR, "a reason")
                .providerDescription(
                        words, List.of(inFlight).stream().map(Secret::of).toList())
                .build()
                .providerDescription()
                .orElseThrow();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
