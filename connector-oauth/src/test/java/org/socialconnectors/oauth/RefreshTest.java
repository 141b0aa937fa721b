package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenFault;
import org.socialconnectors.simulator.IdTokenForgery;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;

class RefreshTest {
    @Test
    void a_refresh_gives_new_tokens_and_the_old_refresh_token_is_used_up() throws Exception {
        Rig rig = Rig.openid();
        SignInResult result = rig.signIn();
        RefreshRequest request = request(result);

        TokenSet fresh = rig.refresh().refresh(request);

        assertNotEquals(result.tokens().orElseThrow().accessToken(), fresh.accessToken());
        assertNotEquals(request.refreshToken(), fresh.refreshToken().orElseThrow());
        var sent = rig.provider.requests(Endpoint.TOKEN).get(1);
        assertEquals(List.of("refresh_token"), sent.form().get("grant_type"));
        assertFalse(sent.form().containsKey("scope"));
        assertRefused(ErrorCode.PROVIDER_ERROR, () -> rig.refresh().refresh(request));
    }

    @Test
    void fewer_scopes_can_be_asked_for() throws Exception {
        Rig rig = Rig.openid();
        rig.refresh().refresh(request(rig.signIn()).scopes(List.of("openid", "profile")));

        assertEquals(
                List.of("openid profile"),
                rig.provider.requests(Endpoint.TOKEN).get(1).form().get("scope"));
    }

    @Test
    void a_lost_answer_is_not_followed_by_a_second_attempt() throws Exception {
        Rig rig = Rig.openid();
        RefreshRequest request = request(rig.signIn());
        rig.provider.always(Endpoint.TOKEN, ProviderFault.lostAnswer());

        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, () -> rig.refresh().refresh(request));
        assertEquals(2, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_new_ID_token_must_be_valid_and_the_same_person_s() throws Exception {
        Rig rig = Rig.openid();
        SignInResult result = rig.signIn();
        Secret refreshToken = result.tokens().orElseThrow().refreshToken().orElseThrow();
        Identity somebodyElse = new Identity(result.identity().namespace(), "5f0c1a2b3d4e5f6071829399");
        rig.provider.always(draft -> draft.without("nonce").sign());

        assertRefused(
                ErrorCode.IDENTITY_MISMATCH,
                () -> rig.refresh().refresh(RefreshRequest.of(somebodyElse, refreshToken)));

        Rig forged = Rig.openid();
        RefreshRequest request = request(forged.signIn());
        forged.provider.always(IdTokenFault.FOREIGN_KEY_UNDER_KNOWN_KID);
        assertRefused(ErrorCode.INVALID_ID_TOKEN, () -> forged.refresh().refresh(request));
    }

    @Test
    void an_identity_of_another_provider_is_refused_before_the_token_is_sent() {
        Rig rig = Rig.openid();
        RefreshRequest request =
                RefreshRequest.of(new Identity("https://other.example", "1"), Secret.of("refresh-token"));

        assertRefused(ErrorCode.IDENTITY_MISMATCH, () -> rig.refresh().refresh(request));
        assertTrue(rig.provider.requests().isEmpty());
    }

    @Test
    void without_keys_to_verify_the_answer_with_no_refresh_token_is_spent() throws Exception {
        Rig rig = Rig.openid();
        RefreshRequest request = request(rig.signIn());
        rig.advanceClock(Duration.ofHours(3));
        rig.provider.always(Endpoint.JWKS, ProviderFault.unreachable());

        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, () -> rig.refresh().refresh(request));
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));

        rig.provider.clearFaults();
        rig.refresh().refresh(request);
    }

    @Test
    void a_scope_cannot_hide_openid_behind_a_space() throws Exception {
        Rig rig = Rig.openid();
        RefreshRequest request = request(rig.signIn()).scopes(List.of("profile openid"));

        assertRefused(ErrorCode.INVALID_REQUEST, () -> rig.refresh().refresh(request));
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void without_openid_no_keys_are_needed() throws Exception {
        Rig rig = Rig.confidential("profile");

        rig.refresh().refresh(request(rig.signIn()));

        assertEquals(0, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void keys_that_cannot_be_had_after_the_refresh_token_was_spent_cost_the_ID_token_and_not_the_tokens()
            throws Exception {
        for (ProviderFault outage : List.of(
                ProviderFault.unreachable(),
                ProviderFault.json(404, Map.of("error", "not found")),
                ProviderFault.text(200, "text/html", "<html></html>"))) {
            Rig rig = Rig.openid();
            RefreshRequest request = request(rig.signIn());
            rig.provider.rotateKeyBeforeSigning();
            rig.provider.always(Endpoint.JWKS, outage);

            TokenSet fresh = rig.refresh().refresh(request);

            assertEquals(Optional.empty(), fresh.idToken());
            rig.provider.clearFaults();
            rig.advanceClock(Duration.ofMinutes(1));
            Secret next = fresh.refreshToken().orElseThrow();
            assertTrue(rig.refresh()
                    .refresh(RefreshRequest.of(request.expectedIdentity(), next))
                    .idToken()
                    .isPresent());
        }
    }

    @Test
    void an_ID_token_that_only_the_sign_in_asked_for_is_verified_and_never_costs_the_tokens() throws Exception {
        Rig rig = Rig.confidential("profile");
        SignInResult openid = rig.complete(
                SignInAttempt.builder(Rig.REDIRECT_URI)
                        .scopes(List.of("openid", "profile"))
                        .build(),
                Persona.VERIFIED_EMAIL);
        RefreshRequest request = request(openid);
        rig.advanceClock(Duration.ofHours(3));
        rig.provider.next(Endpoint.JWKS, ProviderFault.unreachable());

        TokenSet fresh = rig.refresh().refresh(request);
        assertEquals(Optional.empty(), fresh.idToken());

        RefreshRequest next =
                RefreshRequest.of(openid.identity(), fresh.refreshToken().orElseThrow());
        rig.provider.next(IdTokenFault.FOREIGN_KEY_UNDER_KNOWN_KID);
        assertRefused(ErrorCode.INVALID_ID_TOKEN, () -> rig.refresh().refresh(next));
    }

    @Test
    void an_interruption_before_the_keys_are_there_is_one_and_nothing_is_spent() throws Exception {
        Rig rig = Rig.openid();
        RefreshRequest request = request(rig.signIn());
        rig.advanceClock(Duration.ofHours(3));
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> rig.refresh().refresh(request));
        assertFalse(Thread.interrupted(), "the exception says it already");
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_new_ID_token_need_not_come() throws Exception {
        Rig rig = Rig.openid();
        RefreshRequest request = request(rig.signIn());
        rig.provider.next(Endpoint.TOKEN, ProviderFault.without("id_token"));

        assertEquals(Optional.empty(), rig.refresh().refresh(request).idToken());
    }

    @Test
    void a_new_ID_token_answers_for_the_new_access_token_and_not_for_the_sign_in() throws Exception {
        Rig rig = Rig.with(
                provider -> provider, client -> client.maxAge(Duration.ofMinutes(1)), simulation -> simulation);
        RefreshRequest request = request(rig.signIn());
        rig.advanceClock(Duration.ofMinutes(10));
        assertTrue(rig.refresh().refresh(request).idToken().isPresent());

        Rig forged = Rig.openid();
        RefreshRequest other = request(forged.signIn());
        forged.provider.next(IdTokenForgery.otherAccessTokenHash());
        assertRefused(ErrorCode.INVALID_ID_TOKEN, () -> forged.refresh().refresh(other));
    }

    @Test
    void a_provider_without_refresh_tokens_has_no_such_capability() {
        Rig rig = Rig.adjusted(OAuthProvider.Builder::withoutRefresh);

        assertEquals(Optional.empty(), rig.connector.capability(TokenRefresh.class));
        assertEquals(Optional.empty(), Rig.openid().connector.capability(Runnable.class));
    }

    private static RefreshRequest request(SignInResult result) {
        return RefreshRequest.of(
                result.identity(), result.tokens().orElseThrow().refreshToken().orElseThrow());
    }
}
