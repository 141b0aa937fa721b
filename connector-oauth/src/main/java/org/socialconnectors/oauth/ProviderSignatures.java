package org.socialconnectors.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;
import java.util.stream.Collectors;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

/**
 * Verifies that a token was signed by the provider (RFC 7515 section 5.2), with an algorithm that the provider's data names: what the
 * token says of itself is never trusted. The claims are somebody else's to verify. Thread-safe.
 */
final class ProviderSignatures {
    private final ProviderKeys keys;
    private final ConfigurableJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    ProviderSignatures(Set<String> algorithms, ProviderKeys keys) {
        this.keys = keys;
        Set<JWSAlgorithm> accepted =
                algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(accepted, keys.cached()));
        // The claims are verified elsewhere, where a refusal can name the claim.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    Signed verify(String token) throws InterruptedException {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            verifySignature(jwt);
            JsonObject claims = StrictJson.object(jwt.getPayload().toBytes())
                    .orElseThrow(() -> refusal("the token's payload is not a JSON object"));
            return new Signed(claims, jwt.getHeader().getAlgorithm().getName());
        } catch (KeySourceException unavailable) {
            throw keysFailure();
        } catch (ParseException | BadJOSEException | JOSEException refused) {
            throw refusal("the token is malformed, or not signed by the provider");
        }
    }

    /** Has the keys at hand, for when it would be too late to find that they cannot be fetched. */
    void fetchKeys() throws InterruptedException {
        try {
            keys.fetch();
        } catch (KeySourceException unavailable) {
            throw keysFailure();
        }
    }

    private void verifySignature(SignedJWT jwt) throws BadJOSEException, JOSEException {
        try {
            processor.process(jwt, null);
        } catch (BadJWSException unknownSignature) {
            if (jwt.getHeader().getKeyID() != null) {
                throw unknownSignature;
            }
            // Without a key ID a new key looks like a wrong signature of the old one.
            keys.refetch();
            processor.process(jwt, null);
        }
    }

    private ConnectorException keysFailure() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return keys.outage().orElseGet(() -> refusal("the token names a key that the provider does not publish"));
    }

    private static ConnectorException refusal(String reason) {
        return ConnectorException.of(ErrorCode.INVALID_ID_TOKEN, reason).build();
    }

    /** What the provider signed, and with which algorithm. */
    record Signed(JsonObject claims, String algorithm) {
        /** Nothing of the claims. */
        @Override
        public String toString() {
            return "Signed(" + algorithm + ")";
        }
    }
}
