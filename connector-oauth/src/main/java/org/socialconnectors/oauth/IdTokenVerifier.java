package org.socialconnectors.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.math.BigDecimal;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/**
 * Verifies ID tokens (OpenID Connect Core 1.0 section 3.1.3.7): Nimbus the signature, this class the claims. Thread-safe.
 */
final class IdTokenVerifier {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final String ISSUER = "iss";
    private static final String AUDIENCE = "aud";
    private static final String AUTHORIZED_PARTY = "azp";
    private static final String EXPIRY = "exp";
    private static final String ISSUED_AT = "iat";
    private static final String NOT_BEFORE = "nbf";
    private static final String NONCE = "nonce";
    private static final String SUBJECT = "sub";

    private final String issuer;
    private final String clientId;
    private final ProviderKeys keys;
    private final InstantSource clock;
    private final ConfigurableJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();

    IdTokenVerifier(String issuer, String clientId, Set<String> algorithms, ProviderKeys keys, InstantSource clock) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.keys = keys;
        this.clock = clock;
        Set<JWSAlgorithm> accepted =
                algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(accepted, keys.cached()));
        // The claims are verified below, where a refusal can name the claim.
        signatures.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    /**
     * Verifies the ID token of a sign-in.
     *
     * @param token the token
     * @param nonce what it must contain; null where none was sent, at a refresh
     * @return its claims
     */
    JsonObject verify(Secret token, @Nullable Secret nonce) throws InterruptedException {
        JsonObject claims = signedClaims(token);
        require(issuer.equals(claims.toMap().get(ISSUER)), ISSUER);
        verifyAudience(claims);
        verifyTimes(claims);
        require(claims.displayText(SUBJECT).isPresent(), SUBJECT);
        if (nonce != null) {
            require(
                    claims.displayText(NONCE)
                            .map(Secret::of)
                            .filter(nonce::equals)
                            .isPresent(),
                    NONCE);
        }
        return claims;
    }

    private void verifyAudience(JsonObject claims) {
        List<String> audience = claims.displayText(AUDIENCE).map(List::of).orElseGet(() -> claims.texts(AUDIENCE));
        require(audience.contains(clientId), AUDIENCE);
        boolean present = claims.has(AUTHORIZED_PARTY);
        require(present || audience.size() == 1, AUTHORIZED_PARTY);
        require(!present || clientId.equals(claims.toMap().get(AUTHORIZED_PARTY)), AUTHORIZED_PARTY);
    }

    private void verifyTimes(JsonObject claims) {
        BigDecimal now = BigDecimal.valueOf(clock.instant().getEpochSecond());
        BigDecimal skew = BigDecimal.valueOf(SKEW.toSeconds());
        require(
                numericDate(claims, EXPIRY)
                        .filter(expiry -> now.compareTo(expiry.add(skew)) < 0)
                        .isPresent(),
                EXPIRY);
        require(
                numericDate(claims, ISSUED_AT)
                        .filter(issued -> issued.compareTo(now.add(skew)) <= 0)
                        .isPresent(),
                ISSUED_AT);
        if (claims.has(NOT_BEFORE)) {
            require(
                    numericDate(claims, NOT_BEFORE)
                            .filter(start -> start.compareTo(now.add(skew)) <= 0)
                            .isPresent(),
                    NOT_BEFORE);
        }
    }

    // RFC 7519 section 2 allows fractions of a second.
    private static Optional<BigDecimal> numericDate(JsonObject claims, String name) {
        Object value = claims.toMap().get(name);
        if (value instanceof Long seconds) {
            return Optional.of(BigDecimal.valueOf(seconds));
        }
        return value instanceof BigDecimal seconds ? Optional.of(seconds) : Optional.empty();
    }

    private JsonObject signedClaims(Secret token) throws InterruptedException {
        try {
            SignedJWT jwt = SignedJWT.parse(token.reveal());
            signatures.process(jwt, null);
            return StrictJson.object(jwt.getPayload().toBytes())
                    .orElseThrow(() -> refusal("the ID token's payload is not a JSON object")
                            .build());
        } catch (KeySourceException unavailable) {
            throw keysFailure();
        } catch (ParseException | BadJOSEException | JOSEException refused) {
            throw refusal("the ID token is malformed, or not signed by the provider")
                    .build();
        }
    }

    private ConnectorException keysFailure() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return keys.outage()
                .orElseGet(() -> refusal("the ID token names a key that the provider does not publish")
                        .build());
    }

    private static void require(boolean holds, String claim) {
        if (!holds) {
            throw refusal("a claim of the ID token is missing or does not fit")
                    .with(Detail.CLAIM, claim)
                    .build();
        }
    }

    private static ConnectorException.Builder refusal(String reason) {
        return ConnectorException.of(ErrorCode.INVALID_ID_TOKEN, reason);
    }
}
