package org.socialconnectors.huggingface;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

/**
 * The environment in which Hugging Face runs a Space with sign-in: {@code OAUTH_CLIENT_ID}, {@code OAUTH_CLIENT_SECRET}, {@code
 * OAUTH_SCOPES}, {@code OPENID_PROVIDER_URL} and {@code SPACE_HOST}. A program elsewhere can set the same variables. Immutable
 * and thread-safe; its text shows nothing.
 */
public final class HuggingFaceSpace {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})");
    private static final Map<String, String> MEMBERS = Map.of(
            "OAUTH_CLIENT_ID", "clientId",
            "OAUTH_CLIENT_SECRET", "clientSecret",
            "OAUTH_SCOPES", "scope",
            "OPENID_PROVIDER_URL", "hubUrl");

    private final JsonObject config;
    private final @Nullable URI origin;

    private HuggingFaceSpace(JsonObject config, @Nullable URI origin) {
        this.config = config;
        this.origin = origin;
    }

    /**
     * Reads the environment. A variable that is set to nothing counts as not set.
     *
     * @param environment such as {@link System#getenv()}
     * @return the Space, if {@code OAUTH_CLIENT_ID} is set
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if {@code SPACE_HOST} is not a host name
     */
    public static Optional<HuggingFaceSpace> of(Map<String, String> environment) {
        if (environment.getOrDefault("OAUTH_CLIENT_ID", "").isBlank()) {
            return Optional.empty();
        }
        Map<String, Object> config = new LinkedHashMap<>();
        MEMBERS.forEach((variable, member) -> {
            String value = environment.getOrDefault(variable, "").strip();
            if (!value.isEmpty()) {
                config.put(member, value);
            }
        });
        return Optional.of(new HuggingFaceSpace(
                JsonObject.config(config),
                origin(environment.getOrDefault("SPACE_HOST", "").strip())));
    }

    /**
     * The configuration for {@code huggingface-universal}, not validated yet.
     *
     * @return the members that the environment states
     */
    public JsonObject config() {
        return config;
    }

    /**
     * Where people reach the Space, for its redirect URI.
     *
     * @return an https origin without a path, if the environment states a host
     */
    public Optional<URI> origin() {
        return Optional.ofNullable(origin);
    }

    /** Nothing of the environment. */
    @Override
    public String toString() {
        return "HuggingFaceSpace";
    }

    private static @Nullable URI origin(String host) {
        if (host.isEmpty()) {
            return null;
        }
        if (!HOST.matcher(host).matches()) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_CONFIGURATION, "a variable of the environment is not a host name")
                    .with(Detail.PARAMETER, "SPACE_HOST")
                    .build();
        }
        return URI.create("https://" + host);
    }
}
