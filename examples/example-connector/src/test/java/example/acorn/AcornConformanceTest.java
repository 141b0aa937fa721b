package example.acorn;

import java.net.URI;
import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/** All the rules for connectors; what follows is only what Acorn is like. */
class AcornConformanceTest extends OAuthConnectorConformance {
    @Override
    protected SocialConnectorFactory factory() {
        return new AcornConnectorFactory();
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.builder(URI.create("https://acorn.example"))
                .authorizationEndpoint(URI.create("https://acorn.example/connect/authorize"))
                .tokenEndpoint(URI.create("https://acorn.example/connect/token"))
                .userinfoEndpoint(URI.create("https://acorn.example/api/me"));
    }

    @Override
    protected Persona person() {
        return Persona.of("4711", "hazel", "Hazel Nutt")
                .withUserinfo(Map.of(
                        "id", 4711,
                        "login", "hazel",
                        "display_name", "Hazel Nutt",
                        "mail", "hazel@example.org",
                        "mail_confirmed", true));
    }

    @Override
    protected Identity expectedIdentity() {
        return new Identity("https://acorn.example", "4711");
    }

    @Override
    protected SocialProfile expectedProfile() {
        return SocialProfile.builder()
                .name("Hazel Nutt")
                .username("hazel")
                .email("hazel@example.org", true)
                .build();
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
    protected boolean supportsPublicClients() {
        return false;
    }

    @Override
    protected boolean pinsIssuer() {
        return false;
    }
}
