package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;

class ClientAuthenticationTest {
    private static final String LISTED = "token_endpoint_auth_methods_supported";
    private static final Secret LONG_SECRET = Secret.of("canary-client-secret-of-at-least-32-bytes");
    private static final InstantSource CLOCK = InstantSource.system();

    @Test
    void a_secret_can_go_in_the_body_and_then_goes_nowhere_else() throws Exception {
        Rig rig = Rig.with(
                provider -> provider.clientAuthentication(ClientAuthentication.clientSecretPost()),
                client -> client,
                simulation -> simulation.client(
                        Rig.registered().authenticatingBy(ClientAuthenticationMethod.CLIENT_SECRET_POST)));

        assertTrue(rig.signIn().assurance().idTokenVerified());

        RecordedRequest sent = rig.provider.requests(Endpoint.TOKEN).get(0);
        assertEquals(List.of(Rig.CLIENT_SECRET.reveal()), sent.form().get("client_secret"));
        assertEquals(List.of(Rig.CLIENT_ID), sent.form().get("client_id"));
        assertEquals(Optional.empty(), sent.header("Authorization"));
    }

    @Test
    void a_secret_can_sign_an_assertion_and_is_then_not_sent() throws Exception {
        Rig rig = Rig.with(
                provider -> provider,
                client -> client.secret(LONG_SECRET).authentication(ClientAuthentication.clientSecretJwt(CLOCK)),
                simulation -> simulation
                        .clock(CLOCK)
                        .client(Rig.registered()
                                .withSecret(LONG_SECRET)
                                .authenticatingBy(ClientAuthenticationMethod.CLIENT_SECRET_JWT)));
        // The simulated provider is in the present here, because that is when the assertion is made.
        rig.setClock(CLOCK.instant());

        assertTrue(rig.signIn().assurance().idTokenVerified());

        RecordedRequest sent = rig.provider.requests(Endpoint.TOKEN).get(0);
        assertFalse(sent.body().contains(LONG_SECRET.reveal()));
        assertEquals(Optional.empty(), sent.header("Authorization"));
        assertEquals(
                "HS256",
                SignedJWT.parse(assertion(sent)).getHeader().getAlgorithm().getName());
    }

    @Test
    void a_secret_too_short_to_sign_with_is_the_administrator_s_matter() {
        Rig rig = Rig.with(
                provider -> provider,
                client -> client.authentication(ClientAuthentication.clientSecretJwt(CLOCK)),
                simulation -> simulation);

        assertEquals(
                Optional.of("/clientSecret"),
                assertRefused(ErrorCode.INVALID_CONFIGURATION, rig::signIn).detail(Detail.POINTER));
        assertEquals(0, rig.provider.count(Endpoint.TOKEN));
    }

    static Stream<JWK> goodKeys() throws Exception {
        return Stream.of(
                new RSAKeyGenerator(2048).keyID("k1").generate(),
                new RSAKeyGenerator(2048).algorithm(JWSAlgorithm.PS256).generate(),
                new ECKeyGenerator(Curve.P_256).generate());
    }

    @ParameterizedTest
    @MethodSource("goodKeys")
    void a_private_key_signs_assertions_that_are_short_lived_for_the_issuer_and_each_its_own(JWK key) throws Exception {
        Rig[] self = new Rig[1];
        InstantSource clock = () -> self[0].instant();
        Rig rig = Rig.with(
                provider -> provider,
                client -> client.secret(null)
                        .authentication(ClientAuthentication.privateKeyJwt(Secret.of(key.toJSONString()), clock)),
                simulation -> simulation.client(SimulatedClient.withPrivateKey(
                        Rig.CLIENT_ID,
                        key.toPublicJWK().toJSONString(),
                        Set.of(Rig.REDIRECT_URI),
                        Set.of("openid", "profile"))));
        self[0] = rig;

        assertTrue(rig.signIn().assurance().idTokenVerified());
        rig.signIn();

        List<RecordedRequest> sent = rig.provider.requests(Endpoint.TOKEN);
        JWTClaimsSet claims = SignedJWT.parse(assertion(sent.get(0))).getJWTClaimsSet();
        assertEquals(Rig.CLIENT_ID, claims.getIssuer());
        assertEquals(Rig.CLIENT_ID, claims.getSubject());
        assertEquals(List.of("https://huggingface.co"), claims.getAudience());
        assertEquals(rig.instant().plusSeconds(60), claims.getExpirationTime().toInstant());
        assertNotEquals(
                claims.getJWTID(),
                SignedJWT.parse(assertion(sent.get(1))).getJWTClaimsSet().getJWTID());
    }

    @Test
    void each_curve_has_its_algorithm() throws Exception {
        for (var expected :
                List.of(List.of(Curve.P_256, "ES256"), List.of(Curve.P_384, "ES384"), List.of(Curve.P_521, "ES512"))) {
            JWK key = new ECKeyGenerator((Curve) expected.get(0)).generate();
            ClientAuthentication authentication =
                    ClientAuthentication.privateKeyJwt(Secret.of(key.toJSONString()), CLOCK);
            TokenRequest request = authentication.authenticate(
                    TokenRequest.to(java.net.URI.create("https://idp.example/token"), "https://idp.example"),
                    OAuthClient.builder("client").build());
            String form = new String(request.toHttp().body(), java.nio.charset.StandardCharsets.UTF_8);
            String assertion = form.replaceFirst(".*client_assertion=", "");
            assertEquals(
                    expected.get(1),
                    SignedJWT.parse(assertion).getHeader().getAlgorithm().getName());
        }
    }

    static Stream<String> badKeys() throws Exception {
        return Stream.of(
                "{}",
                "-----BEGIN PRIVATE KEY-----",
                new RSAKeyGenerator(2048).generate().toPublicJWK().toJSONString(),
                new RSAKeyGenerator(1024, true).generate().toJSONString(),
                new RSAKeyGenerator(2048)
                        .algorithm(JWSAlgorithm.ES256)
                        .generate()
                        .toJSONString(),
                new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString(),
                new ECKeyGenerator(Curve.P_256)
                        .algorithm(JWSAlgorithm.ES384)
                        .generate()
                        .toJSONString(),
                new ECKeyGenerator(Curve.P_256)
                        .algorithm(JWSAlgorithm.HS256)
                        .generate()
                        .toJSONString(),
                new ECKeyGenerator(Curve.P_256).generate().toJSONString().replace("P-256", "secp256k1"),
                new OctetSequenceKeyGenerator(256).generate().toJSONString());
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void a_key_that_cannot_sign_is_found_when_the_configuration_is_read(String key) {
        var refusal = assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> ClientAuthentication.privateKeyJwt(Secret.of(key), InstantSource.system()));

        assertEquals(Optional.of("/privateKey"), refusal.detail(Detail.POINTER));
        assertEquals(
                "INVALID_CONFIGURATION: the private key is not a JSON Web Key of RSA with 2048 bits or of EC, or cannot"
                        + " sign (pointer=/privateKey)",
                refusal.getMessage());
    }

    @Test
    void without_a_choice_the_body_is_used_where_only_that_is_listed_and_the_header_everywhere_else() throws Exception {
        assertTrue(sentInBody(List.of("client_secret_post")));
        assertTrue(sentInBody(List.of("none", "private_key_jwt", "client_secret_post")));
        assertFalse(sentInBody(List.of("client_secret_post", "client_secret_basic")));
        assertFalse(sentInBody(List.of("private_key_jwt")));
        assertFalse(sentInBody(List.of()));
        assertFalse(sentInBody("client_secret_post"));
    }

    @Test
    void a_choice_is_kept_although_the_provider_does_not_list_it() throws Exception {
        Rig rig = Rig.discovered(
                client -> client.authentication(ClientAuthentication.clientSecretBasic()), simulation -> simulation);
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with(LISTED, List.of("client_secret_post")));

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertTrue(rig.provider
                .requests(Endpoint.TOKEN)
                .get(0)
                .header("Authorization")
                .isPresent());
    }

    private static boolean sentInBody(Object listed) throws InterruptedException {
        Rig rig = Rig.discovered(
                client -> client,
                simulation -> simulation.client(Rig.registered().allowingSecretInBody()));
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with(LISTED, listed));
        assertTrue(rig.signIn().assurance().idTokenVerified());
        RecordedRequest sent = rig.provider.requests(Endpoint.TOKEN).get(0);
        boolean inBody = sent.form().containsKey("client_secret");
        assertNotEquals(inBody, sent.header("Authorization").isPresent());
        return inBody;
    }

    private static String assertion(RecordedRequest request) {
        return request.form().getOrDefault("client_assertion", List.of()).get(0);
    }
}
