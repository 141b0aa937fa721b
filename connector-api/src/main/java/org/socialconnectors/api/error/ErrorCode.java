package org.socialconnectors.api.error;

/**
 * What went wrong, as a stable code: names are never changed or reused, so they may be stored, counted and matched.
 *
 * <p>{@link #retryable()} says that the very same call may be made again; {@link #restart()} says that the user can only begin
 * a new sign-in. A code with neither needs somebody to change something first. Both speak of a sign-in; what a code means for a
 * capability, such as a refresh, is said there.
 */
public enum ErrorCode {
    /** The operator's configuration is wrong: unknown connector or connection, invalid field, rejected credentials. */
    INVALID_CONFIGURATION(Fault.ADMINISTRATOR, false, false),
    /** What the caller or the callback handed in is malformed. */
    INVALID_REQUEST(Fault.CALLER, false, false),
    /** No pending sign-in fits: none was begun here, or it expired, was used, or belongs to another browser or connection. */
    SIGN_IN_NOT_PENDING(Fault.USER, false, true),
    /** The user, or the provider on the user's behalf, declined. */
    ACCESS_DENIED(Fault.USER, false, true),
    /** The callback came from, or claims, another issuer (RFC 9207). */
    ISSUER_MISMATCH(Fault.PROVIDER, false, true),
    /** The provider answered with an OAuth error (RFC 6749 sections 4.1.2.1 and 5.2). */
    PROVIDER_ERROR(Fault.PROVIDER, false, true),
    /** The provider answered with something unusable: wrong shape, size, encoding, or a redirect. */
    INVALID_RESPONSE(Fault.PROVIDER, false, true),
    /** The ID token failed verification (OpenID Connect Core 1.0 section 3.1.3.7). */
    INVALID_ID_TOKEN(Fault.PROVIDER, false, true),
    /** There is no usable subject, or the userinfo does not belong to the ID token. */
    IDENTITY_MISMATCH(Fault.PROVIDER, false, true),
    /** The provider cannot be reached, is too slow, or answers with a server error. */
    PROVIDER_UNAVAILABLE(Fault.PROVIDER, false, true),
    /** The store of pending sign-ins failed; nothing was sent to the provider. */
    STORE_UNAVAILABLE(Fault.FRAMEWORK, true, false),
    /** A limit is reached; what is pending stays untouched. */
    CAPACITY_EXCEEDED(Fault.FRAMEWORK, true, false),
    /** A connector failed to load, or broke its contract. */
    CONNECTOR_FAILURE(Fault.FRAMEWORK, false, false),
    /** The connection does not offer what was asked of it. */
    UNSUPPORTED(Fault.CALLER, false, false);

    private final Fault fault;
    private final boolean retryable;
    private final boolean restart;

    ErrorCode(Fault fault, boolean retryable, boolean restart) {
        this.fault = fault;
        this.retryable = retryable;
        this.restart = restart;
    }

    /**
     * Whose turn it is.
     *
     * @return the party that has to act
     */
    public Fault fault() {
        return fault;
    }

    /**
     * Whether the same call may be made again.
     *
     * @return true if repeating it is safe and may succeed
     */
    public boolean retryable() {
        return retryable;
    }

    /**
     * Whether the user has to begin a new sign-in.
     *
     * @return true if this sign-in is over and a new one may succeed
     */
    public boolean restart() {
        return restart;
    }
}
