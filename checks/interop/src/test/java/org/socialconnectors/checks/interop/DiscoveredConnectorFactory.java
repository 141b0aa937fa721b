package org.socialconnectors.checks.interop;

import java.util.function.UnaryOperator;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;

/** A connector for any provider, of which it is told no more than the issuer. */
final class DiscoveredConnectorFactory implements SocialConnectorFactory {
    static final String ID = "discovered";

    private final ConnectorDescriptor descriptor =
            ConnectorDescriptor.builder(ID).readFrom(DiscoveredConnectorFactory.class);
    private final UnaryOperator<OAuthClient.Builder> options;

    /** With options of the client that its configuration cannot state. */
    DiscoveredConnectorFactory(UnaryOperator<OAuthClient.Builder> options) {
        this.options = options;
    }

    @Override
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        OAuthProvider provider = OAuthProvider.builder()
                .issuer(config.text("issuer"))
                .discovered()
                .defaultScopes("openid", "profile", "email")
                .build();
        return new OAuthConnector(
                provider, options.apply(OAuthClient.builder(config)).build(), context);
    }
}
