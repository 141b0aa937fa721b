package org.socialconnectors.oauth;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/** Requests from client to provider, authenticated as the provider wants it and with proof of possession where asked. Thread-safe. */
final class BackChannel {
    private static final String PROOF = "DPoP";
    private static final String NONCE = "DPoP-Nonce";

    private final OAuthProvider provider;
    private final OAuthClient client;
    private final Metadata metadata;
    private final HttpTransport http;
    private final InstantSource clock;

    BackChannel(OAuthProvider provider, OAuthClient client, Metadata metadata, ConnectorContext context) {
        this.provider = provider;
        this.client = client;
        this.metadata = metadata;
        this.http = context.http();
        this.clock = context.clock();
    }

    /** A request that the client has to authenticate. */
    TokenRequest request(URI endpoint) {
        String audience = provider.issuer()
                .filter(issuer -> !issuer.hasTenants())
                .map(Issuer::published)
                .orElse(endpoint.toString());
        return TokenRequest.to(endpoint, audience);
    }

    /** Asks the token endpoint; an error in its answer is thrown. */
    JsonObject tokens(TokenRequest request, @Nullable ProofKey key, List<Secret> inFlight) throws InterruptedException {
        TokenRequest authenticated = provider.tokenRequest().apply(authenticated(request));
        HttpTransport.Response response = send(Endpoint.TOKEN, authenticated.toHttp(), key, null, null);
        Optional<String> nonce = demandedNonce(key, response);
        if (nonce.isPresent()) {
            // Authenticated anew, because an assertion serves once.
            authenticated = provider.tokenRequest().apply(authenticated(request));
            response = send(Endpoint.TOKEN, authenticated.toHttp(), key, null, nonce.get());
        }
        List<Secret> secrets = secrets(authenticated, inFlight);
        JsonObject answer = provider.tokenAnswer().apply(Endpoint.TOKEN.object(response, secrets));
        throwIfError(Endpoint.TOKEN, answer, secrets);
        return answer;
    }

    /** Asks another endpoint at which the client authenticates. */
    JsonObject object(Endpoint endpoint, TokenRequest request, List<Secret> inFlight) throws InterruptedException {
        TokenRequest authenticated = authenticated(request);
        List<Secret> secrets = secrets(authenticated, inFlight);
        JsonObject answer = endpoint.object(endpoint.send(http, authenticated.toHttp()), secrets);
        throwIfError(endpoint, answer, secrets);
        return answer;
    }

    /** Tells an endpoint at which the client authenticates. */
    void tell(Endpoint endpoint, TokenRequest request, List<Secret> inFlight) throws InterruptedException {
        TokenRequest authenticated = authenticated(request);
        endpoint.success(endpoint.send(http, authenticated.toHttp()), secrets(authenticated, inFlight));
    }

    /** Asks with an access token. */
    HttpTransport.Response resource(Endpoint endpoint, URI uri, Secret accessToken, @Nullable ProofKey key)
            throws InterruptedException {
        String scheme = key == null ? "Bearer " : "DPoP ";
        HttpTransport.Request request =
                HttpTransport.Request.get(uri).header("Authorization", scheme + accessToken.reveal());
        HttpTransport.Response response = send(endpoint, request, key, accessToken, null);
        Optional<String> nonce = demandedNonce(key, response);
        return nonce.isPresent() ? send(endpoint, request, key, accessToken, nonce.get()) : response;
    }

    private HttpTransport.Response send(
            Endpoint endpoint,
            HttpTransport.Request request,
            @Nullable ProofKey key,
            @Nullable Secret accessToken,
            @Nullable String nonce)
            throws InterruptedException {
        if (key == null) {
            return endpoint.send(http, request);
        }
        String proof = key.proof(request.method(), request.uri(), clock.instant(), accessToken, nonce);
        return endpoint.send(http, request.header(PROOF, proof));
    }

    // RFC 9449 sections 8 and 9: refused for want of a nonce, and only for that, a request is made again with it, once.
    private static Optional<String> demandedNonce(@Nullable ProofKey key, HttpTransport.Response response) {
        return key != null && wantsNonce(response) ? response.header(NONCE) : Optional.empty();
    }

    private static boolean wantsNonce(HttpTransport.Response response) {
        boolean inBody = StrictJson.object(response.body())
                .flatMap(body -> body.displayText("error"))
                .filter("use_dpop_nonce"::equals)
                .isPresent();
        return switch (response.status()) {
            case 400 -> inBody;
            case 401 ->
                inBody
                        || response.header("WWW-Authenticate")
                                .filter(challenge -> challenge.contains("use_dpop_nonce"))
                                .isPresent();
            default -> false;
        };
    }

    private TokenRequest authenticated(TokenRequest request) throws InterruptedException {
        return authentication().authenticate(request, client);
    }

    private ClientAuthentication authentication() throws InterruptedException {
        Optional<ClientAuthentication> chosen = client.authentication().or(provider::clientAuthentication);
        if (chosen.isPresent()) {
            return chosen.get();
        }
        if (client.secret().isEmpty()) {
            return ClientAuthentication.none();
        }
        // Only a hint: providers support what they do not list, and basic is what every provider has to (RFC 6749
        // section 2.3.1).
        List<String> listed = metadata.lists("token_endpoint_auth_methods_supported");
        return listed.contains("client_secret_post") && !listed.contains("client_secret_basic")
                ? ClientAuthentication.clientSecretPost()
                : ClientAuthentication.clientSecretBasic();
    }

    private List<Secret> secrets(TokenRequest request, List<Secret> inFlight) {
        List<Secret> secrets = new ArrayList<>(inFlight);
        secrets.addAll(request.secrets());
        client.secret().ifPresent(secrets::add);
        return secrets;
    }

    private static void throwIfError(Endpoint endpoint, JsonObject answer, List<Secret> secrets) {
        endpoint.oauthError(answer, secrets).ifPresent(error -> {
            throw error.build();
        });
    }
}
