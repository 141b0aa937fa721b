package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;

class ProofInspectionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ADDRESS = "https://id.example/token";
    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    // The SHA-256 of "token".
    private static final String HASH = "PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A";

    private final ProofInspection inspection = new ProofInspection(NOW, Set.of("given"));
    private final ECKey key = new ECKeyGenerator(Curve.P_256).generate();

    ProofInspectionTest() throws JOSEException {}

    @Test
    void a_proof_of_its_request_is_right() throws JOSEException {
        assertEquals(List.of(), claims(claims -> claims));
        assertEquals(List.of(), claims(claims -> claims.jwtID("another").claim("nonce", "given")));
        assertEquals(Set.of(key.computeThumbprint().toString()), inspection.thumbprints());
    }

    @Test
    void a_key_may_be_of_RSA() throws JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        String proof = proof(JWSAlgorithm.RS256, rsa.toPublicJWK(), honest(), new RSASSASigner(rsa));
        assertEquals(List.of(), findings(Endpoint.TOKEN, ADDRESS, Map.of("DPoP", proof)));
    }

    @Test
    void one_is_needed_where_tokens_are_asked_for_or_shown() {
        for (Endpoint endpoint : List.of(Endpoint.TOKEN, Endpoint.USERINFO, Endpoint.RESOURCE)) {
            assertEquals(List.of("there is none"), findings(endpoint, ADDRESS, Map.of()));
        }
        assertEquals(List.of(), findings(Endpoint.PUSHED_AUTHORIZATION, ADDRESS, Map.of()));
    }

    @Test
    void it_names_its_type_and_its_key() throws JOSEException {
        for (JOSEObjectType type : new @Nullable JOSEObjectType[] {null, JOSEObjectType.JWT}) {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(type)
                            .jwk(key.toPublicJWK())
                            .build(),
                    honest().jwtID("of " + type).build());
            jwt.sign(new ECDSASigner(key));
            assertEquals(List.of("its typ is not dpop+jwt"), token(jwt.serialize()));
        }
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).build(), honest().build());
        jwt.sign(new ECDSASigner(key));
        assertEquals(List.of("its header has no jwk"), token(jwt.serialize()));
    }

    @Test
    void it_is_signed_with_the_key_in_its_header() throws JOSEException {
        List<String> finding = List.of("its signature is not of the key in its header");
        ECKey another = new ECKeyGenerator(Curve.P_256).generate();
        assertEquals(
                finding,
                token(proof(JWSAlgorithm.ES256, another.toPublicJWK(), honest().jwtID("1"), new ECDSASigner(key))));
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        assertEquals(
                finding,
                token(proof(JWSAlgorithm.ES256, rsa.toPublicJWK(), honest().jwtID("2"), new ECDSASigner(key))));
        OctetKeyPair pair = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(new byte[32])).build();
        assertEquals(finding, token(proof(JWSAlgorithm.ES256, pair, honest().jwtID("3"), new ECDSASigner(key))));
        assertEquals(List.of("it is not a signed JWT with a usable public key in its header"), token("proof"));
    }

    @Test
    void it_does_not_give_the_private_key_away() throws JOSEException {
        String proof = proof(JWSAlgorithm.ES256, key.toPublicJWK(), honest(), new ECDSASigner(key));
        Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "ES256", "typ", "dpop+jwt"));
        header.put("jwk", key.toJSONObject());
        String leaking = Base64URL.encode(JSONObjectUtils.toJSONString(header)) + proof.substring(proof.indexOf('.'));
        assertEquals(List.of("it is not a signed JWT with a usable public key in its header"), token(leaking));
    }

    @Test
    void it_has_an_id_of_its_own() throws JOSEException {
        assertEquals(List.of("it has no jti"), claims(claims -> claims.jwtID(null)));
        assertEquals(List.of("it has no jti"), claims(claims -> claims.jwtID("")));
        assertEquals(List.of(), claims(claims -> claims));
        assertEquals(List.of("its jti was used before"), claims(claims -> claims));
    }

    @Test
    void it_is_of_this_request_and_of_now() throws JOSEException {
        assertEquals(
                List.of("its htm is not the request's method"),
                claims(claims -> claims.claim("htm", "post").jwtID("1")));
        List<String> address = List.of("its htu is not the request's address without query");
        assertEquals(
                address,
                claims(claims -> claims.claim("htu", "https://id.example").jwtID("2")));
        String withQuery = ADDRESS + "?a=b";
        String proof = proof(JWSAlgorithm.ES256, key.toPublicJWK(), honest().jwtID("3"), new ECDSASigner(key));
        assertEquals(List.of(), findings(Endpoint.TOKEN, withQuery, Map.of("DPoP", proof)));
        String asIs = proof(
                JWSAlgorithm.ES256,
                key.toPublicJWK(),
                honest().claim("htu", withQuery).jwtID("4"),
                new ECDSASigner(key));
        assertEquals(address, findings(Endpoint.TOKEN, withQuery, Map.of("DPoP", asIs)));
        List<String> time = List.of("its iat is not the time of the context's clock");
        assertEquals(time, claims(claims -> claims.issueTime(null).jwtID("5")));
        assertEquals(time, claims(claims -> claims.issueTime(at(61)).jwtID("6")));
        assertEquals(time, claims(claims -> claims.issueTime(at(-61)).jwtID("7")));
        assertEquals(List.of(), claims(claims -> claims.issueTime(at(60)).jwtID("8")));
        assertEquals(List.of(), claims(claims -> claims.issueTime(at(-60)).jwtID("9")));
        assertEquals(
                List.of("its nonce is not one that the provider gave"),
                claims(claims -> claims.claim("nonce", "invented").jwtID("10")));
    }

    @Test
    void beside_an_access_token_it_is_of_that_token() throws JOSEException {
        List<String> hash = List.of("its ath is not the hash of the access token");
        for (Endpoint endpoint : List.of(Endpoint.USERINFO, Endpoint.RESOURCE)) {
            String another = proof(
                    JWSAlgorithm.ES256,
                    key.toPublicJWK(),
                    honest().claim("ath", HASH).jwtID("another " + endpoint),
                    new ECDSASigner(key));
            assertEquals(hash, findings(endpoint, ADDRESS, Map.of("DPoP", another, "Authorization", "DPoP another")));
            String proof = proof(
                    JWSAlgorithm.ES256,
                    key.toPublicJWK(),
                    honest().claim("ath", HASH).jwtID(endpoint.name()),
                    new ECDSASigner(key));
            assertEquals(List.of(), findings(endpoint, ADDRESS, Map.of("DPoP", proof, "Authorization", "DPoP token")));
        }
        String bearer = proof(
                JWSAlgorithm.ES256,
                key.toPublicJWK(),
                honest().claim("ath", HASH).jwtID("2"),
                new ECDSASigner(key));
        assertEquals(
                List.of("beside it the access token is not sent with the scheme DPoP"),
                findings(Endpoint.USERINFO, ADDRESS, Map.of("DPoP", bearer, "Authorization", "Bearer token")));
        String without = proof(JWSAlgorithm.ES256, key.toPublicJWK(), honest().jwtID("3"), new ECDSASigner(key));
        assertEquals(
                hash, findings(Endpoint.USERINFO, ADDRESS, Map.of("DPoP", without, "Authorization", "DPoP token")));
    }

    private List<String> claims(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return token(proof(JWSAlgorithm.ES256, key.toPublicJWK(), change.apply(honest()), new ECDSASigner(key)));
    }

    private List<String> token(String proof) {
        return findings(Endpoint.TOKEN, ADDRESS, Map.of("DPoP", proof));
    }

    private List<String> findings(Endpoint endpoint, String address, Map<String, String> headers) {
        return inspection.findings(new RecordedRequest(endpoint, "POST", URI.create(address), headers, ""));
    }

    private static JWTClaimsSet.Builder honest() {
        return new JWTClaimsSet.Builder()
                .jwtID("id")
                .claim("htm", "POST")
                .claim("htu", ADDRESS)
                .issueTime(at(0));
    }

    private static String proof(JWSAlgorithm algorithm, JWK key, JWTClaimsSet.Builder claims, JWSSigner signer)
            throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).type(TYPE).jwk(key).build(), claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static Date at(long seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }
}
