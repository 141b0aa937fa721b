package com.example.forge;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

public class ForgeConformanceTest extends OAuthConnectorConformance {
    @Override
    protected SocialConnectorFactory factory() {
        return new ForgeConnectorFactory();
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.builder(URI.create("https://forge.example")) // the namespace
                .authorizationEndpoint(URI.create("https://forge.example/login/authorize"))
                .tokenEndpoint(URI.create("https://forge.example/login/access_token"))
                .userinfoEndpoint(URI.create("https://api.forge.example/user"))
                .resource(URI.create("https://api.forge.example/user/emails"), person -> List.of(
                        Map.of("email", "ada@example.org", "primary", true, "verified", true)));
    }

    @Override
    protected Persona person() {
        return Persona.of("47110815", "ada-lovelace", "Ada Example")
                .withUserinfo(Map.of("id", 47110815, "login", "ada-lovelace"));
    }

    @Override
    protected SocialProfile expectedProfile() {
        return SocialProfile.builder().username("ada-lovelace").email("ada@example.org", true).build();
    }

    @Override
    protected List<String> scopes() {
        return List.of("read:user", "user:email");
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return ClientAuthenticationMethod.CLIENT_SECRET_POST;
    }

    @Override
    protected String subjectMember() {
        return "id";
    }

    @Override
    protected String emailVerifiedMember() {
        return "verified";
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
