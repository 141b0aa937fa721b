package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedRequestTest {
    @Test
    void no_header_is_lost_because_another_has_its_name_in_other_letters() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "one");
        headers.put("authorization", "another");
        assertEquals(
                Optional.of("one, another"),
                request("https://id.example/", headers).header("AUTHORIZATION"));
    }

    @Test
    void a_proof_is_signed_by_the_key_in_its_header_or_it_is_none() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        ECKey another = new ECKeyGenerator(Curve.P_256).generate();
        assertTrue(proven(proof(key.toPublicJWK(), key)).isProofSigned());
        assertFalse(proven(proof(another.toPublicJWK(), key)).isProofSigned());
        assertFalse(proven(proof(null, key)).isProofSigned());
        assertFalse(proven("no.jwt").isProofSigned());
        assertFalse(request("https://id.example/", Map.of()).isProofSigned());
    }

    private static RecordedRequest proven(String proof) {
        return request("https://id.example/", Map.of("DPoP", proof));
    }

    private static String proof(@Nullable JWK announced, ECKey signing) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(announced).build(),
                new JWTClaimsSet.Builder().jwtID("one").build());
        jwt.sign(new ECDSASigner(signing));
        return jwt.serialize();
    }

    /** RFC 3986 sections 6.2.2 and 6.2.3. */
    @ParameterizedTest
    @CsvSource({
        "https://id.example/token, https://id.example/token",
        "https://id.example/token, HTTPS://ID.Example/token",
        "https://id.example/token, https://id.example:443/token",
        "https://id.example:443/token, https://id.example:/token",
        "http://127.0.0.1/token, http://127.0.0.1:80/token",
        "http://127.0.0.1:8080/token, http://127.0.0.1:8080/token",
        "https://id.example, https://id.example/",
        "https://id.example/?x=y, https://id.example",
        "https://id.example/a%2fb, https://id.example/a%2Fb",
        "https://id.example/%7eada, https://id.example/~ada",
        "https://id.example/a/./b/../token, https://id.example/a/token",
        "https://id.example/a//token, https://id.example/a//token",
        "https://[::1]/token, https://[::1]:443/token",
        "https://a_b/token, https://a_b/token",
        "odd://id.example/token, ODD://id.example/token"
    })
    void equivalent_addresses_are_one(String requested, String claimed) {
        assertTrue(request(requested).isTo(claimed));
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example/token, http://id.example/token",
        "https://id.example/token, https://id.example:8443/token",
        "http://id.example/token, http://id.example:443/token",
        "https://id.example:80/token, https://id.example/token",
        "https://id.example/token, https://other.example/token",
        "https://id.example/token, https://ada@id.example/token",
        "https://id.example/token, https://id.example/Token",
        "https://id.example/token, https://id.example/token/",
        "https://id.example/token, https://id.example/token?x=y",
        "https://id.example/token, https://id.example/token#x",
        "https://id.example/token?x=y, https://id.example/token?x=y",
        "https://id.example/a/b, https://id.example/a%2Fb",
        "https://id.example/a//token, https://id.example/a/token",
        "https://id.example/token, /token",
        "https://id.example/token, //id.example/token",
        "https://id.example/token, mailto:ada@id.example",
        "https://id.example/token, https://id.example/to ken",
        "https://id.example/token, ''",
        "https://a_b/token, https://a_c/token",
        "/token, /token"
    })
    void others_are_not(String requested, String claimed) {
        assertFalse(request(requested).isTo(claimed));
    }

    private static RecordedRequest request(String uri) {
        return request(uri, Map.of());
    }

    private static RecordedRequest request(String uri, Map<String, String> headers) {
        return new RecordedRequest(Endpoint.TOKEN, "POST", URI.create(uri), headers, "");
    }
}
