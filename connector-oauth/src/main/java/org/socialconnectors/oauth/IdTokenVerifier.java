package org.socialconnectors.oauth;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/** Verifies ID tokens (OpenID Connect Core 1.0 sections 3.1.3.7 and 12.2). Thread-safe. */
final class IdTokenVerifier {
    private static final int LARGEST_SCALE = 20;
    private static final String ISSUER = "iss";
    private static final String SUBJECT = "sub";
    private static final String AUDIENCE = "aud";
    private static final String AUTHORIZED_PARTY = "azp";
    private static final String EXPIRY = "exp";
    private static final String ISSUED_AT = "iat";
    private static final String NOT_BEFORE = "nbf";
    private static final String NONCE = "nonce";
    private static final String AUTHENTICATION_TIME = "auth_time";
    private static final String AUTHENTICATION_CONTEXT = "acr";
    private static final String ACCESS_TOKEN_HASH = "at_hash";

    private final Issuer issuer;
    private final OAuthClient client;
    private final ProviderSignatures signatures;
    private final InstantSource clock;
    private final Duration skew;

    IdTokenVerifier(
            Issuer issuer, OAuthClient client, ProviderSignatures signatures, InstantSource clock, Duration skew) {
        this.issuer = issuer;
        this.client = client;
        this.signatures = signatures;
        this.clock = clock;
        this.skew = skew;
    }

    /** Verifies the ID token of a sign-in; no nonce is sent for one on a device. */
    JsonObject verifySignIn(Secret token, @Nullable Secret nonce, Secret accessToken) throws InterruptedException {
        JsonObject claims = verify(token, accessToken);
        require(
                nonce == null
                        || claims.displayText(NONCE)
                                .map(Secret::of)
                                .filter(nonce::equals)
                                .isPresent(),
                NONCE);
        verifyAuthentication(claims);
        return claims;
    }

    /** Verifies what every ID token has to prove, also one that comes with a refresh. */
    JsonObject verify(Secret token, Secret accessToken) throws InterruptedException {
        ProviderSignatures.Signed signed = signatures.verify(token.reveal());
        JsonObject claims = signed.claims();
        require(issuer.issued(claims), ISSUER);
        verifyAudience(claims);
        verifyTimes(claims);
        require(claims.displayText(SUBJECT).isPresent(), SUBJECT);
        if (claims.has(ACCESS_TOKEN_HASH)) {
            require(
                    claims.displayText(ACCESS_TOKEN_HASH)
                            .filter(hash -> hash.equals(leftHalfOfHash(accessToken, signed.algorithm())))
                            .isPresent(),
                    ACCESS_TOKEN_HASH);
        }
        return claims;
    }

    private void verifyAudience(JsonObject claims) {
        List<String> audience = claims.displayText(AUDIENCE).map(List::of).orElseGet(() -> claims.texts(AUDIENCE));
        require(audience.contains(client.id()), AUDIENCE);
        boolean present = claims.has(AUTHORIZED_PARTY);
        require(present || audience.size() == 1, AUTHORIZED_PARTY);
        require(!present || client.id().equals(claims.toMap().get(AUTHORIZED_PARTY)), AUTHORIZED_PARTY);
    }

    private void verifyTimes(JsonObject claims) {
        BigDecimal now = seconds(clock.instant().getEpochSecond());
        BigDecimal latest = now.add(seconds(skew.toSeconds()));
        BigDecimal earliest = now.subtract(seconds(skew.toSeconds()));
        require(
                numericDate(claims, EXPIRY)
                        .filter(expiry -> expiry.compareTo(earliest) > 0)
                        .isPresent(),
                EXPIRY);
        require(
                numericDate(claims, ISSUED_AT)
                        .filter(issued -> issued.compareTo(latest) <= 0)
                        .isPresent(),
                ISSUED_AT);
        if (claims.has(NOT_BEFORE)) {
            require(
                    numericDate(claims, NOT_BEFORE)
                            .filter(start -> start.compareTo(latest) <= 0)
                            .isPresent(),
                    NOT_BEFORE);
        }
    }

    private void verifyAuthentication(JsonObject claims) {
        if (client.maxAge().isPresent()) {
            BigDecimal earliest = seconds(
                    clock.instant().minus(client.maxAge().get()).minus(skew).getEpochSecond());
            require(
                    numericDate(claims, AUTHENTICATION_TIME)
                            .filter(time -> time.compareTo(earliest) >= 0)
                            .isPresent(),
                    AUTHENTICATION_TIME);
        }
        if (!client.acrValues().isEmpty()) {
            require(
                    claims.displayText(AUTHENTICATION_CONTEXT)
                            .filter(client.acrValues()::contains)
                            .isPresent(),
                    AUTHENTICATION_CONTEXT);
        }
    }

    // RFC 7519 section 2 allows fractions of a second.
    private static Optional<BigDecimal> numericDate(JsonObject claims, String name) {
        Object value = claims.toMap().get(name);
        if (value instanceof Long whole) {
            return Optional.of(seconds(whole));
        }
        // A number of a million digits would keep the arithmetic busy for minutes.
        return value instanceof BigDecimal fraction
                        && Math.abs((long) fraction.scale()) <= LARGEST_SCALE
                        && fraction.precision() <= LARGEST_SCALE
                ? Optional.of(fraction)
                : Optional.empty();
    }

    private static BigDecimal seconds(long whole) {
        return BigDecimal.valueOf(whole);
    }

    // OpenID Connect Core 1.0 section 3.1.3.6: the hash is the one of the signature's algorithm.
    private static String leftHalfOfHash(Secret accessToken, String algorithm) {
        MessageDigest digest =
                Digests.of(algorithm.endsWith("256") ? "SHA-256" : algorithm.endsWith("384") ? "SHA-384" : "SHA-512");
        byte[] hash = digest.digest(accessToken.reveal().getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
    }

    private static void require(boolean holds, String claim) {
        if (!holds) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_ID_TOKEN, "a claim of the ID token is missing or does not fit")
                    .with(Detail.CLAIM, claim)
                    .build();
        }
    }
}
