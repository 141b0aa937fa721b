package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/** client_secret_jwt and private_key_jwt (RFC 7523 section 3). */
class ClientAssertionTest {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String TOKEN_ENDPOINT = "https://huggingface.co/oauth/token";
    private static final String SECRET = "a secret of at least two hundred and fifty-six bits";

    private static ECKey curve;
    private static RSAKey rsa;

    private final Sample.Clock clock = new Sample.Clock();
    private final SimulatedClient client =
            SimulatedClient.withPrivateKey("jwt", curve.toPublicJWK().toJSONString(), List.of(), List.of("openid"));
    private final SimulatedProvider provider = Sample.provider(clock, builder -> builder.client(client));

    @BeforeAll
    static void makeKeys() throws Exception {
        curve = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        rsa = new RSAKeyGenerator(2048).generate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256"})
    void a_private_key_proves_who_the_client_is(String algorithm) throws Exception {
        JWK key = algorithm.equals("ES256") ? curve : rsa;
        provider.register(
                SimulatedClient.withPrivateKey("jwt", key.toPublicJWK().toJSONString(), List.of(), List.of("openid")));

        assertAccepted(ask(sign(JWSAlgorithm.parse(algorithm), key, claims(all -> all))));
    }

    @Test
    void a_secret_proves_it_by_its_hmac() throws Exception {
        registerSecret(SECRET, ClientAuthenticationMethod.CLIENT_SECRET_JWT);

        assertAccepted(ask(mac(SECRET)));
        assertRefused(ask(mac(SECRET.toUpperCase(Locale.ROOT))));
    }

    @Test
    void a_way_the_client_did_not_register_is_refused() throws Exception {
        registerSecret(SECRET, ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertRefused(ask(mac(SECRET)));

        registerSecret(SECRET, ClientAuthenticationMethod.CLIENT_SECRET_JWT);
        assertRefused(provider.send(Request.postForm(
                        provider.address(Endpoint.TOKEN).orElseThrow(), Map.of("grant_type", "authorization_code"))
                .header("Authorization", Sample.basic("jwt", SECRET))));
    }

    @Test
    void a_public_key_is_no_secret() throws Exception {
        assertRefused(ask(mac(client.publicKey().orElseThrow())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://huggingface.co", TOKEN_ENDPOINT})
    void the_audience_is_the_issuer_or_the_token_endpoint(String audience) throws Exception {
        assertAccepted(ask(sign(all -> all.audience(audience))));
    }

    @Test
    void another_audience_is_refused() throws Exception {
        assertRefused(ask(sign(all -> all.audience("https://attacker.example"))));
        assertRefused(ask(sign(all -> all.audience((String) null))));
    }

    @Test
    void issuer_and_subject_are_the_client() throws Exception {
        assertRefused(ask(sign(all -> all.issuer("another"))));
        assertRefused(ask(sign(all -> all.subject(Sample.PUBLIC.clientId()))));
        assertRefused(ask(sign(all -> all.issuer(null))));
    }

    @Test
    void it_expires() throws Exception {
        Instant now = clock.instant();

        assertRefused(ask(sign(all -> all.expirationTime(null))));
        assertRefused(ask(sign(all -> all.expirationTime(Date.from(now)))));
        assertRefused(ask(sign(all -> all.notBeforeTime(Date.from(now.plusSeconds(1))))));
        String late = sign(all -> all);
        clock.advance(Duration.ofSeconds(60));
        assertRefused(ask(late));
    }

    @Test
    void it_serves_once() throws Exception {
        String assertion = sign(all -> all);

        assertAccepted(ask(assertion));
        assertRefused(ask(assertion));
        assertRefused(ask(sign(all -> all.jwtID(null))));
    }

    @Test
    void it_is_signed_by_the_registered_key() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        ECKey renamed = new ECKey.Builder(curve).keyID("two").build();

        assertRefused(ask(sign(JWSAlgorithm.ES256, other, claims(all -> all))));
        assertRefused(ask(sign(JWSAlgorithm.ES256, renamed, claims(all -> all))));
        assertRefused(ask("not-a-jwt"));
    }

    @Test
    void its_signature_can_be_taken_for_granted_and_nothing_else() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        ECKey renamed = new ECKey.Builder(curve).keyID("two").build();
        provider.takeClientSignaturesForGranted(true);

        String assertion = sign(JWSAlgorithm.ES256, other, claims(all -> all));
        assertAccepted(ask(assertion));
        assertRefused(ask(assertion));
        assertRefused(ask(sign(JWSAlgorithm.ES256, renamed, claims(all -> all))));
        assertRefused(ask(sign(JWSAlgorithm.ES256, other, claims(all -> all.audience("https://attacker.example")))));
        registerSecret(SECRET, ClientAuthenticationMethod.CLIENT_SECRET_JWT);
        assertRefused(ask(mac(SECRET.toUpperCase(Locale.ROOT))));

        provider.register(client);
        provider.takeClientSignaturesForGranted(false);
        assertRefused(ask(sign(JWSAlgorithm.ES256, other, claims(all -> all))));
    }

    @Test
    void it_comes_alone() throws Exception {
        Map<String, String> form = form(sign(all -> all));
        form.put("client_secret", "something");
        assertRefused(send(form));

        form = form(sign(all -> all));
        form.put("client_id", "another");
        assertRefused(send(form));

        form = form(sign(all -> all));
        form.put("client_assertion_type", "urn:example:other");
        assertRefused(send(form));

        form = form(sign(all -> all));
        form.put("client_id", "jwt");
        assertAccepted(send(form));
    }

    @Test
    void a_private_key_cannot_be_registered_by_mistake() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SimulatedClient.withPrivateKey("jwt", curve.toJSONString(), List.of(), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SimulatedClient.withPrivateKey("jwt", "no key", List.of(), List.of()));
    }

    /** Past the authentication, the grant type is looked at. */
    private static void assertAccepted(Response response) {
        Sample.assertError(400, "unsupported_grant_type", response);
    }

    private static void assertRefused(Response response) {
        Sample.assertError(401, "invalid_client", response);
    }

    private void registerSecret(String secret, ClientAuthenticationMethod method) {
        provider.register(SimulatedClient.confidential("jwt", Secret.of(secret), List.of(), List.of())
                .authenticatingBy(method));
    }

    private String mac(String key) throws Exception {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(all -> all));
        jwt.sign(new MACSigner(key));
        return jwt.serialize();
    }

    private String sign(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return sign(JWSAlgorithm.ES256, curve, claims(change));
    }

    private static String sign(JWSAlgorithm algorithm, JWK key, JWTClaimsSet claims) throws Exception {
        JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm);
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer("jwt")
                        .subject("jwt")
                        .audience(TOKEN_ENDPOINT)
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(clock.instant().plusSeconds(60))))
                .build();
    }

    private Response ask(String assertion) throws InterruptedException {
        return send(form(assertion));
    }

    private static Map<String, String> form(String assertion) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "other");
        form.put("client_assertion_type", TYPE);
        form.put("client_assertion", assertion);
        return form;
    }

    private Response send(Map<String, String> form) throws InterruptedException {
        assertEquals(
                TOKEN_ENDPOINT, provider.address(Endpoint.TOKEN).orElseThrow().toString());
        return provider.send(Request.postForm(provider.address(Endpoint.TOKEN).orElseThrow(), form));
    }
}
