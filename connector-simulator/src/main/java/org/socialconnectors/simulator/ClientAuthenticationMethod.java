package org.socialconnectors.simulator;

import java.util.Locale;

/** How a client may prove who it is (OpenID Connect Core section 9). */
public enum ClientAuthenticationMethod {
    /** The secret in HTTP Basic authentication. */
    CLIENT_SECRET_BASIC,
    /** The secret as a field of the form. */
    CLIENT_SECRET_POST,
    /** A JWT with an HMAC by the secret: HS256, for which the secret needs 256 bit. */
    CLIENT_SECRET_JWT,
    /** A JWT signed by the client's private key: RS256, PS256 or ES256. */
    PRIVATE_KEY_JWT,
    /** Not at all: a public client. */
    NONE;

    /**
     * What the metadata calls it.
     *
     * @return its name in the registry of OAuth token endpoint authentication methods
     */
    public String identifier() {
        return name().toLowerCase(Locale.ROOT);
    }
}
