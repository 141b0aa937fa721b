package org.socialconnectors.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.secret.Secret;

/** What a user has allowed a client, and how the user had signed in. All tokens that come of it carry its ID. */
record Grant(
        Secret id,
        SimulatedClient client,
        Persona persona,
        Set<String> scopes,
        Instant signedInAt,
        Optional<String> authenticationContext) {

    static Grant of(SimulatedClient client, Persona persona, Set<String> scopes, Instant signedInAt) {
        return new Grant(Secret.random(), client, persona, scopes, signedInAt, Optional.empty());
    }

    Grant inContext(Optional<String> context) {
        return new Grant(id, client, persona, scopes, signedInAt, context);
    }

    Grant narrowedTo(Set<String> fewerScopes) {
        return new Grant(id, client, persona, fewerScopes, signedInAt, authenticationContext);
    }
}
