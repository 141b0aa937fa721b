package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;

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

/** A rehearsal remembers every secret of a device's sign-in, so that it is noticed wherever it shows. */
class RehearsalTest {
    private static final URI ISSUER = URI.create("https://id.example");

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

    private Rehearsal rehearsal() {
        SimulatedClient client = SimulatedClient.confidential(
                "client", Secret.of("a-client-secret"), List.of(SocialConnectorConformance.REDIRECT_URI), List.of());
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
                Persona.of("1", "ada", "Ada"));
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
