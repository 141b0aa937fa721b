package org.socialconnectors.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.socialconnectors.api.secret.Secret;

class ConnectorExceptionProperties {
    @Property
    void the_providers_words_show_no_secret_in_flight(
            @ForAll("words") String words, @ForAll("secretsOfOneExchange") List<String> secrets) {
        String echo = words + secrets.get(0) + words + encoded(secrets.get(secrets.size() - 1)) + words;
        List<Secret> inFlight = secrets.stream().map(Secret::of).toList();
        ConnectorException refusal =
                ConnectorException.ofOAuthError("invalid_grant", echo, inFlight).build();
        String shown = refusal.providerDescription().orElseThrow();
        for (String secret : secrets) {
            assertFalse(shown.contains(secret), shown);
            assertFalse(shown.contains(encoded(secret)), shown);
        }
    }

    @Property
    void a_secret_that_the_provider_broke_into_lines_is_not_shown_either(
            @ForAll("words") String words, @ForAll("phrases") String secret, @ForAll("breaks") String lineBreak) {
        ConnectorException refusal = ConnectorException.of(ErrorCode.PROVIDER_ERROR, "refused")
                .providerDescription(words + secret.replace(" ", lineBreak), List.of(Secret.of(secret)))
                .build();
        assertFalse(refusal.providerDescription().orElseThrow().contains(secret));
    }

    @Property
    void an_error_that_carries_a_secret_shows_it_nowhere(
            @ForAll("secrets") String secret, @ForAll("words") String words) {
        ConnectorException refusal = ConnectorException.ofOAuthError(secret, words, List.of(Secret.of(secret)))
                .build();
        assertFalse(refusal.getMessage().contains(secret));
        assertFalse(refusal.toString().contains(secret));
        assertFalse(refusal.details().values().stream().anyMatch(value -> value.contains(secret)));
        assertFalse(refusal.providerDescription().orElse("").contains(secret));
    }

    @Property
    void the_providers_words_are_short_and_harmless_to_a_terminal(@ForAll("words") String words) {
        ConnectorException refusal = ConnectorException.of(ErrorCode.PROVIDER_ERROR, "refused")
                .providerDescription(words, List.of())
                .build();
        assertHarmless(refusal.providerDescription().orElseThrow(), 256);
        assertEquals("PROVIDER_ERROR: refused", refusal.getMessage());
    }

    @Property
    void a_detail_is_short_and_harmless_to_a_terminal(@ForAll("words") String words, @ForAll Detail detail) {
        ConnectorException refusal = ConnectorException.of(ErrorCode.INVALID_REQUEST, "refused")
                .with(detail, words)
                .build();
        assertHarmless(refusal.detail(detail).orElseThrow(), 200);
        assertHarmless(refusal.getMessage(), 300);
    }

    @Property
    void every_error_code_a_provider_can_invent_becomes_one_of_ours(@ForAll("words") String error) {
        ConnectorException refusal =
                ConnectorException.ofOAuthError(error, "", List.of()).build();
        assertTrue(Set.of(
                        ErrorCode.ACCESS_DENIED,
                        ErrorCode.INVALID_CONFIGURATION,
                        ErrorCode.PROVIDER_UNAVAILABLE,
                        ErrorCode.PROVIDER_ERROR)
                .contains(refusal.code()));
        assertTrue(refusal.detail(Detail.OAUTH_ERROR).orElse("a").matches("[a-z_]{1,64}"));
    }

    private static void assertHarmless(String text, int length) {
        assertTrue(text.length() <= length, () -> text.length() + " characters");
        assertTrue(StandardCharsets.UTF_16.newEncoder().canEncode(text), "half a surrogate pair");
        text.codePoints()
                .forEach(character -> assertFalse(
                        Character.isISOControl(character)
                                || Character.getType(character) == Character.FORMAT
                                || Character.getType(character) == Character.LINE_SEPARATOR
                                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR,
                        () -> "U+" + Integer.toHexString(character)));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(400),
                Arbitraries.strings()
                        .withChars("ab \t\r\n\u0000\u001b\u0085\u00ad\u202e\u2028\u2029\ud83d\ude00")
                        .ofMaxLength(400));
    }

    @Provide
    Arbitrary<String> phrases() {
        return Arbitraries.strings()
                .alpha()
                .ofMinLength(4)
                .ofMaxLength(8)
                .list()
                .ofMinSize(4)
                .ofMaxSize(6)
                .map(list -> String.join(" ", list));
    }

    @Provide
    Arbitrary<String> breaks() {
        return Arbitraries.of("\n", "\r", "\t", "\u2028", "\u0085");
    }

    @Provide
    Arbitrary<List<String>> secretsOfOneExchange() {
        return secrets().list().ofMinSize(1).ofMaxSize(3);
    }

    /** A client secret is any text; the shortest are words of our own messages, where nothing can be hidden. */
    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withChars(" \t+%/=~-\u00e9")
                        .ofMinLength(16)
                        .ofMaxLength(60),
                Arbitraries.strings().alpha().numeric().ofMinLength(16).ofMaxLength(400));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
