package org.socialconnectors.standard;

import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.ClientAuthentication;
import org.socialconnectors.oauth.OAuthClient;

/** A configuration's members that both connectors have; whatever is wrong with one is said with its pointer. Immutable. */
final class Settings {
    private final JsonObject config;

    Settings(JsonObject config) {
        this.config = config;
    }

    /** The client with its way to prove itself, and the parameters that go with each authorization request. */
    OAuthClient.Builder client(InstantSource clock) {
        OAuthClient.Builder client = OAuthClient.builder(config);
        authentication(clock).ifPresent(client::authentication);
        config.object("authorizationParameters")
                .ifPresent(parameters ->
                        parameters.names().forEach(name -> client.authorizationParameter(name, parameters.text(name))));
        return client;
    }

    List<String> words(String field) {
        return Arrays.stream(config.optionalText(field).orElse("").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Hands a required address to a provider's builder. */
    void address(String field, Consumer<String> setter) {
        set(field, config.text(field), setter);
    }

    /** Hands an address to a provider's builder if there is one. */
    void optionalAddress(String field, Consumer<String> setter) {
        config.optionalText(field).ifPresent(address -> set(field, address, setter));
    }

    /** Whether a resource is where the access token goes anyway; the engine asks no other host. */
    void requireHostOfAnEndpoint(String field, String... endpoints) {
        URI resource = config.uri(field);
        boolean known = Arrays.stream(endpoints)
                .map(config::uri)
                .anyMatch(endpoint -> resource.getScheme().equalsIgnoreCase(endpoint.getScheme())
                        && resource.getRawAuthority().equalsIgnoreCase(endpoint.getRawAuthority()));
        if (!known) {
            throw refusal("an address is on a host that has none of the provider's endpoints", field);
        }
    }

    static ConnectorException refusal(String reason, String field) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason)
                .with(Detail.POINTER, "/" + field)
                .build();
    }

    private Optional<ClientAuthentication> authentication(InstantSource clock) {
        return switch (config.text("clientAuthentication")) {
            case "client_secret_basic" -> Optional.of(ClientAuthentication.clientSecretBasic());
            case "client_secret_post" -> Optional.of(ClientAuthentication.clientSecretPost());
            case "client_secret_jwt" -> Optional.of(ClientAuthentication.clientSecretJwt(clock));
            case "private_key_jwt" ->
                Optional.of(ClientAuthentication.privateKeyJwt(
                        config.secret("privateKey").orElseThrow(() -> refusal("a private key is needed", "privateKey")),
                        clock));
            case "none" -> Optional.of(ClientAuthentication.none());
            case "auto" -> Optional.empty();
            default -> throw refusal("the client authentication is unknown", "clientAuthentication");
        };
    }

    private static void set(String field, String address, Consumer<String> setter) {
        try {
            setter.accept(address);
        } catch (ConnectorException refused) {
            // The builder cannot know what the field is called here.
            throw refusal(
                    "an address is not https (or http on a loopback address), or has a fragment or user information",
                    field);
        }
    }

    @Override
    public String toString() {
        return "Settings";
    }
}
