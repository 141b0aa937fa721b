package org.socialconnectors.huggingface;

import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;

/**
 * The connector {@code huggingface-universal}: sign-in with Hugging Face, or with a private hub. Errors are {@link
 * OAuthConnector}'s; {@link HuggingFaceProfile} reads what Hugging Face says beyond the standard claims. Thread-safe.
 */
public final class HuggingFaceConnectorFactory implements SocialConnectorFactory {
    private final ConnectorDescriptor descriptor = ConnectorDescriptor.builder("huggingface-universal")
            .target("huggingface")
            .languages("en", "fr", "es", "de", "zh-CN", "ja", "ko", "pt-BR", "tr-TR")
            .readFrom(HuggingFaceConnectorFactory.class);

    @Override
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        String hub = config.uri("hubUrl").toString().replaceFirst("/+$", "");
        OAuthProvider.Builder provider = OAuthProvider.builder()
                .issuer(hub)
                .authorizationEndpoint(hub + "/oauth/authorize")
                .tokenEndpoint(hub + "/oauth/token")
                .userinfoEndpoint(hub + "/oauth/userinfo")
                .deviceAuthorizationEndpoint(hub + "/oauth/device")
                .defaultScopes("profile");
        if (config.secret("clientSecret").isPresent()) {
            // Hugging Face exchanges tokens for clients with a secret only.
            provider.tokenExchange();
        }
        OAuthClient.Builder client = OAuthClient.builder(config);
        config.optionalText("orgIds").ifPresent(organization -> client.authorizationParameter("orgIds", organization));
        return new OAuthConnector(provider.build(), client.build(), context);
    }
}
