package org.socialconnectors.checks.interop;

import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;

/** A connector for any Spring Authorization Server with its default endpoints. */
final class SpringConnectorFactory implements SocialConnectorFactory {
    private final ConnectorDescriptor descriptor =
            ConnectorDescriptor.builder("spring").readFrom(SpringConnectorFactory.class);

    @Override
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        String issuer = config.text("issuer");
        OAuthProvider provider = OAuthProvider.builder()
                .issuer(issuer)
                .authorizationEndpoint(issuer + "/oauth2/authorize")
                .tokenEndpoint(issuer + "/oauth2/token")
                .userinfoEndpoint(issuer + "/userinfo")
                .defaultScopes("openid", "profile", "email")
                .build();
        return new OAuthConnector(provider, OAuthClient.of(config), context);
    }
}
