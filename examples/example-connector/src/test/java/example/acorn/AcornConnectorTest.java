package example.acorn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.core.signin.SignIns;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

class AcornConnectorTest {
    private static final URI REDIRECT_URI = URI.create("https://app.example.org/callback/acorn");
    private static final Persona HAZEL = Persona.of("4711", "hazel", "Hazel Nutt")
            .withUserinfo(Map.of(
                    "id", 4711,
                    "login", "hazel",
                    "display_name", "Hazel Nutt",
                    "mail", "hazel@example.org",
                    "mail_confirmed", true));

    private final SimulatedProvider acorn = SimulatedProvider.builder(URI.create("https://acorn.example"))
            .authorizationEndpoint(URI.create("https://acorn.example/connect/authorize"))
            .tokenEndpoint(URI.create("https://acorn.example/connect/token"))
            .userinfoEndpoint(URI.create("https://acorn.example/api/me"))
            .client(SimulatedClient.confidential(
                    "tree", Secret.of("canary"), List.of(REDIRECT_URI), Set.of("profile", "email")))
            .build();

    @Test
    void a_person_signs_in() throws Exception {
        ConnectorRegistry<SocialConnectorFactory> registry =
                ConnectorRegistry.load(SocialConnectorFactory.class, AcornConnectorTest.class.getClassLoader());
        Connections connections = new Connections(registry, acorn);
        connections.put(ConnectionSettings.of("acorn", "acorn")
                .redirectUris(REDIRECT_URI.toString())
                .config(Map.of("clientId", "tree", "clientSecret", "canary")));
        SignIns signIns = new SignIns(connections, new MemoryPendingSignIns());
        BrowserKey browser = BrowserKey.random();

        URI toAcorn = signIns.begin("acorn", browser, SignInRequest.to(REDIRECT_URI))
                .location();
        String callback = acorn.authorize(toAcorn, HAZEL).getRawQuery();
        SignInResult result = signIns.complete(
                        "acorn", browser, CallbackParameters.parse(callback, CallbackParameters.Arrival.QUERY))
                .result();

        assertEquals(new Identity("https://acorn.example", "4711"), result.identity());
        assertEquals(Optional.of("Hazel Nutt"), result.profile().name());
        assertEquals(Optional.of("hazel"), result.profile().username());
        assertEquals(
                Optional.of(new EmailAddress("hazel@example.org", true)),
                result.profile().email());
    }
}
