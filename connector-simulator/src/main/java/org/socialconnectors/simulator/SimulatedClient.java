package org.socialconnectors.simulator;

import java.net.URI;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.socialconnectors.api.secret.Secret;

/**
 * An application registered at the simulated provider. Immutable and thread-safe.
 *
 * @param clientId its client ID; the https URL of a Client ID Metadata Document is registered like any other and never fetched
 * @param name the name shown on the consent page
 * @param secret its secret, if it has one
 * @param redirectUris where a callback may go
 * @param scopes what it may ask for
 * @param authentication how it may prove who it is
 * @param publicKey its public key for {@code private_key_jwt} as a JSON Web Key (RFC 7517)
 * @param postLogoutRedirectUris where the browser may go after signing out
 */
public record SimulatedClient(
        String clientId,
        String name,
        Optional<Secret> secret,
        List<URI> redirectUris,
        Set<String> scopes,
        Set<ClientAuthenticationMethod> authentication,
        Optional<String> publicKey,
        List<URI> postLogoutRedirectUris) {

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if the public key is not a JSON Web Key, or a private one
     */
    public SimulatedClient {
        redirectUris = List.copyOf(redirectUris);
        scopes = Set.copyOf(scopes);
        authentication = Set.copyOf(authentication);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        publicKey.ifPresent(ClientAssertions::parse);
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
        return of(
                clientId,
                Optional.of(secret),
                redirectUris,
                scopes,
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                Optional.empty());
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
        return of(clientId, Optional.empty(), redirectUris, scopes, ClientAuthenticationMethod.NONE, Optional.empty());
    }

    /**
     * A client with a private key, which has to authenticate by {@code private_key_jwt} (RFC 7523 section 2.2).
     *
     * @param clientId its client ID
     * @param publicKey the public key, RSA or P-256, as a JSON Web Key; if it has a {@code kid}, assertions have to name it or
     *     none
     * @param redirectUris where a callback may go
     * @param scopes what it may ask for
     * @return a client
     * @throws IllegalArgumentException if the public key is not a JSON Web Key, or a private one
     */
    public static SimulatedClient withPrivateKey(
            String clientId, String publicKey, Collection<URI> redirectUris, Collection<String> scopes) {
        return of(
                clientId,
                Optional.empty(),
                redirectUris,
                scopes,
                ClientAuthenticationMethod.PRIVATE_KEY_JWT,
                Optional.of(publicKey));
    }

    /**
     * The same client under a name for people.
     *
     * @param newName the name shown on the consent page
     * @return another client
     */
    public SimulatedClient named(String newName) {
        return new SimulatedClient(
                clientId, newName, secret, redirectUris, scopes, authentication, publicKey, postLogoutRedirectUris);
    }

    /**
     * The same client under another secret: the application that has the old one is refused.
     *
     * @param newSecret the secret
     * @return another client
     */
    public SimulatedClient withSecret(Secret newSecret) {
        return new SimulatedClient(
                clientId,
                name,
                Optional.of(newSecret),
                redirectUris,
                scopes,
                authentication,
                publicKey,
                postLogoutRedirectUris);
    }

    /**
     * The same client, which may send its secret as a field of the form too.
     *
     * @return another client
     */
    public SimulatedClient allowingSecretInBody() {
        Set<ClientAuthenticationMethod> both = EnumSet.of(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        both.addAll(authentication);
        return authenticating(both);
    }

    /**
     * The same client, which has to prove who it is in one way.
     *
     * @param method the way
     * @return another client
     */
    public SimulatedClient authenticatingBy(ClientAuthenticationMethod method) {
        return authenticating(Set.of(method));
    }

    /**
     * The same client, to which the browser may come back after signing out.
     *
     * @param uri a post-logout redirect URI, in addition to those there are
     * @return another client
     */
    public SimulatedClient withPostLogoutRedirectUri(URI uri) {
        return new SimulatedClient(
                clientId,
                name,
                secret,
                redirectUris,
                scopes,
                authentication,
                publicKey,
                Stream.concat(postLogoutRedirectUris.stream(), Stream.of(uri)).toList());
    }

    boolean may(ClientAuthenticationMethod method) {
        return authentication.contains(method);
    }

    private SimulatedClient authenticating(Set<ClientAuthenticationMethod> methods) {
        return new SimulatedClient(
                clientId, name, secret, redirectUris, scopes, methods, publicKey, postLogoutRedirectUris);
    }

    private static SimulatedClient of(
            String clientId,
            Optional<Secret> secret,
            Collection<URI> redirectUris,
            Collection<String> scopes,
            ClientAuthenticationMethod method,
            Optional<String> publicKey) {
        return new SimulatedClient(
                clientId,
                clientId,
                secret,
                List.copyOf(redirectUris),
                Set.copyOf(scopes),
                Set.of(method),
                publicKey,
                List.of());
    }
}
