package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;

/** A variation of the control connector, or of what is said about it, and the rules that have to notice it. */
public interface Variation {
    /** Its name, as an enum constant has one. */
    String name();

    /** The numbers of the rules that it breaks, the one that explains it best first; none if it is correct. */
    default List<String> rules() {
        return List.of();
    }

    /** A part of what the first of those rules says about it. */
    default String message() {
        return "";
    }

    SocialConnectorFactory factory();

    default Map<String, ?> configuration() {
        return features().configuration();
    }

    /** What is declared of it, beyond what is denied. */
    default Features features() {
        return Features.authenticatingBy(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    /** The capabilities that are denied, by the names of their methods. */
    default Set<String> denied() {
        return Set.of();
    }

    /** What is special about its provider. */
    default SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return plain;
    }

    default String emailVerifiedMember() {
        return "email_verified";
    }

    default List<?> unverifiedEmailValues() {
        return List.of();
    }

    default String subjectMember() {
        return "sub";
    }

    default Persona person() {
        return Persona.VERIFIED_EMAIL;
    }

    default TokenExchangeRequest exchanged() {
        return TokenExchangeRequest.of(Secret.of("a-ticket-of-ada"), "urn:control:ticket");
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

    /** Whether it breaks more rules the longer its run takes. */
    default boolean saysMoreWithTime() {
        return false;
    }

    static List<Variation> all() {
        return Stream.<Variation[]>of(
                        CorrectConnector.values(),
                        WrongConnector.values(),
                        WrongOwnership.values(),
                        WrongAdvancedConnector.values(),
                        WrongCapability.values(),
                        WrongEmails.values(),
                        WrongNesting.values(),
                        WrongAnswers.values(),
                        WrongMemory.values(),
                        HopelessConnector.values(),
                        WrongFiles.values(),
                        WrongDenial.values())
                .flatMap(Stream::of)
                .toList();
    }
}
