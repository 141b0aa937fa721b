package org.socialconnectors.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** An authorization request that the provider has looked at and would put before the user. */
record AuthorizationRequest(
        SimulatedClient client,
        URI redirectUri,
        Set<String> scopes,
        Optional<String> state,
        Optional<String> nonce,
        Optional<String> codeChallenge,
        boolean formPost,
        Set<String> prompts,
        Optional<Duration> maxAge,
        Optional<String> authenticationContext,
        Optional<String> keyThumbprint) {

    /** Whether the user must not be asked anything. */
    boolean silent() {
        return prompts.contains("none");
    }

    @Override
    public String toString() {
        return "authorization request of " + client.clientId();
    }
}
