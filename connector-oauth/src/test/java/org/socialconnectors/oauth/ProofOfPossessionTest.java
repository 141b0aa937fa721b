package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

class ProofOfPossessionTest {
    @Test
    void code_and_tokens_are_bound_to_a_key_that_stays_here() throws Exception {
        Rig rig = bound(UnaryOperator.identity());

        TokenSet tokens = rig.signIn().tokens().orElseThrow();

        assertTrue(tokens.tokenType().equalsIgnoreCase("DPoP"));
        JWK key = JWK.parse(tokens.proofKey().orElseThrow().reveal());
        assertTrue(key.isPrivate());
        SignedJWT first = proof(rig.provider.requests(Endpoint.TOKEN).get(0));
        assertEquals(key.toPublicJWK(), first.getHeader().getJWK());
        assertEquals("POST", first.getJWTClaimsSet().getStringClaim("htm"));
        assertEquals(
                "https://huggingface.co/oauth/token", first.getJWTClaimsSet().getStringClaim("htu"));
        RecordedRequest userinfo = rig.provider.requests(Endpoint.USERINFO).get(0);
        assertEquals(Optional.of("DPoP " + tokens.accessToken().reveal()), userinfo.header("Authorization"));
        assertEquals(
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(tokens.accessToken().reveal().getBytes(StandardCharsets.US_ASCII))),
                proof(userinfo).getJWTClaimsSet().getStringClaim("ath"));
    }

    @Test
    void the_authorization_request_names_the_key_and_each_sign_in_has_its_own() throws Exception {
        Rig rig = bound(UnaryOperator.identity());
        URI first = rig.connector.begin(rig.attempt()).uri();
        URI second = rig.connector.begin(rig.attempt()).uri();

        assertTrue(first.getRawQuery().contains("&dpop_jkt="));
        assertFalse(second.getRawQuery().contains(first.getRawQuery().replaceFirst(".*&dpop_jkt=", "")));
        assertFalse(Rig.openid().connector.begin(rig.attempt()).uri().toString().contains("dpop_jkt"));
    }

    @Test
    void a_nonce_that_the_provider_demands_is_given_once() throws Exception {
        Rig rig = bound(simulation -> simulation.dpopNonceRequired(true));

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(2, rig.provider.count(Endpoint.TOKEN));
        assertEquals(2, rig.provider.count(Endpoint.USERINFO));
    }

    @Test
    void a_provider_that_demands_a_nonce_for_ever_is_refused() {
        for (Endpoint endpoint : List.of(Endpoint.TOKEN, Endpoint.USERINFO)) {
            Rig rig = bound(UnaryOperator.identity());
            rig.provider.always(endpoint, challenge(401, Map.of("DPoP-Nonce", List.of("n-1"))));

            assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn);
            assertEquals(2, rig.provider.count(endpoint));
        }
    }

    @Test
    void a_demand_without_a_nonce_or_a_nonce_without_a_demand_is_not_answered() {
        Rig rig = bound(UnaryOperator.identity());
        for (ProviderFault fault : List.of(
                challenge(400, Map.of()),
                challenge(403, Map.of("DPoP-Nonce", List.of("n-1"))),
                ProviderFault.of(new HttpTransport.Response(
                        400,
                        Map.of("DPoP-Nonce", List.of("n-1")),
                        "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8))))) {
            int before = rig.provider.count(Endpoint.TOKEN);
            rig.provider.next(Endpoint.TOKEN, fault);
            assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn);
            assertEquals(before + 1, rig.provider.count(Endpoint.TOKEN));
        }
    }

    @Test
    void a_demand_can_be_in_a_header_alone() throws Exception {
        Rig rig = bound(UnaryOperator.identity());
        rig.provider.next(
                Endpoint.USERINFO,
                ProviderFault.of(new HttpTransport.Response(
                        401,
                        Map.of(
                                "DPoP-Nonce",
                                List.of("n-1"),
                                "WWW-Authenticate",
                                List.of("DPoP error=\"use_dpop_nonce\"")),
                        new byte[0])));

        rig.signIn();

        assertEquals(
                "n-1",
                proof(rig.provider.requests(Endpoint.USERINFO).get(1))
                        .getJWTClaimsSet()
                        .getStringClaim("nonce"));
    }

    @Test
    void without_a_proof_no_challenge_is_answered() {
        Rig rig = Rig.openid();
        rig.provider.always(Endpoint.TOKEN, challenge(400, Map.of("DPoP-Nonce", List.of("n-1"))));

        assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn);
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_client_that_signs_assertions_signs_another_one_when_challenged() throws Exception {
        JWK key = new ECKeyGenerator(Curve.P_256).generate();
        Rig[] self = new Rig[1];
        Rig rig = Rig.with(
                provider -> provider,
                client -> client.secret(null)
                        .proofOfPossession()
                        .authentication(ClientAuthentication.privateKeyJwt(
                                Secret.of(key.toJSONString()), () -> self[0].instant())),
                simulation -> simulation
                        .dpop(true)
                        .dpopNonceRequired(true)
                        .client(SimulatedClient.withPrivateKey(
                                Rig.CLIENT_ID,
                                key.toPublicJWK().toJSONString(),
                                Set.of(Rig.REDIRECT_URI),
                                Set.of("openid", "profile"))));
        self[0] = rig;

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(2, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_provider_that_ignores_the_proof_and_answers_with_bearer_tokens_is_refused() {
        Rig rig = bound(UnaryOperator.identity());
        rig.provider.next(Endpoint.TOKEN, ProviderFault.with("token_type", "Bearer"));

        assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        assertEquals(0, rig.provider.count(Endpoint.USERINFO));
    }

    @Test
    void bound_tokens_that_were_not_asked_for_are_refused() {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.with("token_type", "DPoP"));

        assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
    }

    @Test
    void a_refresh_needs_the_key_that_was_kept() throws Exception {
        Rig rig = bound(UnaryOperator.identity());
        SignInResult result = rig.signIn();
        Secret key = result.tokens().orElseThrow().proofKey().orElseThrow();
        RefreshRequest request = RefreshRequest.of(
                result.identity(), result.tokens().orElseThrow().refreshToken().orElseThrow());
        Secret other = Secret.of(new ECKeyGenerator(Curve.P_256).generate().toJSONString());

        assertRefused(ErrorCode.PROVIDER_ERROR, () -> rig.refresh().refresh(request.proofKey(other)));
        assertEquals(
                Optional.of(key), rig.refresh().refresh(request.proofKey(key)).proofKey());
    }

    @Test
    void a_kept_key_that_cannot_sign_is_the_caller_s_mistake() throws Exception {
        Rig rig = bound(UnaryOperator.identity());
        SignInResult result = rig.signIn();
        RefreshRequest request = RefreshRequest.of(
                result.identity(), result.tokens().orElseThrow().refreshToken().orElseThrow());
        for (String unusable : List.of(
                "canary-not-a-key",
                new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString(),
                new ECKeyGenerator(Curve.P_384).generate().toJSONString())) {
            assertRefused(
                    ErrorCode.INVALID_REQUEST, () -> rig.refresh().refresh(request.proofKey(Secret.of(unusable))));
        }
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_nonce_beside_another_refusal_is_no_reason_to_ask_again() {
        Rig rig = Rig.with(
                provider -> provider, OAuthClient.Builder::proofOfPossession, simulation -> simulation.dpop(true));
        rig.provider.next(
                Endpoint.USERINFO,
                ProviderFault.of(new HttpTransport.Response(
                        401,
                        Map.of(
                                "WWW-Authenticate",
                                List.of("DPoP error=\"invalid_token\""),
                                "DPoP-Nonce",
                                List.of("fresh")),
                        new byte[0])));

        assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn);
        assertEquals(1, rig.provider.count(Endpoint.USERINFO));
    }

    @Test
    void the_address_in_a_proof_has_neither_query_nor_fragment() throws Exception {
        SignedJWT proof = SignedJWT.parse(ProofKey.generate()
                .proof("GET", URI.create("https://idp.example/a?b=c?d"), java.time.Instant.EPOCH, null, null));

        assertEquals("https://idp.example/a", proof.getJWTClaimsSet().getStringClaim("htu"));
        assertEquals("dpop+jwt", proof.getHeader().getType().getType());
        assertFalse(proof.getHeader().getJWK().isPrivate());
    }

    private static Rig bound(UnaryOperator<SimulatedProvider.Builder> simulation) {
        return Rig.with(
                provider -> provider,
                OAuthClient.Builder::proofOfPossession,
                builder -> simulation.apply(builder.dpop(true)));
    }

    private static ProviderFault challenge(int status, Map<String, List<String>> headers) {
        return ProviderFault.of(new HttpTransport.Response(
                status, headers, "{\"error\":\"use_dpop_nonce\"}".getBytes(StandardCharsets.UTF_8)));
    }

    private static SignedJWT proof(RecordedRequest request) throws java.text.ParseException {
        return SignedJWT.parse(request.header("DPoP").orElseThrow());
    }
}
