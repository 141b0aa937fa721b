package org.socialconnectors.oauth;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Check;

/**
 * What one sign-in brings to the token endpoint.
 *
 * @param callback what the browser brought back; empty on a device
 * @param scopes what was asked for
 * @param nonce what an ID token must contain; null where none was sent
 * @param proofKey what the tokens are to be bound to, if anything
 * @param checks that were made so far
 * @param inFlight secrets that a provider could echo
 */
record Exchange(
        CallbackParameters callback,
        List<String> scopes,
        @Nullable Secret nonce,
        @Nullable ProofKey proofKey,
        Set<Check> checks,
        List<Secret> inFlight) {}
