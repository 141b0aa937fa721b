package org.socialconnectors.simulator;

import java.util.Optional;

/** What became of the DPoP proof of a request: the thumbprint of its key, an error code, or neither if there was none. */
record Proof(Optional<String> thumbprint, Optional<String> error) {
    static final Proof NONE = new Proof(Optional.empty(), Optional.empty());

    static Proof of(String thumbprint) {
        return new Proof(Optional.of(thumbprint), Optional.empty());
    }

    static Proof refused(String error) {
        return new Proof(Optional.empty(), Optional.of(error));
    }
}
