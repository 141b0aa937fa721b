package com.example.acme;

import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;

public final class AcmeConnectorFactory implements SocialConnectorFactory {
    private static final OAuthProvider ACME = OAuthProvider.builder()
            .issuer("https://id.acme.example")
            .authorizationEndpoint("https://id.acme.example/authorize")
            .tokenEndpoint("https://id.acme.example/token")
            .userinfoEndpoint("https://id.acme.example/me")
            .defaultScopes("openid", "profile", "email")
            .profile(answers -> profile(answers.claims()))
            .build();

    private final ConnectorDescriptor descriptor = ConnectorDescriptor.builder("acme").readFrom(getClass());

    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    public SocialConnector create(JsonObject config, ConnectorContext context) {
        return new OAuthConnector(ACME, OAuthClient.of(config), context);
    }

    private static SocialProfile profile(JsonObject me) {
        return SocialProfile.builder().name(me.displayText("name").orElse(null))
                .username(me.displayText("nickname").orElse(null))
                .email(me.displayText("email").orElse(null), me.isTrue("email_verified"))
                .raw(me)
                .build();
    }
}
