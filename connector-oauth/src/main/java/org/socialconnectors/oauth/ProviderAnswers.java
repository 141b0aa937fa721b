package org.socialconnectors.oauth;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;

/**
 * All that a provider said during one sign-in, already verified: what a provider's hooks map a person from. For one thread; its
 * text shows nothing.
 */
public final class ProviderAnswers {
    private final CallbackParameters callback;
    private final JsonObject token;
    private final @Nullable JsonObject idToken;
    private final @Nullable JsonObject userinfo;
    private final Resources resources;
    private final List<Secret> inFlight;

    ProviderAnswers(
            CallbackParameters callback,
            JsonObject token,
            @Nullable JsonObject idToken,
            @Nullable JsonObject userinfo,
            Resources resources,
            List<Secret> inFlight) {
        this.callback = callback;
        this.token = token;
        this.idToken = idToken;
        this.userinfo = userinfo;
        this.resources = resources;
        this.inFlight = inFlight;
    }

    /**
     * What the browser brought back.
     *
     * @return the callback's parameters
     */
    public CallbackParameters callback() {
        return callback;
    }

    /**
     * What the token endpoint answered; it contains the tokens.
     *
     * @return the answer
     */
    public JsonObject token() {
        return token;
    }

    /**
     * The claims of the ID token.
     *
     * @return the claims, if an ID token was asked for; verified
     */
    public Optional<JsonObject> idToken() {
        return Optional.ofNullable(idToken);
    }

    /**
     * What the userinfo endpoint answered.
     *
     * @return the answer, if the provider has a userinfo endpoint; its subject is the ID token's
     */
    public Optional<JsonObject> userinfo() {
        return Optional.ofNullable(userinfo);
    }

    /**
     * The claims about the person: those of userinfo, or of the ID token where there is no userinfo. They are never mixed, for
     * an address from one source and "verified" from the other would make a statement that nobody made.
     *
     * @return the claims; empty if the provider has neither
     */
    public JsonObject claims() {
        return userinfo().or(this::idToken).orElseGet(() -> JsonObject.response(Map.of()));
    }

    /**
     * Asks the provider for more, with the access token.
     *
     * @param resource an address on a host that has one of the provider's endpoints; any other is {@code CONNECTOR_FAILURE}
     * @return a JSON object
     * @throws ConnectorException with {@code PROVIDER_ERROR}, {@code INVALID_RESPONSE} or {@code PROVIDER_UNAVAILABLE}
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public JsonObject get(URI resource) throws InterruptedException {
        return Endpoint.RESOURCE.object(resources.get(resource), inFlight);
    }

    /**
     * Asks the provider for more, with the access token.
     *
     * @param resource an address on a host that has one of the provider's endpoints; any other is {@code CONNECTOR_FAILURE}
     * @return the objects of a JSON array
     * @throws ConnectorException with {@code PROVIDER_ERROR}, {@code INVALID_RESPONSE} or {@code PROVIDER_UNAVAILABLE}
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public List<JsonObject> getAll(URI resource) throws InterruptedException {
        return Endpoint.RESOURCE.objects(resources.get(resource), inFlight);
    }

    @Override
    public String toString() {
        return "ProviderAnswers";
    }

    /** Asks with the access token of this sign-in. */
    @FunctionalInterface
    interface Resources {
        HttpTransport.Response get(URI resource) throws InterruptedException;
    }
}
