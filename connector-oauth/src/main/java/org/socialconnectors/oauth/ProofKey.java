package org.socialconnectors.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

/** A key to which tokens are bound, and the proofs of its possession (RFC 9449 section 4). Immutable and thread-safe. */
final class ProofKey {
    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");

    private final ECKey key;

    private ProofKey(ECKey key) {
        this.key = key;
    }

    /** A fresh key on the curve P-256. */
    static ProofKey generate() {
        try {
            return new ProofKey(new ECKeyGenerator(Curve.P_256).generate());
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    /** A key that was kept. */
    static ProofKey of(Secret jwk) {
        try {
            return new ProofKey(ECKey.parse(jwk.reveal()));
        } catch (ParseException malformed) {
            throw ConnectorException.of(ErrorCode.INVALID_REQUEST, "the proof key is not an EC key")
                    .build();
        }
    }

    /** The private key as a JSON Web Key. */
    Secret jwk() {
        return Secret.of(key.toJSONString());
    }

    /** What names the key (RFC 7638). */
    String thumbprint() {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** A proof for one request; with an access token where that is sent along, and with the server's nonce if it wants one. */
    String proof(String method, URI uri, Instant now, @Nullable Secret accessToken, @Nullable String nonce) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(Secret.random().reveal())
                .claim("htm", method)
                .claim("htu", withoutQuery(uri))
                .issueTime(Date.from(now));
        if (accessToken != null) {
            byte[] hash = Digests.of("SHA-256").digest(accessToken.reveal().getBytes(StandardCharsets.US_ASCII));
            claims.claim("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        }
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .jwk(key.toPublicJWK())
                .build();
        SignedJWT proof = new SignedJWT(header, claims.build());
        try {
            proof.sign(new ECDSASigner(key));
        } catch (JOSEException refused) {
            throw ConnectorException.of(ErrorCode.INVALID_REQUEST, "the proof key cannot sign")
                    .build();
        }
        return proof.serialize();
    }

    private static String withoutQuery(URI uri) {
        String text = uri.toString();
        return text.replaceFirst("[?#].*$", "");
    }

    @Override
    public String toString() {
        return "ProofKey";
    }
}
