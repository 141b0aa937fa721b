package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.simulator.AuthorizationRefusedException.Reason;

/** auth_time, acr, at_hash: what an ID token says beyond who it is. */
class SignInClaimsTest {
    private final Sample.Clock clock = new Sample.Clock();
    private final Instant start = clock.instant();
    private final SimulatedProvider provider = Sample.provider(clock);
    private final Map<String, String> request = Sample.authorization(Sample.CONFIDENTIAL, "openid");

    @ParameterizedTest
    @CsvSource({"RS256, SHA-256", "PS384, SHA-384", "ES512, SHA-512", "EDDSA, SHA-512"})
    void at_hash_is_the_left_half_of_the_access_tokens_hash(SigningAlgorithm algorithm, String hash) throws Exception {
        SimulatedProvider sender =
                Sample.provider(clock, builder -> builder.accessTokenHash(true).keys(PublishedKeys.of(algorithm)));

        JsonObject tokens = Sample.tokens(sender, "openid", Persona.NO_EMAIL);

        byte[] whole = MessageDigest.getInstance(hash)
                .digest(tokens.text("access_token").getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, whole.length / 2)),
                claims(tokens).getStringClaim("at_hash"));
    }

    @Test
    void at_hash_can_be_another_and_is_absent_by_default() throws Exception {
        assertEquals(
                null,
                claims(Sample.tokens(provider, "openid", Persona.NO_EMAIL)).getClaim("at_hash"));

        provider.next(IdTokenForgery.otherAccessTokenHash());

        assertNotEquals(
                null,
                claims(Sample.tokens(provider, "openid", Persona.NO_EMAIL)).getClaim("at_hash"));
    }

    @Test
    void the_context_is_the_first_one_asked_for_and_absent_otherwise() throws Exception {
        assertFalse(signIn().getClaims().containsKey("acr"));
        request.put("acr_values", "urn:example:gold urn:example:silver");

        assertEquals("urn:example:gold", signIn().getStringClaim("acr"));
    }

    @Test
    void every_approval_is_a_sign_in_unless_somebody_is_signed_in() throws Exception {
        clock.advance(Duration.ofHours(1));
        assertEquals(start.plusSeconds(3600), signedInAt());

        provider.signedIn(Persona.VERIFIED_EMAIL, start);
        assertEquals(start, signedInAt());

        provider.signedIn(Persona.NO_EMAIL, start);
        assertEquals(start.plusSeconds(3600), signedInAt());
    }

    @Test
    void an_old_sign_in_is_done_again_when_max_age_or_prompt_asks_for_it() throws Exception {
        provider.signedIn(Persona.VERIFIED_EMAIL, start);
        clock.advance(Duration.ofSeconds(600));

        request.put("max_age", "600");
        assertEquals(start, signedInAt());
        request.put("max_age", "599");
        assertEquals(start.plusSeconds(600), signedInAt());
        request.remove("max_age");
        request.put("prompt", "login");
        assertEquals(start.plusSeconds(600), signedInAt());
    }

    @Test
    void with_prompt_none_only_who_is_signed_in_comes_back() {
        request.put("prompt", "none");
        assertEquals("login_required", callback().get("error"));
        assertEquals("the state", callback().get("state"));

        provider.signedIn(Persona.VERIFIED_EMAIL, start);
        assertTrue(callback().containsKey("code"));
        request.put("max_age", "60");
        clock.advance(Duration.ofSeconds(61));
        assertEquals("login_required", callback().get("error"));
        request.remove("max_age");
        provider.signedOut();
        assertEquals("login_required", callback().get("error"));
    }

    @ParameterizedTest
    @CsvSource({"prompt, none login", "max_age, -1", "max_age, soon"})
    void what_makes_no_sense_is_refused(String name, String value) {
        request.put(name, value);

        AuthorizationRefusedException refused = assertThrows(AuthorizationRefusedException.class, this::callback);

        assertEquals(Reason.MALFORMED_REQUEST, refused.reason());
    }

    private Map<String, String> callback() {
        URI callback = provider.authorize(Sample.authorizationUri(provider, request), Persona.VERIFIED_EMAIL);
        return Sample.query(callback);
    }

    private JWTClaimsSet signIn() throws Exception {
        return claims(
                Sample.json(Sample.token(provider, Sample.exchange(callback().get("code")))));
    }

    private Instant signedInAt() throws Exception {
        return Instant.ofEpochSecond(signIn().getLongClaim("auth_time"));
    }

    private static JWTClaimsSet claims(JsonObject tokens) throws Exception {
        return SignedJWT.parse(tokens.text("id_token")).getJWTClaimsSet();
    }
}
