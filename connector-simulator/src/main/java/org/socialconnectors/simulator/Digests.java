package org.socialconnectors.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Hashes in base64url, as OAuth writes them. */
final class Digests {
    private Digests() {}

    /** As in a code challenge (RFC 7636 section 4.2) and in {@code ath} (RFC 9449 section 4.2). */
    static String sha256(String text) {
        return encode(hash("SHA-256", text));
    }

    /** As in {@code at_hash} (OpenID Connect Core section 3.1.3.6). */
    static String leftHalf(String algorithm, String text) {
        byte[] hash = hash(algorithm, text);
        return encode(Arrays.copyOf(hash, hash.length / 2));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this platform has no " + algorithm, impossible);
        }
    }
}
