package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenFault;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;

class IdTokenTest {
    @ParameterizedTest
    @EnumSource(IdTokenFault.class)
    void T32_to_T37_a_wrong_ID_token_is_refused_and_userinfo_is_not_asked(IdTokenFault fault) {
        Rig rig = Rig.openid();
        rig.provider.next(fault);

        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
        assertEquals(0, rig.provider.count(Endpoint.USERINFO));
        assertEquals(Set.of(), rig.provider.foreignHosts());
    }

    @ParameterizedTest
    @CsvSource({
        "ISS_OTHER, iss",
        "AUD_OTHER, aud",
        "ISS_BEGINS_ALIKE, iss",
        "AUD_BEGINS_ALIKE, aud",
        "AUD_EMPTY, aud",
        "AUD_TWO_WITHOUT_AZP, azp",
        "AZP_OTHER, azp",
        "EXP_PAST, exp",
        "IAT_AHEAD, iat",
        "NBF_AHEAD, nbf",
        "NONCE_OTHER, nonce",
        "NONCE_STALE, nonce",
        "SUB_NUMBER, sub"
    })
    void a_refusal_names_the_claim(IdTokenFault fault, String claim) throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.next(fault);

        assertEquals(
                Optional.of(claim),
                assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn).detail(Detail.CLAIM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "{\"sub\":\"1\",\"sub\":\"1\"}", "{", ""})
    void T31_a_payload_that_is_not_one_JSON_object_is_refused(String payload) {
        Rig rig = Rig.openid();
        rig.provider.next(draft -> {
            String[] parts = draft.sign().split("\\.");
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
            return parts[0] + "." + encoded + "." + parts[2];
        });

        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
        assertEquals(0, rig.provider.count(Endpoint.JWKS), "nobody needs a key for it");
    }

    @Test
    void T34_an_ID_token_is_mandatory_when_openid_was_asked_for() {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.without("id_token"));

        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
    }

    @Test
    void T34_an_audience_of_one_in_a_list_and_two_with_the_authorized_party_are_fine() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(draft -> draft.claim("aud", List.of(Rig.CLIENT_ID)).sign());
        rig.signIn();
        rig.provider.next(draft -> draft.claim("aud", List.of("other", Rig.CLIENT_ID))
                .claim("azp", Rig.CLIENT_ID)
                .sign());

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -59, true",
        "exp, -60, false",
        "iat, 60, true",
        "iat, 61, false",
        "nbf, 60, true",
        "nbf, 61, false"
    })
    void T35_clocks_may_differ_by_a_minute_and_no_more(String claim, long seconds, boolean accepted) throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(draft ->
                draft.claim(claim, rig.instant().getEpochSecond() + seconds).sign());

        if (accepted) {
            assertTrue(rig.signIn().assurance().idTokenVerified());
        } else {
            assertEquals(
                    Optional.of(claim),
                    assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn).detail(Detail.CLAIM));
        }
    }

    @Test
    void T35_fractions_of_a_second_are_fine() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(draft -> draft.claim("exp", rig.instant().getEpochSecond() + 600.5)
                .claim("iat", rig.instant().getEpochSecond() - 0.25)
                .sign());

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void the_clock_is_the_context_s() throws Exception {
        Rig rig = Rig.openid();
        Instant now = rig.instant();
        rig.provider.next(
                draft -> draft.claim("exp", now.getEpochSecond() + 3600).sign());
        rig.setClock(now.plus(Duration.ofHours(2)));

        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
    }

    @Test
    void the_keys_are_found_through_discovery_when_they_are_needed_and_then_kept() throws Exception {
        Rig rig = Rig.openid();
        assertEquals(0, rig.provider.count(Endpoint.DISCOVERY));

        rig.signIn();
        rig.signIn(Persona.NO_EMAIL);

        assertEquals(1, rig.provider.count(Endpoint.DISCOVERY));
        assertEquals(1, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T38_a_key_that_is_new_is_fetched_once() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.rotateKey();

        rig.signIn();
        rig.signIn();

        assertEquals(2, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T39_a_flood_of_unknown_keys_does_not_become_a_flood_of_fetches() {
        Rig rig = Rig.openid();
        // Nobody looks at the signature before there is a key for it.
        rig.provider.always(
                draft -> draft.header("kid", "flood-" + UUID.randomUUID()).unsigned() + "c2lnbmVk");

        for (int i = 0; i < 1_000; i++) {
            assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
            rig.advanceClock(Duration.ofMillis(59));
        }
        int fetches = rig.provider.count(Endpoint.JWKS);
        assertTrue(fetches >= 1 && fetches <= 3, "fetches: " + fetches);
    }

    @Test
    void T40_a_token_without_key_ID_is_tried_with_every_fitting_key() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.rotateKey();
        rig.provider.next(draft -> {
            draft.header().remove("kid");
            return draft.header("kid", null).sign();
        });

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html></html>", "{}", "{\"keys\":7}", "[]"})
    void T41_unusable_keys_are_never_accepted(String body) {
        Rig rig = Rig.openid();
        rig.provider.always(Endpoint.JWKS, ProviderFault.text(200, "application/json", body));

        assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
    }

    @Test
    void T41_keys_that_cannot_be_fetched_are_an_outage_however_often_and_warm_ones_outlast_it() throws Exception {
        Rig cold = Rig.openid();
        cold.provider.always(Endpoint.JWKS, ProviderFault.unreachable());
        for (int i = 0; i < 5; i++) {
            assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, cold::signIn);
        }

        Rig warm = Rig.openid();
        warm.signIn();
        warm.provider.always(Endpoint.JWKS, ProviderFault.unreachable());
        assertTrue(warm.signIn().assurance().idTokenVerified());
    }

    @Test
    void discovery_that_names_another_issuer_is_refused_before_any_key_is_fetched() {
        Rig rig = Rig.openid();
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("issuer", "https://attacker.example"));

        assertEquals(
                Optional.of("discovery"),
                assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn).detail(Detail.ENDPOINT));
        assertEquals(0, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void discovery_without_keys_is_unusable() {
        for (Object jwksUri : new Object[] {7, "", "not an address", "/relative"}) {
            Rig rig = Rig.openid();
            rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("jwks_uri", jwksUri));
            assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        }
    }

    @Test
    void an_algorithm_that_the_provider_does_not_use_is_refused_although_its_key_fits() {
        Rig rig = Rig.adjusted(provider -> provider.idTokenAlgorithms("ES256"));

        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
    }

    @Test
    void an_ID_token_that_was_not_asked_for_is_not_looked_at() throws Exception {
        Rig rig = Rig.confidential("profile");
        rig.provider.next(Endpoint.TOKEN, ProviderFault.with("id_token", "not.a.token"));

        assertEquals(Set.of(), Set.copyOf(rig.provider.requests(Endpoint.JWKS)));
        assertEquals(Persona.VERIFIED_EMAIL.subject(), rig.signIn().identity().subject());
    }

    @Test
    void a_token_without_userinfo_describes_the_person_alone() throws Exception {
        OAuthProvider.Builder bare = OAuthProvider.builder()
                .issuer("https://huggingface.co")
                .authorizationEndpoint("https://huggingface.co/oauth/authorize")
                .tokenEndpoint("https://huggingface.co/oauth/token");
        Rig rig = Rig.adjusted(unused -> bare);

        var result = rig.signIn();

        assertEquals(0, rig.provider.count(Endpoint.USERINFO));
        assertEquals(Persona.VERIFIED_EMAIL.subject(), result.identity().subject());
        assertEquals(
                Optional.of(Persona.VERIFIED_EMAIL.username()), result.profile().username());
    }
}
