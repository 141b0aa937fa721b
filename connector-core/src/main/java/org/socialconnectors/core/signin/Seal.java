package org.socialconnectors.core.signin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.socialconnectors.api.secret.Secret;

/**
 * What one pending sign-in is called in a store, and what closes and opens its value. Both come from the browser's key by
 * HMAC-SHA-256, over a label, the connection's ID and the state, each part after its length; so nothing in the store says which
 * browser, connection or state it belongs to, and only the three together find and open it.
 *
 * <p>A value is one byte for the format, a nonce of 12 bytes, and AES-256-GCM over the content, with the entry's key as associated
 * data. The key of the cipher is used for one entry only.
 */
final class Seal {
    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] entryKey;
    private final SecretKeySpec sealKey;

    private Seal(byte[] entryKey, SecretKeySpec sealKey) {
        this.entryKey = entryKey;
        this.sealKey = sealKey;
    }

    static Seal of(BrowserKey browser, String connectionId, Secret state) {
        return new Seal(
                derived(browser, "key", connectionId, state.reveal()),
                new SecretKeySpec(derived(browser, "seal", connectionId, state.reveal()), "AES"));
    }

    String entryKey() {
        return HexFormat.of().formatHex(entryKey);
    }

    byte[] close(byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(content);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw missing(impossible);
        }
    }

    /** The content, unless the value is of another format, was changed, or belongs to another entry. */
    Optional<byte[]> open(byte[] value) {
        ByteBuffer parts = ByteBuffer.wrap(value);
        if (parts.remaining() < 1 + NONCE_BYTES + TAG_BYTES || parts.get() != FORMAT) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] sealed = new byte[parts.remaining()];
        parts.get(sealed);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed));
        } catch (BadPaddingException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw missing(impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealKey, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(entryKey);
        return cipher;
    }

    private static byte[] derived(BrowserKey browser, String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(browser.secret().reveal()), "HmacSHA256"));
            for (String part : parts) {
                byte[] bytes = bytes(part);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw missing(impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static IllegalStateException missing(GeneralSecurityException impossible) {
        return new IllegalStateException("every Java platform has HMAC-SHA-256 and AES-GCM", impossible);
    }
}
