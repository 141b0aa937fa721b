package org.socialconnectors.api.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A value that must never be printed: a client secret, token, code, code verifier, state or nonce.
 *
 * <p>{@link #toString()} is always {@code ***}; equality takes the same time wherever two values of equal length differ.
 * Immutable and thread-safe. The value lives in an ordinary string: this class guards against disclosure by accident, not
 * against somebody who reads the memory of the process.
 */
public final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 32;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a value.
     *
     * @param value the value, not empty
     * @return the secret
     * @throws IllegalArgumentException if the value is empty; the message does not show it
     */
    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value);
    }

    /**
     * Makes a value nobody can guess: 256 bits from the platform's cryptographic generator, as 43 characters of the base64url
     * alphabet. Fit for a state, a nonce and a code verifier (RFC 7636 section 4.1).
     *
     * @return a new secret
     */
    public static Secret random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * The value itself, for the one place that has to send or store it. Named so that it stands out in a review.
     *
     * @return the value
     */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8))
                // Two malformed strings can have the same bytes.
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
