package example.acorn;

import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.oauth.OAuthClient;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.oauth.OAuthProvider;

/** The connector {@code acorn}: sign-in with Acorn, which calls people by numbers that it never reassigns. */
public final class AcornConnectorFactory implements SocialConnectorFactory {
    private final ConnectorDescriptor descriptor =
            ConnectorDescriptor.builder("acorn").languages("en", "fr").readFrom(AcornConnectorFactory.class);

    @Override
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        String server = config.text("server");
        OAuthProvider acorn = OAuthProvider.builder()
                .namespace(server)
                .authorizationEndpoint(server + "/connect/authorize")
                .tokenEndpoint(server + "/connect/token")
                .userinfoEndpoint(server + "/api/me")
                .defaultScopes("profile", "email")
                .subject(answers -> answers.claims().idText("id"))
                .profile(answers -> profile(answers.claims()))
                .build();
        return new OAuthConnector(acorn, OAuthClient.of(config), context);
    }

    private static SocialProfile profile(JsonObject me) {
        return SocialProfile.builder()
                .name(me.displayText("display_name").orElse(null))
                .username(me.displayText("login").orElse(null))
                .email(me.displayText("mail").orElse(null), me.isTrue("mail_confirmed"))
                .raw(me)
                .build();
    }
}
