package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;

class SealedPendingSignInsProperties {
    private final BrowserKey browser = BrowserKey.random();
    private final AtomicReference<byte[]> value = new AtomicReference<>(new byte[0]);
    private final SealedPendingSignIns sealed = new SealedPendingSignIns(new ByteStore() {
        @Override
        public void put(String key, byte[] bytes, Duration timeToLive) {
            value.set(bytes);
        }

        @Override
        public Optional<byte[]> take(String key) {
            return Optional.of(value.get());
        }
    });

    @Property
    void any_pending_sign_in_is_found_as_it_was_put(@ForAll("pendingSignIns") PendingSignIn pending) {
        sealed.put(browser, pending);

        assertEquals(
                PendingSignInFields.of(pending),
                PendingSignInFields.of(take(pending).orElseThrow()));
    }

    @Property(tries = 300)
    void a_value_with_one_bit_changed_is_none(
            @ForAll("pendingSignIns") PendingSignIn pending, @ForAll @IntRange(max = 1_000_000) int position) {
        sealed.put(browser, pending);
        byte[] changed = value.get();
        int bit = position % (8 * changed.length);
        changed[bit / 8] ^= (byte) (1 << bit % 8);

        assertTrue(take(pending).isEmpty());
    }

    @Property(tries = 300)
    void a_value_that_was_cut_or_continued_is_none(
            @ForAll("pendingSignIns") PendingSignIn pending, @ForAll @IntRange(max = 600) int length) {
        sealed.put(browser, pending);
        if (length != value.get().length) {
            value.set(Arrays.copyOf(value.get(), length));

            assertTrue(take(pending).isEmpty());
        }
    }

    @Property
    void any_bytes_are_none(@ForAll @Size(max = 80) byte[] bytes, @ForAll boolean ofThisFormat) {
        if (ofThisFormat && bytes.length > 0) {
            bytes[0] = 1;
        }
        value.set(bytes);

        assertTrue(take(PendingSignInFields.full()).isEmpty());
        assertTrue(PendingSignInFormat.read(bytes).isEmpty());
    }

    @Property(tries = 300)
    void a_document_with_one_character_changed_is_a_pending_sign_in_or_none(
            @ForAll("pendingSignIns") PendingSignIn pending,
            @ForAll @IntRange(max = 1_000_000) int position,
            @ForAll("syntax") String replacement) {
        String text = new String(PendingSignInFormat.write(pending), StandardCharsets.UTF_8);
        int at = position % text.length();
        String changed = text.substring(0, at) + replacement + text.substring(at + 1);

        PendingSignInFormat.read(changed.getBytes(StandardCharsets.UTF_8))
                .ifPresent(read -> assertEquals(
                        PendingSignInFields.of(read),
                        PendingSignInFields.of(PendingSignInFormat.read(PendingSignInFormat.write(read))
                                .orElseThrow())));
    }

    @Provide
    Arbitrary<PendingSignIn> pendingSignIns() {
        Arbitrary<Redirect> redirects = Combinators.combine(
                        texts(),
                        Arbitraries.of(true, false),
                        Arbitraries.maps(texts(), secrets()).ofMaxSize(3))
                .as((issuer, required, carry) -> remembering(
                        Redirect.to(URI.create("https://provider.example")).expecting(new IssuerRule(issuer, required)),
                        carry));
        Arbitrary<SignInAttempt> attempts = Combinators.combine(
                        Arbitraries.of("https://app.example/callback?a=%C3%A9", "http://[::1]:8080/é", "urn:a"),
                        texts(),
                        Arbitraries.of(Arrival.class),
                        Arbitraries.strings()
                                .withCharRange('#', '[')
                                .withCharRange(']', '~')
                                .ofMinLength(1)
                                .ofMaxLength(8)
                                .list()
                                .ofMaxSize(3),
                        secrets(),
                        secrets(),
                        secrets(),
                        Arbitraries.oneOf(
                                redirects, Arbitraries.just(Redirect.to(URI.create("https://provider.example")))))
                .as((redirectUri, parameter, arrival, scopes, state, nonce, verifier, redirect) ->
                        attempt(redirectUri, parameter, arrival, scopes, List.of(state, nonce, verifier), redirect));
        return Combinators.combine(texts(), texts(), attempts, texts().injectNull(0.3), texts().injectNull(0.3))
                .as(PendingSignIn::new);
    }

    @Provide
    Arbitrary<String> syntax() {
        return Arbitraries.of("", "\"", "{", "}", "[", "]", ",", ":", "\\", "0", "null", " ", "\u0000", "é");
    }

    private Optional<PendingSignIn> take(PendingSignIn pending) {
        return sealed.take(browser, pending.connectionId(), pending.attempt().state());
    }

    private static SignInAttempt attempt(
            String redirectUri,
            String parameter,
            Arrival arrival,
            List<String> scopes,
            List<Secret> secrets,
            Redirect redirect) {
        return SignInAttempt.builder(URI.create(redirectUri))
                .stateParameter(parameter)
                .callbackArrival(arrival)
                .scopes(scopes)
                .restore(secrets.get(0), secrets.get(1), secrets.get(2))
                .build()
                .after(redirect);
    }

    private static Redirect remembering(Redirect redirect, Map<String, Secret> carry) {
        Redirect more = redirect;
        for (Map.Entry<String, Secret> each : carry.entrySet()) {
            more = more.remembering(each.getKey(), each.getValue());
        }
        return more;
    }

    private static Arbitrary<Secret> secrets() {
        return texts().filter(text -> !text.isEmpty()).map(Secret::of);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.of("", "\ud800", "x\udc00", "\ud83d\ude00", "\u0000\n", "\"\\/", "\u2028", "</script>"));
    }
}
