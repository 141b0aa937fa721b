package com.example.forge;

import java.net.URI;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.ClientAuthentication;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;

public final class ForgeConnectorFactory implements SocialConnectorFactory {
    private static final OAuthProvider FORGE = OAuthProvider.builder()
            .namespace("https://forge.example")
            .authorizationEndpoint("https://forge.example/login/authorize")
            .tokenEndpoint("https://forge.example/login/access_token")
            .userinfoEndpoint("https://api.forge.example/user")
            .defaultScopes("read:user", "user:email")
            .withoutRefresh()
            .subject(answers -> answers.claims().idText("id"))
            .profile(answers -> {
                JsonObject user = answers.claims();
                JsonObject primary = answers.getAll(URI.create("https://api.forge.example/user/emails")).stream()
                        .filter(address -> address.isTrue("primary"))
                        .findFirst()
                        .orElse(user);
                return SocialProfile.builder()
                        .username(user.displayText("login").orElse(null))
                        .email(primary.displayText("email").orElse(null), primary.isTrue("verified"))
                        .raw(user)
                        .build();
            })
            .clientAuthentication(ClientAuthentication.clientSecretPost())
            .tokenAnswer(answer -> answer.object("data").orElse(answer))
            .build();

    private final ConnectorDescriptor descriptor = ConnectorDescriptor.builder("forge").readFrom(getClass());

    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    public SocialConnector create(JsonObject config, ConnectorContext context) {
        return new OAuthConnector(FORGE, OAuthClient.of(config), context);
    }
}
