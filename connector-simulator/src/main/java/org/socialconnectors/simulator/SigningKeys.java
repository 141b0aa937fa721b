package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Keys for everybody in this JVM: making one takes a tenth of a second and more, and no simulated secret depends on them. */
final class SigningKeys {
    private static final int BITS = 2048;
    private static final int WEAK_BITS = 1024;

    // RSASSA-PSS with SHA-512 and a salt of its length needs more than 1024 bit (RFC 8017 section 9.1.1).
    private static final Set<SigningAlgorithm> WEAKENED = Set.of(
            SigningAlgorithm.RS256,
            SigningAlgorithm.RS384,
            SigningAlgorithm.RS512,
            SigningAlgorithm.PS256,
            SigningAlgorithm.PS384);

    private static final Map<Name, SigningKey> KEYS = new HashMap<>();

    private SigningKeys() {}

    private record Name(SigningAlgorithm algorithm, int bits, int rotations) {}

    /** The key of a provider that has changed its key so many times. */
    static SigningKey afterRotations(SigningAlgorithm algorithm, boolean weak, int rotations) {
        return get(algorithm, weak && canBeWeak(algorithm) ? WEAK_BITS : BITS, rotations);
    }

    /** Whether there are keys that are too short for it and sign all the same. */
    static boolean canBeWeak(SigningAlgorithm algorithm) {
        return WEAKENED.contains(algorithm);
    }

    /** A key that nothing is signed with. */
    static JWK encryption() {
        try {
            return new RSAKey.Builder((RSAPublicKey)
                            ForeignKeys.key(SigningAlgorithm.RS256).publicKey())
                    .keyUse(KeyUse.ENCRYPTION)
                    .algorithm(JWEAlgorithm.RSA_OAEP_256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this platform has no SHA-256", impossible);
        }
    }

    private static synchronized SigningKey get(SigningAlgorithm algorithm, int bits, int rotations) {
        return KEYS.computeIfAbsent(new Name(algorithm, bits, rotations), name -> SigningKey.generate(algorithm, bits));
    }
}
