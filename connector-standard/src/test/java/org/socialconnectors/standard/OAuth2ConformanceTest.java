package org.socialconnectors.standard;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/** A provider with userinfo of its own shape and numbers for subjects. */
class OAuth2ConformanceTest extends OAuthConnectorConformance {
    @Override
    protected SocialConnectorFactory factory() {
        return new OAuth2ConnectorFactory();
    }

    @Override
    protected Map<String, ?> configuration() {
        return Map.ofEntries(
                Map.entry("namespace", "https://code.example"),
                Map.entry("authorizationEndpoint", "https://code.example/login/oauth/authorize"),
                Map.entry("tokenEndpoint", "https://code.example/login/oauth/access_token"),
                Map.entry("userinfoEndpoint", "https://api.code.example/user"),
                Map.entry("clientId", "client"),
                Map.entry("clientSecret", "a-configured-client-secret"),
                Map.entry("subjectPointer", "/id"),
                Map.entry("namePointer", "/name"),
                Map.entry("usernamePointer", "/login"),
                Map.entry("avatarPointer", "/pictures/0/url"),
                Map.entry("pagePointer", "/links/a~1b"),
                Map.entry("emailPointer", "/email"),
                Map.entry("emailVerifiedPointer", "/email_confirmed"));
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.builder(URI.create("https://code.example"))
                .authorizationEndpoint(URI.create("https://code.example/login/oauth/authorize"))
                .tokenEndpoint(URI.create("https://code.example/login/oauth/access_token"))
                .userinfoEndpoint(URI.create("https://api.code.example/user"));
    }

    @Override
    protected Persona person() {
        return Persona.of("583231", "ada", "Ada Example")
                .withUserinfo(Map.of(
                        "id",
                        583231L,
                        "name",
                        "Ada Example",
                        "login",
                        "ada",
                        "email",
                        "ada@example.org",
                        "email_confirmed",
                        true,
                        "pictures",
                        List.of(Map.of("url", "https://code.example/ada.png")),
                        "links",
                        Map.of("a/b", "https://code.example/ada")));
    }

    @Override
    protected Identity expectedIdentity() {
        return new Identity("https://code.example", "583231");
    }

    @Override
    protected SocialProfile expectedProfile() {
        return SocialProfile.builder()
                .name("Ada Example")
                .username("ada")
                .email("ada@example.org", true)
                .avatar(URI.create("https://code.example/ada.png"))
                .page(URI.create("https://code.example/ada"))
                .build();
    }

    @Override
    protected String subjectMember() {
        return "id";
    }

    @Override
    protected String emailVerifiedMember() {
        return "email_confirmed";
    }

    @Override
    protected boolean supportsIdTokens() {
        return false;
    }

    @Override
    protected boolean pinsIssuer() {
        return false;
    }
}
