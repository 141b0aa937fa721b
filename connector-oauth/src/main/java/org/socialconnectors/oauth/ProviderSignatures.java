package org.socialconnectors.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.List;
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
    private final ConfigurableJWTProcessor<ProviderKeys.Claimed> processor = new DefaultJWTProcessor<>();

    ProviderSignatures(Set<String> algorithms, ProviderKeys keys) {
        this.keys = keys;
        Set<JWSAlgorithm> accepted =
                algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        JWSKeySelector<ProviderKeys.Claimed> selector = new JWSVerificationKeySelector<>(accepted, keys.source());
        processor.setJWSKeySelector((header, context) -> isEdDsa(header) && accepted.contains(header.getAlgorithm())
                ? edwardsKeys(header, context)
                : selector.selectJWSKeys(header, context));
        processor.setJWSVerifierFactory(new Ed25519.VerifierFactory());
        // The claims are verified elsewhere, where a refusal can name the claim.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    Signed verify(String token) throws InterruptedException {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JsonObject claims = StrictJson.object(jwt.getPayload().toBytes())
                    .orElseThrow(() -> refusal("the token's payload is not a JSON object"));
            verifySignature(jwt, new ProviderKeys.Claimed(claims));
            return new Signed(claims, jwt.getHeader().getAlgorithm().getName());
        } catch (KeySourceException unavailable) {
            throw keysFailure(unavailable);
        } catch (ParseException | BadJOSEException | JOSEException refused) {
            throw refusal("the token is malformed, or not signed by the provider");
        }
    }

    /** Has the keys at hand, for when it would be too late to find that they cannot be fetched. */
    void fetchKeys() throws InterruptedException {
        try {
            keys.fetch();
        } catch (KeySourceException unavailable) {
            throw keysFailure(unavailable);
        }
    }

    private void verifySignature(SignedJWT jwt, ProviderKeys.Claimed claimed) throws BadJOSEException, JOSEException {
        try {
            processor.process(jwt, claimed);
        } catch (BadJWSException unknownSignature) {
            if (jwt.getHeader().getKeyID() != null) {
                throw unknownSignature;
            }
            // Without a key ID a new key looks like a wrong signature of the old one.
            keys.refetch();
            processor.process(jwt, claimed);
        }
    }

    private List<PublicKey> edwardsKeys(JWSHeader header, ProviderKeys.Claimed claimed) throws KeySourceException {
        return keys.source().get(new JWKSelector(JWKMatcher.forJWSHeader(header)), claimed).stream()
                .flatMap(key -> Ed25519.publicKey(key).stream())
                .toList();
    }

    private static boolean isEdDsa(JWSHeader header) {
        return JWSAlgorithm.EdDSA.equals(header.getAlgorithm());
    }

    private ConnectorException keysFailure(KeySourceException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (failure instanceof RateLimitReachedException) {
            return refusal("the token names a key that the provider does not publish");
        }
        return keys.outage()
                .orElseGet(() -> Endpoint.JWKS
                        .failure(ErrorCode.PROVIDER_UNAVAILABLE, "the provider's keys did not arrive in time")
                        .build());
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
