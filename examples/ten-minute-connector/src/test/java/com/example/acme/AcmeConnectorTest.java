package com.example.acme;

import java.net.URI;
import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

class AcmeConnectorTest extends OAuthConnectorConformance {
    protected SocialConnectorFactory factory() {
        return new AcmeConnectorFactory();
    }

    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.builder(URI.create("https://id.acme.example"))
                .authorizationEndpoint(URI.create("https://id.acme.example/authorize"))
                .tokenEndpoint(URI.create("https://id.acme.example/token"))
                .userinfoEndpoint(URI.create("https://id.acme.example/me"))
                .jwksUri(URI.create("https://id.acme.example/keys"))
                .discovery(true);
    }

    protected Persona person() {
        return Persona.of("acme-4711", "ada-lovelace", "Ada Example").withUserinfo(Map.of(
                "sub", "acme-4711", "name", "Ada Example", "nickname", "ada-lovelace",
                "email", "ada@example.org", "email_verified", true));
    }

    protected SocialProfile expectedProfile() {
        return SocialProfile.builder().name("Ada Example").username("ada-lovelace").email("ada@example.org", true).build();
    }
}
