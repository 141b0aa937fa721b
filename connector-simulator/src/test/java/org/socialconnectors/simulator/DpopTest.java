package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;

/** RFC 9449. */
class DpopTest {
    private static final String TOKEN = "https://huggingface.co/oauth/token";
    private static final String USERINFO = "https://huggingface.co/oauth/userinfo";
    private static ECKey key;
    private static ECKey otherKey;

    private final Sample.Clock clock = new Sample.Clock();
    private final SimulatedProvider provider = Sample.provider(clock, builder -> builder.dpop(true));

    @BeforeAll
    static void makeKeys() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).generate();
        otherKey = new ECKeyGenerator(Curve.P_256).generate();
    }

    @Test
    void tokens_are_bound_to_the_key_of_the_proof() throws Exception {
        JsonObject tokens = tokens();
        String accessToken = tokens.text("access_token");

        assertEquals("DPoP", tokens.text("token_type"));
        assertEquals(200, userinfo(accessToken, proofFor(accessToken, key)).status());
        assertUnauthorized("invalid_token", userinfo(accessToken, proofFor(accessToken, otherKey)));
        assertUnauthorized("invalid_token", Sample.userinfo(provider, accessToken));
        assertUnauthorized(
                "invalid_token",
                provider.send(Request.get(provider.address(Endpoint.USERINFO).orElseThrow())
                        .header("Authorization", "DPoP " + accessToken)));
    }

    @Test
    void without_a_proof_there_are_bearer_tokens() throws Exception {
        JsonObject tokens = Sample.tokens(provider, "openid", Persona.NO_EMAIL);

        assertEquals("bearer", tokens.text("token_type"));
        assertEquals(200, Sample.userinfo(provider, tokens.text("access_token")).status());
        assertUnauthorized(
                "invalid_token", userinfo(tokens.text("access_token"), proofFor(tokens.text("access_token"), key)));
    }

    @Test
    void a_provider_without_it_ignores_the_header() throws Exception {
        SimulatedProvider plain = Sample.provider(clock);

        Response response = token(plain, code(plain), proof(key, all -> all));

        assertEquals("bearer", Sample.json(response).text("token_type"));
    }

    @Test
    void a_refresh_token_is_bound_too() throws Exception {
        Map<String, String> form =
                Map.of("grant_type", "refresh_token", "refresh_token", tokens().text("refresh_token"));

        Sample.assertError(400, "invalid_grant", Sample.token(provider, form));
        Sample.assertError(400, "invalid_grant", token(provider, form, proof(otherKey, all -> all)));
        Response refreshed = token(provider, form, proof(key, all -> all));
        assertEquals("DPoP", Sample.json(refreshed).text("token_type"));
    }

    @ParameterizedTest
    @CsvSource({"HTTPS://huggingface.co/oauth/token", "https://HuggingFace.co:443/oauth/%74oken"})
    void an_address_that_is_equivalent_will_do(String htu) throws Exception {
        String proof = proof(key, all -> all.claim("htu", htu));
        assertEquals(200, token(provider, code(provider), proof).status());
    }

    @ParameterizedTest
    @CsvSource({"EdDSA", "Ed25519"})
    void an_edwards_key_will_do(String algorithm) throws Exception {
        SigningKey edwards = SigningKey.generate(SigningAlgorithm.EDDSA, 0);
        String input = input(header(algorithm, edwards).build());
        assertEquals(
                200, token(provider, code(provider), signed(input, edwards)).status());
    }

    @Test
    void an_edwards_signature_is_of_the_key_it_shows_by_its_algorithm() throws Exception {
        SigningKey edwards = SigningKey.generate(SigningAlgorithm.EDDSA, 0);
        String input = input(header("EdDSA", edwards).build());
        SigningKey another = SigningKey.generate(SigningAlgorithm.EDDSA, 0);
        // RFC 7515 section 4.1.11.
        JWSHeader critical = header("EdDSA", edwards)
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();
        for (String wrong : List.of(
                signed(input, another),
                input + ".AAAA",
                signed(input(header("ES256", edwards).build()), edwards),
                signed(input(critical), edwards))) {
            Sample.assertError(400, "invalid_dpop_proof", token(provider, code(provider), wrong));
        }
    }

    @Test
    void there_is_one_proof() throws Exception {
        String two = proof(key, all -> all) + ", " + proof(key, all -> all);
        Sample.assertError(400, "invalid_dpop_proof", token(provider, code(provider), two));
    }

    @ParameterizedTest
    @CsvSource({
        "htm, GET",
        "htm,",
        "htu, https://huggingface.co/oauth/userinfo",
        "htu, https://attacker.example/oauth/token",
        "htu,",
        "jti,",
        "iat,"
    })
    void a_proof_is_refused_with_another(String claim, String value) throws Exception {
        Sample.assertError(
                400, "invalid_dpop_proof", token(provider, code(provider), proof(key, all -> all.claim(claim, value))));
    }

    @Test
    void a_proof_is_fresh_and_serves_once() throws Exception {
        String proof = proof(key, all -> all);
        clock.advance(Duration.ofSeconds(60));
        assertEquals(200, token(provider, code(provider), proof).status());
        Sample.assertError(400, "invalid_dpop_proof", token(provider, code(provider), proof));

        String old = proof(key, all -> all);
        clock.advance(Duration.ofSeconds(61));
        Sample.assertError(400, "invalid_dpop_proof", token(provider, code(provider), old));
        Sample.assertError(
                400,
                "invalid_dpop_proof",
                token(
                        provider,
                        code(provider),
                        proof(
                                key,
                                all -> all.issueTime(Date.from(clock.instant().plusSeconds(61))))));
    }

    @Test
    void a_proof_is_signed_by_the_key_it_shows_and_says_what_it_is() throws Exception {
        Sample.assertError(
                400, "invalid_dpop_proof", token(provider, code(provider), proof(otherKey, key, "dpop+jwt")));
        Sample.assertError(400, "invalid_dpop_proof", token(provider, code(provider), proof(key, key, "JWT")));
        Sample.assertError(400, "invalid_dpop_proof", token(provider, code(provider), "nonsense"));
    }

    @Test
    void its_signature_can_be_taken_for_granted_and_nothing_else() throws Exception {
        provider.takeClientSignaturesForGranted(true);

        assertEquals(
                200,
                token(provider, code(provider), proof(otherKey, key, "dpop+jwt"))
                        .status());
        Sample.assertError(400, "invalid_dpop_proof", token(provider, code(provider), proof(otherKey, key, "JWT")));
        String accessToken = tokens().text("access_token");
        assertUnauthorized("invalid_token", userinfo(accessToken, proofFor(accessToken, otherKey)));
    }

    @Test
    void at_userinfo_a_proof_names_the_access_token() throws Exception {
        String accessToken = tokens().text("access_token");

        assertUnauthorized("invalid_dpop_proof", userinfo(accessToken, proofFor("another", key)));
        String proof = proofFor(accessToken, key);
        assertEquals(200, userinfo(accessToken, proof).status());
        assertUnauthorized("invalid_dpop_proof", userinfo(accessToken, proof));
    }

    @Test
    void a_code_can_be_bound_from_the_start() throws Exception {
        Map<String, String> request = Sample.authorization(Sample.CONFIDENTIAL, "openid");
        request.put("dpop_jkt", key.computeThumbprint().toString());

        Sample.assertError(400, "invalid_grant", token(provider, code(provider, request), proof(otherKey, all -> all)));
        assertEquals(
                200,
                token(provider, code(provider, request), proof(key, all -> all)).status());
    }

    @Test
    void a_nonce_can_be_demanded_without_spending_the_code() throws Exception {
        SimulatedProvider strict =
                Sample.provider(clock, builder -> builder.dpop(true).dpopNonceRequired(true));
        Map<String, String> form = code(strict);

        Response challenge = token(strict, form, proof(key, all -> all));
        Sample.assertError(400, "use_dpop_nonce", challenge);
        String nonce = challenge.header("DPoP-Nonce").orElseThrow();
        Response answer = token(strict, form, proof(key, all -> all.claim("nonce", nonce)));
        assertEquals(200, answer.status());
        assertEquals(Optional.of(nonce), answer.header("DPoP-Nonce"));

        String accessToken = Sample.json(answer).text("access_token");
        strict.rotateDpopNonce();
        Response stale = userinfo(strict, accessToken, proofFor(accessToken, key, nonce));
        assertUnauthorized("use_dpop_nonce", stale);
        String fresh = stale.header("DPoP-Nonce").orElseThrow();
        assertNotEquals(nonce, fresh);
        assertEquals(
                200,
                userinfo(strict, accessToken, proofFor(accessToken, key, fresh)).status());
    }

    private static void assertUnauthorized(String error, Response response) {
        assertEquals(401, response.status());
        String challenge = response.header("WWW-Authenticate").orElseThrow();
        assertTrue(challenge.equals("DPoP error=\"" + error + "\""), challenge);
    }

    private JsonObject tokens() throws Exception {
        return Sample.json(token(provider, code(provider), proof(key, all -> all)));
    }

    private static Map<String, String> code(SimulatedProvider provider) {
        return code(provider, Sample.authorization(Sample.CONFIDENTIAL, "openid"));
    }

    private static Map<String, String> code(SimulatedProvider provider, Map<String, String> request) {
        return Sample.exchange(
                Sample.query(provider.authorize(Sample.authorizationUri(provider, request), Persona.NO_EMAIL))
                        .get("code"));
    }

    private static Response token(SimulatedProvider provider, Map<String, String> form, String proof)
            throws InterruptedException {
        return provider.send(Request.postForm(provider.address(Endpoint.TOKEN).orElseThrow(), form)
                .header("Authorization", Sample.basic(Sample.CONFIDENTIAL.clientId(), Sample.SECRET))
                .header("DPoP", proof));
    }

    private Response userinfo(String accessToken, String proof) throws InterruptedException {
        return userinfo(provider, accessToken, proof);
    }

    private static Response userinfo(SimulatedProvider provider, String accessToken, String proof)
            throws InterruptedException {
        return provider.send(Request.get(provider.address(Endpoint.USERINFO).orElseThrow())
                .header("Authorization", "DPoP " + accessToken)
                .header("DPoP", proof));
    }

    private String proof(ECKey signing, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return sign(signing, signing, "dpop+jwt", change.apply(claims("POST", TOKEN)));
    }

    private String proof(ECKey signing, ECKey shown, String type) throws Exception {
        return sign(signing, shown, type, claims("POST", TOKEN));
    }

    private String proofFor(String accessToken, ECKey signing) throws Exception {
        return sign(signing, signing, "dpop+jwt", claims("GET", USERINFO).claim("ath", hash(accessToken)));
    }

    private String proofFor(String accessToken, ECKey signing, String nonce) throws Exception {
        return sign(
                signing,
                signing,
                "dpop+jwt",
                claims("GET", USERINFO).claim("ath", hash(accessToken)).claim("nonce", nonce));
    }

    private JWTClaimsSet.Builder claims(String method, String uri) {
        return new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", uri)
                .issueTime(Date.from(clock.instant()));
    }

    private static String sign(ECKey signing, ECKey shown, String type, JWTClaimsSet.Builder claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .jwk(shown.toPublicJWK())
                        .build(),
                claims.build());
        jwt.sign(new ECDSASigner(signing));
        return jwt.serialize();
    }

    private static JWSHeader.Builder header(String algorithm, SigningKey shown) {
        return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(shown.publicJwk());
    }

    private String input(JWSHeader header) {
        return header.toBase64URL() + "."
                + claims("POST", TOKEN).build().toPayload().toBase64URL();
    }

    private static String signed(String input, SigningKey signing) {
        return input + "." + signing.sign(input.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String text) throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
