package org.socialconnectors.checks.examples;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** The provider that the example connector is for, simulated. */
final class Acorn {
    static final URI REDIRECT_URI = URI.create("http://127.0.0.1/callback");
    static final Map<String, String> CLIENT = Map.of("clientId", "tree", "clientSecret", "canary");
    static final Persona HAZEL = Persona.of("4711", "hazel", "Hazel Nutt")
            .withUserinfo(Map.of(
                    "id", 4711,
                    "login", "hazel",
                    "display_name", "Hazel Nutt",
                    "mail", "hazel@example.org",
                    "mail_confirmed", true));

    private Acorn() {}

    static SimulatedProvider at(URI server) {
        return SimulatedProvider.builder(server)
                .authorizationEndpoint(URI.create(server + "/connect/authorize"))
                .tokenEndpoint(URI.create(server + "/connect/token"))
                .userinfoEndpoint(URI.create(server + "/api/me"))
                .client(SimulatedClient.confidential(
                        "tree", Secret.of("canary"), List.of(REDIRECT_URI), Set.of("profile", "email")))
                .build();
    }
}
