package org.socialconnectors.api.signin;

/** A check that a connector made before it said who signed in. */
public enum Check {
    /** The code was exchanged together with a code verifier (RFC 7636). */
    PKCE,
    /** The callback named the expected issuer (RFC 9207). */
    CALLBACK_ISSUER,
    /** The ID token is signed by a key that the provider publishes. */
    ID_TOKEN_SIGNATURE,
    /** The ID token's issuer, audience, authorized party and times fit (OpenID Connect Core 1.0 section 3.1.3.7). */
    ID_TOKEN_CLAIMS,
    /** The ID token carries the nonce of this attempt. */
    NONCE,
    /** Userinfo and ID token name the same subject (OpenID Connect Core 1.0 section 5.3.2). */
    USERINFO_SUBJECT
}
