package org.socialconnectors.simulator;

import java.time.Instant;
import java.util.Set;

/** What a user has allowed a client. */
record Grant(SimulatedClient client, Persona persona, Set<String> scopes, Instant signedInAt) {}
