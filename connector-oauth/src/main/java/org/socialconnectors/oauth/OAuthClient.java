package org.socialconnectors.oauth;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/**
 * The application as registered with the provider (RFC 6749 section 2). With a secret it is a confidential client, without one
 * a public client. Immutable and thread-safe; its text shows the client ID only.
 */
public final class OAuthClient {
    private final String id;
    private final @Nullable Secret secret;
    private final List<String> scopes;
    private final Map<String, String> authorizationParameters;

    private OAuthClient(
            String id, @Nullable Secret secret, List<String> scopes, Map<String, String> authorizationParameters) {
        this.id = id;
        this.secret = secret;
        this.scopes = scopes;
        this.authorizationParameters = authorizationParameters;
    }

    /**
     * A client.
     *
     * @param id the client identifier
     * @param secret the client secret; null for a public client
     * @return the client, asking for the provider's default scopes
     */
    public static OAuthClient of(String id, @Nullable Secret secret) {
        return new OAuthClient(id, secret, List.of(), Map.of());
    }

    /**
     * A client from the usual members of a configuration: {@code clientId}, {@code clientSecret} (optional) and {@code scope}
     * (optional, delimited by spaces).
     *
     * @param config a valid configuration
     * @return the client
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if a member is missing or not a string
     */
    public static OAuthClient of(JsonObject config) {
        return of(config.text("clientId"), config.secret("clientSecret").orElse(null))
                .scopes(Scopes.split(config.optionalText("scope").orElse("")));
    }

    /**
     * The same client asking for other scopes.
     *
     * @param values the scopes; empty for the provider's default
     * @return another client
     */
    public OAuthClient scopes(List<String> values) {
        return new OAuthClient(id, secret, List.copyOf(values), authorizationParameters);
    }

    /**
     * The same client sending one more parameter with each authorization request.
     *
     * @param name the parameter, not one that the engine sets itself
     * @param value its value
     * @return another client
     */
    public OAuthClient authorizationParameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(authorizationParameters);
        more.put(name, value);
        return new OAuthClient(id, secret, scopes, Collections.unmodifiableMap(more));
    }

    /**
     * The client identifier.
     *
     * @return the identifier
     */
    public String id() {
        return id;
    }

    /**
     * The client secret.
     *
     * @return the secret, unless this is a public client
     */
    public Optional<Secret> secret() {
        return Optional.ofNullable(secret);
    }

    /**
     * What to ask for when a sign-in does not say.
     *
     * @return the scopes; empty for the provider's default
     */
    public List<String> scopes() {
        return scopes;
    }

    /**
     * What to send with each authorization request beyond the standard.
     *
     * @return an unmodifiable map by parameter name
     */
    public Map<String, String> authorizationParameters() {
        return authorizationParameters;
    }

    @Override
    public String toString() {
        return "OAuthClient(" + id + ")";
    }
}
