package org.socialconnectors.simulator;

import com.nimbusds.jose.JWSAlgorithm;

/** How the simulated provider signs ID tokens and userinfo (RFC 7518 section 3.1, RFC 8037 section 3.1). */
public enum SigningAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RS256", "SHA-256"),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384("RS384", "SHA-384"),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512("RS512", "SHA-512"),
    /** RSASSA-PSS with SHA-256. */
    PS256("PS256", "SHA-256"),
    /** RSASSA-PSS with SHA-384. */
    PS384("PS384", "SHA-384"),
    /** RSASSA-PSS with SHA-512. */
    PS512("PS512", "SHA-512"),
    /** ECDSA on P-256 with SHA-256. */
    ES256("ES256", "SHA-256"),
    /** ECDSA on P-384 with SHA-384. */
    ES384("ES384", "SHA-384"),
    /** ECDSA on P-521 with SHA-512. */
    ES512("ES512", "SHA-512"),
    /** Ed25519. */
    EDDSA("EdDSA", "SHA-512");

    private final String identifier;
    private final String hash;

    SigningAlgorithm(String identifier, String hash) {
        this.identifier = identifier;
        this.hash = hash;
    }

    /**
     * What {@code alg} says.
     *
     * @return the name in the registry of JSON Web Algorithms
     */
    public String identifier() {
        return identifier;
    }

    /** The hash that {@code at_hash} is made with (OpenID Connect Core section 3.1.3.6). */
    String hash() {
        return hash;
    }

    JWSAlgorithm algorithm() {
        return JWSAlgorithm.parse(identifier);
    }
}
