package org.socialconnectors.standard;

import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;

/**
 * The connector {@code oauth2}: sign-in with a provider of OAuth 2.0 that has no ID tokens, but says who somebody is at an endpoint of
 * its own; JSON pointers (RFC 6901) say where. Errors of sign-ins are {@link OAuthConnector}'s. Thread-safe.
 */
public final class OAuth2ConnectorFactory implements SocialConnectorFactory {
    private final ConnectorDescriptor descriptor = ConnectorDescriptor.builder("oauth2")
            .target("oauth2")
            .languages("en", "fr", "es")
            .readFrom(OAuth2ConnectorFactory.class);

    @Override
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} and the field's pointer if {@code openid} is among the
     *     scopes, an address, a JSON pointer or a private key will not do, or a member is missing
     */
    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        Settings settings = new Settings(config);
        if (settings.words("scope").contains("openid")) {
            throw Settings.refusal("openid belongs to the connector oidc, which verifies ID tokens", "scope");
        }
        ProfileMapping person = new ProfileMapping(config);
        OAuthProvider.Builder provider = OAuthProvider.builder()
                .namespace(config.text("namespace"))
                .subject(person::subject)
                .profile(person::profile);
        settings.address("authorizationEndpoint", provider::authorizationEndpoint);
        settings.address("tokenEndpoint", provider::tokenEndpoint);
        settings.address("userinfoEndpoint", provider::userinfoEndpoint);
        if (config.has("emailsEndpoint")) {
            settings.requireHostOfAnEndpoint(
                    "emailsEndpoint", "authorizationEndpoint", "tokenEndpoint", "userinfoEndpoint");
        }
        return new OAuthConnector(
                provider.build(), settings.client(context.clock()).build(), context);
    }
}
