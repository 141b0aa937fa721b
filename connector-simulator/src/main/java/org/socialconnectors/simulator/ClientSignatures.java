package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;

/** Whether what a client has signed with a private key was signed with it. Thread-safe. */
final class ClientSignatures {
    private volatile boolean takenForGranted;

    void takeForGranted(boolean granted) {
        takenForGranted = granted;
    }

    boolean isSignedWith(JWK key, SignedJWT jwt) throws JOSEException {
        return takenForGranted || jwt.verify(PublicKeys.verifier(key));
    }
}
