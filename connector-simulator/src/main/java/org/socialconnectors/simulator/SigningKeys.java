package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.ArrayList;
import java.util.List;

/** RSA keys for everybody in this JVM: making one takes a tenth of a second and more, and no simulated secret depends on them. */
final class SigningKeys {
    private static final List<RSAKey> KEYS = new ArrayList<>();
    private static final int FOREIGN = 0;

    private SigningKeys() {}

    /** A key that no simulated provider has ever published. */
    static RSAKey foreign() {
        return get(FOREIGN);
    }

    /** The key of a provider that has changed its key so many times. */
    static RSAKey afterRotations(int rotations) {
        return get(FOREIGN + 1 + rotations);
    }

    private static synchronized RSAKey get(int index) {
        try {
            while (KEYS.size() <= index) {
                KEYS.add(new RSAKeyGenerator(2048)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyIDFromThumbprint(true)
                        .generate());
            }
            return KEYS.get(index);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this platform cannot make an RSA key", impossible);
        }
    }
}
