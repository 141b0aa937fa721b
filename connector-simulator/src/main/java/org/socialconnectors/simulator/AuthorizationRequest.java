package org.socialconnectors.simulator;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** An authorization request that the provider has looked at and would put before the user. */
record AuthorizationRequest(
        SimulatedClient client,
        URI redirectUri,
        Set<String> scopes,
        Optional<String> state,
        Optional<String> nonce,
        Optional<String> codeChallenge) {
    @Override
    public String toString() {
        return "authorization request of " + client.clientId();
    }
}
