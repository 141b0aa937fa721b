package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;

/** A variation of the control connector, or of what is said about it, and the rules that have to notice it. */
interface Variation {
    /** Its name, as an enum constant has one. */
    String name();

    /** The numbers of the rules that it breaks, the one that explains it best first; none if it is correct. */
    List<String> rules();

    /** A part of what the first of those rules says about it. */
    String message();

    SocialConnectorFactory factory();

    default Map<String, ?> configuration() {
        return Map.of("clientId", "client", "clientSecret", "a-configured-client-secret");
    }

    /** The capabilities that are denied, by the names of their methods. */
    default Set<String> denied() {
        return Set.of();
    }

    /** Whether the provider's callbacks carry its issuer. */
    default boolean providerSendsIssuer() {
        return false;
    }

    default Map<String, String> furtherAuthorizationParameters() {
        return Map.of();
    }

    default SocialProfile expectedProfile() {
        return SocialProfile.builder()
                .name("Ada Example")
                .username("ada")
                .email("ada@example.org", true)
                .build();
    }

    static List<Variation> all() {
        return Stream.<Variation[]>of(
                        CorrectConnector.values(),
                        WrongConnector.values(),
                        HopelessConnector.values(),
                        WrongFiles.values(),
                        WrongDenial.values())
                .flatMap(Stream::of)
                .toList();
    }

    static List<String> numbers(String rules) {
        return List.of(rules.split(" "));
    }
}
