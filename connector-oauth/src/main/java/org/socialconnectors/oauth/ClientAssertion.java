package org.socialconnectors.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.secret.Secret;

/** Client authentication by assertion (RFC 7523 sections 2.2 and 3, OpenID Connect Core 1.0 section 9). Thread-safe. */
final class ClientAssertion implements ClientAuthentication {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final int RSA_BITS = 2048;

    private final JWSAlgorithm algorithm;
    private final JWSSigner signer;
    private final @Nullable String keyId;
    private final InstantSource clock;

    private ClientAssertion(JWSAlgorithm algorithm, JWSSigner signer, @Nullable String keyId, InstantSource clock) {
        this.algorithm = algorithm;
        this.signer = signer;
        this.keyId = keyId;
        this.clock = clock;
    }

    static ClientAssertion under(Secret secret, InstantSource clock) {
        try {
            return new ClientAssertion(JWSAlgorithm.HS256, new MACSigner(secret.reveal()), null, clock);
        } catch (JOSEException tooShort) {
            throw Metadata.mismatch("the client secret is shorter than 32 bytes, too short for HS256", "/clientSecret");
        }
    }

    static ClientAssertion signedWith(Secret jwk, InstantSource clock) {
        try {
            JWK key = JWK.parse(jwk.reveal());
            if (key instanceof RSAKey rsa && rsa.isPrivate() && rsa.size() >= RSA_BITS) {
                return signing(new RSASSASigner(rsa), key, JWSAlgorithm.RS256, clock);
            }
            if (key instanceof ECKey ec && ec.isPrivate()) {
                return signing(new ECDSASigner(ec), key, algorithm(ec.getCurve()), clock);
            }
        } catch (ParseException | JOSEException | IllegalArgumentException unusable) {
            throw unusableKey();
        }
        throw unusableKey();
    }

    @Override
    public TokenRequest authenticate(TokenRequest request, OAuthClient client) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(client.id())
                .subject(client.id())
                .audience(request.audience())
                .jwtID(Secret.random().reveal())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        SignedJWT assertion =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        try {
            assertion.sign(signer);
        } catch (JOSEException refused) {
            throw unusableKey();
        }
        return request.with("client_id", client.id())
                .with("client_assertion_type", TYPE)
                .with("client_assertion", Secret.of(assertion.serialize()));
    }

    private static ClientAssertion signing(JWSSigner signer, JWK key, JWSAlgorithm usual, InstantSource clock) {
        JWSAlgorithm algorithm = Optional.ofNullable(key.getAlgorithm())
                .map(named -> JWSAlgorithm.parse(named.getName()))
                .orElse(usual);
        if (!signer.supportedJWSAlgorithms().contains(algorithm)) {
            throw unusableKey();
        }
        return new ClientAssertion(algorithm, signer, key.getKeyID(), clock);
    }

    private static JWSAlgorithm algorithm(Curve curve) {
        if (Curve.P_384.equals(curve)) {
            return JWSAlgorithm.ES384;
        }
        return Curve.P_521.equals(curve) ? JWSAlgorithm.ES512 : JWSAlgorithm.ES256;
    }

    private static ConnectorException unusableKey() {
        return Metadata.mismatch(
                "the private key is not a JSON Web Key of RSA with 2048 bits or of EC, or cannot sign", "/privateKey");
    }
}
