package org.socialconnectors.simulator;

/** What a request to the simulated provider was for. */
public enum Endpoint {
    /** Where the browser is sent (RFC 6749 section 3.1). */
    AUTHORIZATION,
    /** Where codes and refresh tokens are exchanged (RFC 6749 section 3.2). */
    TOKEN,
    /** Where authorization requests are left before the browser is sent (RFC 9126). */
    PUSHED_AUTHORIZATION,
    /** Where a device asks for its codes (RFC 8628 section 3.1). */
    DEVICE_AUTHORIZATION,
    /** Where tokens are given back (RFC 7009). */
    REVOCATION,
    /** Where the browser is sent to sign out (OpenID Connect RP-Initiated Logout). */
    END_SESSION,
    /** Who the bearer of an access token is (OpenID Connect Core section 5.3). */
    USERINFO,
    /** The public keys (RFC 7517 section 5). */
    JWKS,
    /** The provider's metadata (OpenID Connect Discovery section 4). */
    DISCOVERY,
    /** Anything else the provider gives to the bearer of an access token. */
    RESOURCE,
    /** A person's picture. */
    AVATAR,
    /** A path that the provider does not have, on a host that it has; answered with 404. */
    UNKNOWN_PATH,
    /** A host that is not the provider's; behaves as an unreachable server. */
    FOREIGN_HOST
}
