package org.socialconnectors.api.signin;

/**
 * What the callback must say about its issuer (RFC 9207), pinned when the sign-in begins.
 *
 * @param issuer the only acceptable value of the {@code iss} parameter, compared exactly
 * @param required true if the provider promises to send it, so that its absence is an error too
 */
public record IssuerRule(String issuer, boolean required) {}
