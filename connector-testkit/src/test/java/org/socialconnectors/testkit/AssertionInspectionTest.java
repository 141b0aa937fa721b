package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.simulator.ClientAuthenticationMethod;

/** An assertion that is wrong in one point is told that point, and no other. */
class AssertionInspectionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SECRET = "a-secret-of-32-bytes-for-the-mac";
    private static ECKey key;

    private final AssertionInspection inspection = inspection(PRIVATE_KEY_JWT);

    @BeforeAll
    static void makeKey() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).generate();
    }

    @Test
    void a_right_assertion_has_nothing_wrong() throws Exception {
        assertEquals(List.of(), inspection.findings(signed(claims -> claims)));
        assertEquals(
                List.of(),
                inspection.findings(signed(claims -> claims.jwtID("2")
                        .audience(List.of("https://id.example", "https://id.example/token"))
                        .expirationTime(at(Duration.ofMinutes(10)))
                        .notBeforeTime(Date.from(NOW))
                        .issueTime(Date.from(NOW)))));
    }

    @Test
    void it_is_of_the_client_about_the_client() throws Exception {
        assertEquals(List.of("its iss is not the client ID"), wrong(claims -> claims.issuer("other")));
        assertEquals(List.of("its sub is not the client ID"), wrong(claims -> claims.subject("other")));
        assertEquals(List.of("its sub is not the client ID"), wrong(claims -> claims.subject(null)));
    }

    @Test
    void it_is_for_the_provider_and_for_nobody_else() throws Exception {
        for (List<String> audience :
                List.of(List.<String>of(), List.of("https://other.example"), List.of("https://id.example", "other"))) {
            assertEquals(
                    List.of("its aud " + audience + " is not the provider alone: its issuer, or an endpoint of it"),
                    wrong(claims -> claims.audience(audience)));
        }
    }

    @Test
    void it_can_be_used_once() throws Exception {
        assertEquals(List.of("it has no jti"), wrong(claims -> claims.jwtID(null)));
        assertEquals(List.of("it has no jti"), wrong(claims -> claims.jwtID("")));
        inspection.findings(signed(claims -> claims));
        assertEquals(List.of("its jti was used before"), inspection.findings(signed(claims -> claims)));
    }

    @Test
    void it_ends_within_ten_minutes() throws Exception {
        List<String> told = List.of("its exp is not within the next 10 minutes of the context's clock");
        assertEquals(told, wrong(claims -> claims.expirationTime(null)));
        assertEquals(told, wrong(claims -> claims.expirationTime(Date.from(NOW))));
        assertEquals(told, wrong(claims -> claims.expirationTime(at(Duration.ofSeconds(601)))));
    }

    @Test
    void it_begins_at_once() throws Exception {
        List<String> told = List.of("its nbf or iat is ahead of the context's clock");
        assertEquals(told, wrong(claims -> claims.notBeforeTime(at(Duration.ofSeconds(1)))));
        assertEquals(told, wrong(claims -> claims.issueTime(at(Duration.ofSeconds(1)))));
    }

    @Test
    void its_algorithm_is_of_the_declared_kind() throws Exception {
        assertEquals(
                List.of("its alg, ES256, is not one of client_secret_jwt"),
                inspection(CLIENT_SECRET_JWT).findings(signed(claims -> claims)));
        assertEquals(
                List.of("its alg, HS256, is not one of private_key_jwt"),
                inspection.findings(authenticated(claims -> claims)));
        assertEquals(List.of(), inspection(CLIENT_SECRET_JWT).findings(authenticated(claims -> claims)));
    }

    @Test
    void it_carries_no_secret() throws Exception {
        assertEquals(List.of("it carries the client secret"), wrong(claims -> claims.claim("note", SECRET)));
        SignedJWT inHeader = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(SECRET).build(), right().build());
        inHeader.sign(new ECDSASigner(key));
        assertEquals(List.of("it carries the client secret"), inspection.findings(inHeader.serialize()));
    }

    @Test
    void what_is_no_signed_jwt_is_told() {
        List<String> told = List.of("it is not a signed JWT");
        assertEquals(told, inspection.findings("neither"));
        String header = Base64URL.encode("{\"alg\":\"ES256\"}").toString();
        assertEquals(told, inspection.findings(header + "." + Base64URL.encode("claims") + ".AAAA"));
        assertEquals(told, inspection.findings(Base64URL.encode("{\"alg\":\"none\"}") + ".e30."));
        assertEquals(told, inspection.findings(Base64URL.encode("header") + ".e30.AAAA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    void a_private_key_in_its_header_is_told_by_any_of_its_members(String member) {
        String header = Base64URL.encode("{\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"" + member + "\":\"AAAA\"}}")
                .toString();
        assertEquals(
                List.of("its header shows a private key"),
                inspection.findings(header + "." + Base64URL.encode("{}") + ".AAAA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "{}", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}"})
    void a_jwk_in_its_header_that_is_no_key_is_told(String jwk) {
        String header =
                Base64URL.encode("{\"alg\":\"ES256\",\"jwk\":" + jwk + "}").toString();
        assertEquals(
                List.of("the jwk in its header is not a key"),
                inspection.findings(header + "." + Base64URL.encode("{}") + ".AAAA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "nbf", "iat"})
    void a_time_that_is_no_number_is_told(String claim) throws Exception {
        assertEquals(List.of("its " + claim + " is not a number"), wrong(claims -> claims.claim(claim, "soon")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "jti"})
    void a_name_that_is_no_text_is_told(String claim) throws Exception {
        assertEquals(List.of("its " + claim + " is not text"), wrong(claims -> claims.claim(claim, 1L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{}", "[\"https://id.example\",1]"})
    void an_audience_that_is_neither_text_nor_texts_is_told(String audience) {
        String claims = "{\"iss\":\"client\",\"aud\":" + audience + "}";
        assertEquals(
                List.of("its aud is neither text nor a list of texts"),
                inspection.findings(
                        Base64URL.encode("{\"alg\":\"ES256\"}") + "." + Base64URL.encode(claims) + ".AAAA"));
    }

    @Test
    void all_claims_of_a_wrong_type_are_told_at_once() throws Exception {
        assertEquals(
                List.of("its jti is not text", "its exp is not a number"),
                wrong(claims -> claims.claim("jti", 1L).claim("exp", "soon")));
    }

    @Test
    void a_public_key_in_its_header_is_no_secret() throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(key.toPublicJWK()).build(), right().build());
        jwt.sign(new ECDSASigner(key));
        assertEquals(List.of(), inspection.findings(jwt.serialize()));
        assertTrue(jwt.getHeader().getJWK() != null);
    }

    private List<String> wrong(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return inspection(PRIVATE_KEY_JWT).findings(signed(change));
    }

    private static AssertionInspection inspection(ClientAuthenticationMethod declared) {
        return new AssertionInspection(
                "client",
                declared,
                Set.of("https://id.example", "https://id.example/token"),
                NOW,
                new Canaries().add("client secret", SECRET));
    }

    private static String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.ES256), change.apply(right()).build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static String authenticated(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256), change.apply(right()).build());
        jwt.sign(new MACSigner(SECRET));
        return jwt.serialize();
    }

    private static JWTClaimsSet.Builder right() {
        return new JWTClaimsSet.Builder()
                .issuer("client")
                .subject("client")
                .audience("https://id.example/token")
                .jwtID("1")
                .expirationTime(at(Duration.ofMinutes(1)));
    }

    private static Date at(Duration later) {
        return Date.from(NOW.plus(later));
    }
}
