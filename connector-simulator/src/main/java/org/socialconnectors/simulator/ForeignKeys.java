package org.socialconnectors.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The keys of an attacker, each with the certificate that the attacker issued for it. They protect nothing. They come from a file,
 * because a JDK issues certificates by its {@code keytool} only: {@code keytool -genkeypair -storetype JKS -keystore foreign-keys.jks
 * -storepass foreign -dname CN=attacker.example -startdate "2000/01/01 00:00:00" -validity 73000 -alias … -keyalg …}.
 */
final class ForeignKeys {
    private static final String FILE = "foreign-keys.jks";
    private static final char[] PASSWORD = "foreign".toCharArray();
    private static final Map<SigningAlgorithm, SigningKey> KEYS = new EnumMap<>(SigningAlgorithm.class);
    private static final KeyStore STORE = load();

    private ForeignKeys() {}

    /** A key that no simulated provider has ever published. */
    static synchronized SigningKey key(SigningAlgorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, ForeignKeys::read);
    }

    /** Says whose that key is, in the attacker's words. */
    static Certificate certificate(SigningAlgorithm algorithm) {
        try {
            return Objects.requireNonNull(STORE.getCertificate(alias(algorithm)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the file of foreign keys is loaded", impossible);
        }
    }

    private static SigningKey read(SigningAlgorithm algorithm) {
        try {
            PrivateKey key = (PrivateKey) STORE.getKey(alias(algorithm), PASSWORD);
            return SigningKey.of(algorithm, new KeyPair(certificate(algorithm).getPublicKey(), key));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the file of foreign keys is readable", impossible);
        }
    }

    private static String alias(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case EDDSA -> "ed25519";
            case ES256 -> "p-256";
            case ES384 -> "p-384";
            case ES512 -> "p-521";
            case RS256, RS384, RS512, PS256, PS384, PS512 -> "rsa";
        };
    }

    private static KeyStore load() {
        try (InputStream file = ForeignKeys.class.getResourceAsStream(FILE)) {
            // PKCS #12 would verify every certificate now, which takes longer than all else here.
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(Objects.requireNonNull(file, FILE), PASSWORD);
            return store;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("the file of foreign keys is there", impossible);
        }
    }
}
