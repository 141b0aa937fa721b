package org.socialconnectors.simulator;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.secret.Secret;

/**
 * An application registered at the simulated provider. Immutable and thread-safe.
 *
 * @param clientId its client ID
 * @param name the name shown on the consent page
 * @param secret its secret; empty for a public client
 * @param redirectUris where a callback may go
 * @param scopes what it may ask for
 * @param secretInBody whether it may send its secret as a field of the form (RFC 6749 section 2.3.1 advises against it)
 */
public record SimulatedClient(
        String clientId,
        String name,
        Optional<Secret> secret,
        List<URI> redirectUris,
        Set<String> scopes,
        boolean secretInBody) {

    /** Copies the collections. */
    public SimulatedClient {
        redirectUris = List.copyOf(redirectUris);
        scopes = Set.copyOf(scopes);
    }

    /**
     * A client with a secret, which it has to send by HTTP Basic authentication.
     *
     * @param clientId its client ID
     * @param secret its secret
     * @param redirectUris where a callback may go
     * @param scopes what it may ask for
     * @return a client
     */
    public static SimulatedClient confidential(
            String clientId, Secret secret, Collection<URI> redirectUris, Collection<String> scopes) {
        return new SimulatedClient(
                clientId, clientId, Optional.of(secret), List.copyOf(redirectUris), Set.copyOf(scopes), false);
    }

    /**
     * A client without a secret, which has to send its client ID as a field of the form.
     *
     * @param clientId its client ID
     * @param redirectUris where a callback may go
     * @param scopes what it may ask for
     * @return a client
     */
    public static SimulatedClient withoutSecret(
            String clientId, Collection<URI> redirectUris, Collection<String> scopes) {
        return new SimulatedClient(
                clientId, clientId, Optional.empty(), List.copyOf(redirectUris), Set.copyOf(scopes), false);
    }

    /**
     * The same client under a name for people.
     *
     * @param newName the name shown on the consent page
     * @return another client
     */
    public SimulatedClient named(String newName) {
        return new SimulatedClient(clientId, newName, secret, redirectUris, scopes, secretInBody);
    }

    /**
     * The same client, which may send its secret as a field of the form too.
     *
     * @return another client
     */
    public SimulatedClient allowingSecretInBody() {
        return new SimulatedClient(clientId, name, secret, redirectUris, scopes, true);
    }
}
