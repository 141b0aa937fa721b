package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;

/** A proof of possession that is wrong in one point is told that point, and no other. */
class ProofInspectionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TOKEN = "https://id.example/token";
    /** SHA-256 of "access", base64url. */
    private static final String HASH = "oFYf1knNtrqnhAVfBRuteW6gr-8X_KOCGVSd7rpOjBo";

    private static ECKey key;
    private static ECKey other;

    private final ProofInspection inspection = new ProofInspection(NOW, Set.of("given"));

    @BeforeAll
    static void makeKeys() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).generate();
        other = new ECKeyGenerator(Curve.P_256).generate();
    }

    @Test
    void a_right_proof_has_nothing_wrong_and_its_key_is_remembered() throws Exception {
        assertEquals(List.of(), wrong(claims -> claims));
        assertEquals(Set.of(key.computeThumbprint().toString()), inspection.thumbprints());
        assertEquals(List.of(), wrong(claims -> claims.jwtID("2").claim("nonce", "given")));
    }

    @Test
    void an_rsa_key_will_do() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        JWSHeader header = header(JWSAlgorithm.RS256, rsa.toPublicJWK()).build();
        assertEquals(List.of(), inspection.findings(token(signed(header, right(), new RSASSASigner(rsa)))));
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN", "USERINFO", "RESOURCE"})
    void where_tokens_are_given_or_used_there_is_one(Endpoint endpoint) {
        assertEquals(List.of("there is none"), inspection.findings(request(endpoint, TOKEN, Map.of())));
    }

    @Test
    void elsewhere_none_is_needed() {
        assertEquals(List.of(), inspection.findings(request(Endpoint.REVOCATION, TOKEN, Map.of())));
    }

    @Test
    void its_header_says_what_it_is() throws Exception {
        assertEquals(
                List.of("its typ is not dpop+jwt"),
                inspection.findings(token(signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .jwk(key.toPublicJWK())
                                .build(),
                        right(),
                        new ECDSASigner(key)))));
        assertEquals(
                List.of("its typ is not dpop+jwt"),
                fresh().findings(token(signed(
                        header(JWSAlgorithm.ES256, key.toPublicJWK())
                                .type(JOSEObjectType.JWT)
                                .build(),
                        right(),
                        new ECDSASigner(key)))));
    }

    @Test
    void its_header_has_the_public_key_with_which_it_is_signed() throws Exception {
        assertEquals(
                List.of("its header has no jwk"),
                inspection.findings(token(signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(new JOSEObjectType("dpop+jwt"))
                                .build(),
                        right(),
                        new ECDSASigner(key)))));
        assertEquals(Set.of(), inspection.thumbprints());
        assertEquals(
                List.of("its signature is not of the key in its header"),
                fresh().findings(token(signed(
                        header(JWSAlgorithm.ES256, other.toPublicJWK()).build(), right(), new ECDSASigner(key)))));
    }

    @Test
    void a_shared_key_proves_nothing() throws Exception {
        OctetSequenceKey shared = new OctetSequenceKeyGenerator(256).generate();
        JWSHeader plain = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("dpop+jwt"))
                .build();
        List<String> findings = fresh().findings(token(signed(plain, right(), new MACSigner(shared))));
        assertEquals(List.of("its header has no jwk"), findings);
    }

    @Test
    void an_algorithm_that_is_not_the_keys_is_refused() throws Exception {
        JWSHeader header = header(JWSAlgorithm.HS256, key.toPublicJWK()).build();
        byte[] publicBytes = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertEquals(
                List.of("its signature is not of the key in its header"),
                fresh().findings(token(signed(header, right(), new MACSigner(publicBytes)))));
    }

    @Test
    void its_header_shows_no_private_key() {
        String header = Base64URL.encode("{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":" + key.toJSONString() + "}")
                .toString();
        assertEquals(
                List.of("its header shows a private key"),
                inspection.findings(token(header + "." + Base64URL.encode("{}") + ".AAAA")));
        assertEquals(Set.of(), inspection.thumbprints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"})
    void an_edwards_key_will_do(String algorithm) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String proof = edwards(algorithm, "Ed25519", pair.getPublic(), pair);
        assertEquals(List.of(), inspection.findings(token(proof)));
        assertEquals(1, inspection.thumbprints().size());
    }

    @Test
    void an_edwards_signature_is_of_the_key_in_the_header_by_its_algorithm() throws Exception {
        List<String> wrong = List.of("its signature is not of the key in its header");
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair another = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String right = edwards("EdDSA", "Ed25519", pair.getPublic(), pair);
        String withoutSignature = right.substring(0, right.lastIndexOf('.') + 1);

        assertEquals(wrong, fresh().findings(token(edwards("EdDSA", "Ed25519", another.getPublic(), pair))));
        assertEquals(wrong, fresh().findings(token(edwards("ES256", "Ed25519", pair.getPublic(), pair))));
        assertEquals(wrong, fresh().findings(token(edwards("EdDSA", "X25519", pair.getPublic(), pair))));
        assertEquals(wrong, fresh().findings(token(withoutSignature + "AAAA")));
    }

    /** RFC 7515 section 4.1.11. */
    @Test
    void what_an_edwards_proof_declares_critical_is_not_passed_over() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String header = "{\"alg\":\"EdDSA\",\"typ\":\"dpop+jwt\",\"crit\":[\"exp\"],\"exp\":1,\"jwk\":"
                + jwk("Ed25519", pair.getPublic()) + "}";
        assertEquals(
                List.of("its signature is not of the key in its header"),
                inspection.findings(token(edwards(header, pair))));
    }

    @Test
    void a_key_of_a_length_that_no_edwards_key_has_verifies_nothing() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String header = "{\"alg\":\"EdDSA\",\"typ\":\"dpop+jwt\",\"jwk\":"
                + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}}";
        assertEquals(
                List.of("its signature is not of the key in its header"),
                inspection.findings(token(edwards(header, pair))));
    }

    @Test
    void a_second_proof_is_one_too_many() throws Exception {
        String proof = proof(claims -> claims);
        assertEquals(List.of("there is more than one"), inspection.findings(token(proof + ", " + proof)));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("DPoP", proof);
        headers.put("dpop", proof);
        assertEquals(
                List.of("there is more than one"),
                inspection.findings(new RecordedRequest(Endpoint.TOKEN, "POST", URI.create(TOKEN), headers, "")));
    }

    @ParameterizedTest
    @CsvSource({"iat, number", "htm, text", "htu, text", "jti, text", "nonce, text", "ath, text"})
    void a_claim_of_another_type_is_named(String claim, String type) throws Exception {
        Object mistyped = type.equals("text") ? 1L : "now";
        String said = type.equals("text") ? "text" : "a number";
        assertEquals(List.of("its " + claim + " is not " + said), wrong(claims -> claims.claim(claim, mistyped)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS://id.example/token", "https://ID.example/token", "https://id.example:443/%74oken"})
    void its_address_may_be_written_in_an_equivalent_way(String address) throws Exception {
        assertEquals(List.of(), wrong(claims -> claims.claim("htu", address)));
    }

    @Test
    void it_has_an_address() throws Exception {
        assertEquals(
                List.of("its htu is not the request's address without query"),
                wrong(claims -> claims.claim("htu", null)));
    }

    @Test
    void it_can_be_used_once() throws Exception {
        assertEquals(List.of("it has no jti"), wrong(claims -> claims.jwtID(null)));
        assertEquals(List.of("it has no jti"), wrong(claims -> claims.jwtID("")));
        wrong(claims -> claims);
        assertEquals(List.of("its jti was used before"), wrong(claims -> claims));
    }

    @Test
    void it_is_for_this_method_at_this_address() throws Exception {
        assertEquals(List.of("its htm is not the request's method"), wrong(claims -> claims.claim("htm", "GET")));
        assertEquals(
                List.of("its htu is not the request's address without query"),
                wrong(claims -> claims.jwtID("2").claim("htu", TOKEN + "?x=y")));
        assertEquals(
                List.of(),
                fresh().findings(request(
                        Endpoint.TOKEN, TOKEN + "?x=y", Map.of(ProofInspection.HEADER, proof(claims -> claims)))));
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 0, 60})
    void it_is_issued_now_or_within_a_minute(long seconds) throws Exception {
        assertEquals(List.of(), wrong(claims -> claims.issueTime(Date.from(NOW.plusSeconds(seconds)))));
    }

    @Test
    void it_is_not_of_another_time() throws Exception {
        List<String> told = List.of("its iat is not the time of the context's clock");
        assertEquals(told, wrong(claims -> claims.issueTime(null)));
        assertEquals(told, wrong(claims -> claims.jwtID("2").issueTime(Date.from(NOW.plus(Duration.ofSeconds(61))))));
        assertEquals(told, wrong(claims -> claims.jwtID("3").issueTime(Date.from(NOW.minus(Duration.ofSeconds(61))))));
    }

    @Test
    void its_nonce_is_the_providers() throws Exception {
        assertEquals(
                List.of("its nonce is not one that the provider gave"),
                wrong(claims -> claims.claim("nonce", "invented")));
    }

    @ParameterizedTest
    @EnumSource(names = {"USERINFO", "RESOURCE"})
    void beside_an_access_token_it_is_bound_to_it(Endpoint endpoint) throws Exception {
        UnaryOperator<JWTClaimsSet.Builder> bound = claims -> claims.claim("ath", HASH);
        assertEquals(List.of(), using(endpoint, "DPoP access", bound));
        assertEquals(List.of(), using(endpoint, "dpop access", bound));
        assertEquals(
                List.of("beside it the access token is not sent with the scheme DPoP"),
                using(endpoint, "Bearer access", bound));
        assertEquals(List.of("its ath is not the hash of the access token"), using(endpoint, "DPoP another", bound));
        assertEquals(
                List.of("its ath is not the hash of the access token"),
                using(endpoint, "DPoP access", claims -> claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"neither", "a.b.c", ""})
    void what_is_no_signed_jwt_is_told(String proof) {
        assertEquals(List.of("it is not a signed JWT"), inspection.findings(token(proof)));
    }

    @Test
    void proofs_of_two_keys_are_told_apart() throws Exception {
        wrong(claims -> claims);
        inspection.findings(token(signed(
                header(JWSAlgorithm.ES256, other.toPublicJWK()).build(), right().jwtID("2"), new ECDSASigner(other))));
        assertEquals(2, inspection.thumbprints().size());
        assertNotEquals(key.computeThumbprint(), other.computeThumbprint());
    }

    private List<String> wrong(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return inspection.findings(token(proof(change)));
    }

    private static List<String> using(
            Endpoint endpoint, String authorization, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        Map<String, String> headers = Map.of(ProofInspection.HEADER, proof(change), "Authorization", authorization);
        return fresh().findings(request(endpoint, TOKEN, headers));
    }

    private static ProofInspection fresh() {
        return new ProofInspection(NOW, Set.of());
    }

    private static String proof(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(
                header(JWSAlgorithm.ES256, key.toPublicJWK()).build(), change.apply(right()), new ECDSASigner(key));
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, JWK shown) {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(shown);
    }

    private static String signed(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String edwards(String algorithm, String curve, PublicKey shown, KeyPair signing) throws Exception {
        return edwards(
                "{\"alg\":\"" + algorithm + "\",\"typ\":\"dpop+jwt\",\"jwk\":" + jwk(curve, shown) + "}", signing);
    }

    private static String edwards(String header, KeyPair signing) throws Exception {
        String input = Base64URL.encode(header) + "."
                + Base64URL.encode(right().build().toString());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(signing.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
    }

    /** The key itself comes last in its DER form (RFC 8410 section 4). */
    private static String jwk(String curve, PublicKey shown) {
        byte[] der = shown.getEncoded();
        return "{\"kty\":\"OKP\",\"crv\":\"" + curve + "\",\"x\":\""
                + Base64URL.encode(Arrays.copyOfRange(der, der.length - 32, der.length)) + "\"}";
    }

    private static JWTClaimsSet.Builder right() {
        return new JWTClaimsSet.Builder()
                .jwtID("1")
                .claim("htm", "POST")
                .claim("htu", TOKEN)
                .issueTime(Date.from(NOW));
    }

    private static RecordedRequest token(String proof) {
        return request(Endpoint.TOKEN, TOKEN, Map.of(ProofInspection.HEADER, proof));
    }

    private static RecordedRequest request(Endpoint endpoint, String uri, Map<String, String> headers) {
        return new RecordedRequest(endpoint, "POST", URI.create(uri), new LinkedHashMap<>(headers), "");
    }
}
