package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.socialconnectors.simulator.ClientAuthenticationMethod;

class AssertionInspectionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ISSUER = "https://id.example";
    private static final String SECRET = "a-configured-client-secret-of-32-bytes";
    private static final JWSHeader HS256 = new JWSHeader(JWSAlgorithm.HS256);

    private final AssertionInspection inspection = inspection(CLIENT_SECRET_JWT);

    @Test
    void an_assertion_for_the_provider_that_ends_soon_is_right() throws JOSEException {
        assertEquals(List.of(), claims(claims -> claims));
        assertEquals(
                List.of(),
                claims(claims -> claims.audience(List.of(ISSUER, ISSUER + "/token"))
                        .jwtID("another")
                        .expirationTime(at(600))
                        .notBeforeTime(at(0))
                        .issueTime(at(0))));
    }

    @Test
    void it_is_of_and_about_the_client() throws JOSEException {
        assertEquals(List.of("its iss is not the client ID"), claims(claims -> claims.issuer("another")));
        assertEquals(
                List.of("its sub is not the client ID"),
                claims(claims -> claims.subject(null).jwtID("another")));
    }

    @Test
    void it_is_for_the_provider_alone() throws JOSEException {
        String finding = " is not the provider alone: its issuer, or an endpoint of it";
        assertEquals(
                List.of("its aud []" + finding),
                claims(claims -> claims.audience(List.of()).jwtID("1")));
        assertEquals(
                List.of("its aud [https://id.example, elsewhere]" + finding),
                claims(claims -> claims.audience(List.of(ISSUER, "elsewhere")).jwtID("2")));
    }

    @Test
    void it_has_an_id_of_its_own() throws JOSEException {
        assertEquals(List.of("it has no jti"), claims(claims -> claims.jwtID(null)));
        assertEquals(List.of("it has no jti"), claims(claims -> claims.jwtID("")));
        assertEquals(List.of(), claims(claims -> claims));
        assertEquals(List.of("its jti was used before"), claims(claims -> claims));
    }

    @Test
    void it_ends_soon_and_has_begun() throws JOSEException {
        List<String> end = List.of("its exp is not within the next 10 minutes of the context's clock");
        assertEquals(end, claims(claims -> claims.expirationTime(null).jwtID("1")));
        assertEquals(end, claims(claims -> claims.expirationTime(at(0)).jwtID("2")));
        assertEquals(end, claims(claims -> claims.expirationTime(at(601)).jwtID("3")));
        List<String> start = List.of("its nbf or iat is ahead of the context's clock");
        assertEquals(start, claims(claims -> claims.issueTime(at(1)).jwtID("4")));
        assertEquals(start, claims(claims -> claims.notBeforeTime(at(1)).jwtID("5")));
    }

    @Test
    void it_is_signed_as_declared() throws JOSEException {
        String jwt = signed(HS256, honest().build());
        assertEquals(
                List.of("its alg, HS256, is not one of private_key_jwt"),
                inspection(PRIVATE_KEY_JWT).findings(jwt));
        String asymmetric = new JWSHeader(JWSAlgorithm.ES256).toBase64URL() + jwt.substring(jwt.indexOf('.'));
        assertEquals(
                List.of("its alg, ES256, is not one of client_secret_jwt"),
                inspection(CLIENT_SECRET_JWT).findings(asymmetric));
        assertEquals(List.of(), inspection(PRIVATE_KEY_JWT).findings(asymmetric));
        assertEquals(List.of("it is not a signed JWT"), inspection.findings("assertion"));
    }

    @Test
    void it_carries_no_secret() throws JOSEException {
        List<String> finding = List.of("it carries the client secret");
        assertEquals(finding, claims(claims -> claims.claim("secret", SECRET)));
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(SECRET).build();
        assertEquals(
                finding,
                inspection.findings(signed(header, honest().jwtID("another").build())));
    }

    private static AssertionInspection inspection(ClientAuthenticationMethod declared) {
        return new AssertionInspection(
                "client",
                declared,
                Set.of(ISSUER, ISSUER + "/token"),
                NOW,
                new Canaries().add("client secret", SECRET));
    }

    private List<String> claims(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return inspection.findings(signed(HS256, change.apply(honest()).build()));
    }

    private static JWTClaimsSet.Builder honest() {
        return new JWTClaimsSet.Builder()
                .issuer("client")
                .subject("client")
                .audience(ISSUER)
                .jwtID("id")
                .expirationTime(at(1));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new MACSigner(SECRET));
        return jwt.serialize();
    }

    private static Date at(long seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }
}
