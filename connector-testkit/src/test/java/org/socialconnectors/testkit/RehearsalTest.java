package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** A rehearsal remembers secrets and who the person is, so that they are noticed wherever they show. */
class RehearsalTest {
    private static final URI ISSUER = URI.create("https://id.example");

    private static final Persona PERSON =
            Persona.of("5f0c1a2b3d4e5f60", "ada-lovelace", "Ada Lovelace").withEmail("ada@example.org", true);

    private final Secret deviceCode = Secret.random();
    private final Secret codeVerifier = Secret.random();
    private final Secret proofKey = Secret.random();

    @Test
    void a_devices_code_verifier_is_remembered() throws InterruptedException {
        Rehearsal rehearsal = rehearsal();
        rehearsal.startDevice();
        assertFalse(rehearsal.canaries().in(deviceCode.reveal()).isEmpty());
        assertFalse(rehearsal.canaries().in(codeVerifier.reveal()).isEmpty());
    }

    @Test
    void the_proof_key_of_a_device_that_is_approved_is_remembered() throws InterruptedException {
        Rehearsal rehearsal = rehearsal();
        rehearsal.poll(rehearsal.startDevice());
        assertFalse(rehearsal.canaries().in(proofKey.reveal()).isEmpty());
    }

    @Test
    void who_the_person_is_must_not_be_seen() {
        Canaries canaries = rehearsal(PERSON, SocialProfile.builder().build()).canaries();
        assertEquals(Set.of("person's subject"), canaries.in("<5f0c1a2b3d4e5f60>"));
        assertEquals(Set.of("person's username"), canaries.in("ada-lovelace"));
        assertEquals(Set.of("person's name"), canaries.in("Ada Lovelace"));
        assertEquals(Set.of("person's e-mail address"), canaries.in("of ada@example.org."));
        assertEquals(Set.of(), canaries.in("Ada"));
    }

    /** Whatever shape the userinfo has in which the provider says it. */
    @Test
    void who_the_connector_should_say_the_person_is_must_not_be_seen() {
        SocialProfile expected = SocialProfile.builder()
                .username("countess")
                .name("Augusta Ada King")
                .givenName("Augusta Ada")
                .familyName("King-Noel")
                .email("ada@elsewhere.example", false)
                .phone("+44 1632 960123", false)
                .build();
        Canaries canaries = rehearsal(PERSON, expected).canaries();
        assertEquals(Set.of("person's username"), canaries.in("countess"));
        assertEquals(Set.of("person's name"), canaries.in("Augusta Ada King"));
        assertEquals(Set.of("person's name"), canaries.in("Augusta Ada"));
        assertEquals(Set.of("person's name"), canaries.in("King-Noel"));
        assertEquals(Set.of("person's e-mail address"), canaries.in("ada@elsewhere.example"));
        assertEquals(Set.of("person's phone number"), canaries.in("+44 1632 960123"));
        assertEquals(Set.of("person's e-mail address"), canaries.in("ada@example.org"));
    }

    /** Reports print the cause of a failure with its words, and what was suppressed with it. */
    @Test
    void what_was_thrown_may_be_printed_if_nothing_of_it_shows_what_must_not_be_seen() {
        Rehearsal rehearsal = rehearsal(PERSON, SocialProfile.builder().build());
        Exception harmless = new IllegalStateException("no", new IllegalArgumentException("odd"));
        assertSame(harmless, rehearsal.printable(harmless));
        assertNull(rehearsal.printable(new IllegalStateException("of ada@example.org")));
        harmless.addSuppressed(new IllegalArgumentException("by a-client-secret"));
        assertNull(rehearsal.printable(harmless));
    }

    /** RFC 8037 section 2: the private key is the member d. */
    @Test
    void the_private_part_of_an_edwards_key_is_remembered() throws InterruptedException {
        Rehearsal rehearsal = rehearsal();
        String part = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
        rehearsal.remember(Secret.of("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"" + part
                + "\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"));
        assertEquals(Set.of("private key"), rehearsal.credentials().in(part));
    }

    private Rehearsal rehearsal() {
        return rehearsal(Persona.of("1", "ada", "Ada"), SocialProfile.builder().build());
    }

    private Rehearsal rehearsal(Persona person, SocialProfile expected) {
        SimulatedClient client = SimulatedClient.confidential(
                "client", Secret.of("a-client-secret"), List.of(ConnectorDeclarations.REDIRECT_URI), List.of());
        SimulatedProvider provider = SimulatedProvider.builder(ISSUER)
                .authorizationEndpoint(ISSUER.resolve("/authorize"))
                .tokenEndpoint(ISSUER.resolve("/token"))
                .client(client)
                .build();
        return new Rehearsal(
                new MovableClock(Instant.EPOCH),
                provider,
                client,
                new RecordingTransport(provider),
                new OfDevices(),
                List.of(),
                person,
                expected);
    }

    /** Signs everybody in who polls. */
    private final class OfDevices implements SocialConnector, DeviceSignIn {
        @Override
        public Redirect begin(SignInAttempt attempt) {
            throw new IllegalStateException("there is no browser");
        }

        @Override
        public SignInResult complete(VerifiedCallback callback) {
            throw new IllegalStateException("there is no browser");
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
        }

        @Override
        public DeviceAuthorization start(List<String> scopes) {
            return DeviceAuthorization.builder(
                            deviceCode, "ABCD", ISSUER.resolve("/device"), Instant.EPOCH.plusSeconds(60))
                    .codeVerifier(codeVerifier)
                    .build();
        }

        @Override
        public DeviceProgress poll(DeviceAuthorization device) {
            TokenSet tokens =
                    TokenSet.builder(Secret.random(), "DPoP").proofKey(proofKey).build();
            return DeviceProgress.complete(SignInResult.of(
                            new Identity(ISSUER.toString(), "1"),
                            SocialProfile.builder().build(),
                            Assurance.of(Set.of()))
                    .withTokens(tokens));
        }
    }
}
