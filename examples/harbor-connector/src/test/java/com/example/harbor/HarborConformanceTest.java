package com.example.harbor;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

public class HarborConformanceTest extends OAuthConnectorConformance {
    @Override
    protected SocialConnectorFactory factory() {
        return new HarborConnectorFactory();
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.builder(URI.create("https://harbor.example")) // the namespace
                .authorizationEndpoint(URI.create("https://harbor.example/authorize"))
                .tokenEndpoint(URI.create("https://harbor.example/token"))
                .userinfoEndpoint(URI.create("https://harbor.example/api/me"));
    }

    @Override
    protected Persona person() {
        return Persona.of("usr_8f3a2c1d", "ada-lovelace", "Ada Example")
                .withUserinfo(Map.of(
                        "id", "usr_8f3a2c1d",
                        "name", "Ada Example",
                        "mail", "ada@example.org",
                        "mail_confirmed", true));
    }

    @Override
    protected SocialProfile expectedProfile() {
        return SocialProfile.builder()
                .name("Ada Example")
                .email("ada@example.org", true)
                .build();
    }

    @Override
    protected List<String> scopes() {
        return List.of("profile", "mail");
    }

    @Override
    protected String subjectMember() {
        return "id";
    }

    @Override
    protected String emailVerifiedMember() {
        return "mail_confirmed";
    }

    @Override
    protected boolean supportsIdTokens() {
        return false;
    }

    @Override
    protected boolean pinsIssuer() {
        return false;
    }

    @Override
    protected boolean supportsRefresh() {
        return false;
    }

    @Override
    protected boolean supportsPublicClients() {
        return false;
    }
}
