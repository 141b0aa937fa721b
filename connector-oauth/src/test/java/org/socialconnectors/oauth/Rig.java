package org.socialconnectors.oauth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** An engine, the simulated provider that it talks to in memory, and a clock that stands still until it is set. */
final class Rig implements InstantSource {
    static final URI REDIRECT_URI = URI.create("https://app.example/callback/hf?tenant=1");
    static final String CLIENT_ID = "client-1";
    static final Secret CLIENT_SECRET = Secret.of("canary-client-secret-4711");

    final SimulatedProvider provider;
    final OAuthConnector connector;
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");

    private Rig(
            Optional<Secret> secret,
            List<String> scopes,
            UnaryOperator<OAuthProvider.Builder> adjustment,
            UnaryOperator<OAuthClient.Builder> clientAdjustment,
            UnaryOperator<SimulatedProvider.Builder> simulation) {
        Set<String> enabled = Set.of("openid", "profile", "email");
        SimulatedClient registered = secret.map(
                        value -> SimulatedClient.confidential(CLIENT_ID, value, Set.of(REDIRECT_URI), enabled))
                .orElseGet(() -> SimulatedClient.withoutSecret(CLIENT_ID, Set.of(REDIRECT_URI), enabled));
        provider = simulation
                .apply(SimulatedProvider.huggingFace().clock(this).client(registered))
                .build();
        connector = new OAuthConnector(
                adjustment
                        .apply(OAuthProvider.builder()
                                .issuer("https://huggingface.co")
                                .authorizationEndpoint("https://huggingface.co/oauth/authorize")
                                .tokenEndpoint("https://huggingface.co/oauth/token")
                                .userinfoEndpoint("https://huggingface.co/oauth/userinfo")
                                .defaultScopes("profile"))
                        .build(),
                clientAdjustment
                        .apply(OAuthClient.builder(CLIENT_ID)
                                .secret(secret.orElse(null))
                                .scopes(scopes))
                        .build(),
                ConnectorContext.of(provider, this));
    }

    static Rig openid() {
        return confidential("openid", "profile", "email");
    }

    static Rig confidential(String... scopes) {
        return new Rig(
                Optional.of(CLIENT_SECRET),
                List.of(scopes),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    static Rig withSecret(Secret secret) {
        return new Rig(
                Optional.of(secret),
                List.of("profile"),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    static Rig publicClient() {
        return new Rig(
                Optional.empty(),
                List.of("profile"),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    static Rig adjusted(UnaryOperator<OAuthProvider.Builder> adjustment) {
        return new Rig(
                Optional.of(CLIENT_SECRET),
                List.of("openid", "profile"),
                adjustment,
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    static Rig simulated(UnaryOperator<SimulatedProvider.Builder> simulation) {
        return new Rig(
                Optional.of(CLIENT_SECRET),
                List.of("openid", "profile"),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                simulation);
    }

    static Rig with(
            UnaryOperator<OAuthProvider.Builder> adjustment,
            UnaryOperator<OAuthClient.Builder> clientAdjustment,
            UnaryOperator<SimulatedProvider.Builder> simulation) {
        return new Rig(
                Optional.of(CLIENT_SECRET), List.of("openid", "profile"), adjustment, clientAdjustment, simulation);
    }

    /** One that knows nothing but the issuer and finds the rest by discovery. */
    static Rig discovered(
            UnaryOperator<OAuthClient.Builder> clientAdjustment, UnaryOperator<SimulatedProvider.Builder> simulation) {
        return with(
                unused -> OAuthProvider.builder()
                        .issuer("https://huggingface.co")
                        .discovered()
                        .defaultScopes("profile"),
                clientAdjustment,
                simulation);
    }

    /** The client as it is registered, for a simulation that registers it otherwise. */
    static SimulatedClient registered() {
        return SimulatedClient.confidential(
                CLIENT_ID, CLIENT_SECRET, Set.of(REDIRECT_URI), Set.of("openid", "profile", "email"));
    }

    @Override
    public Instant instant() {
        return now;
    }

    void setClock(Instant instant) {
        now = instant;
    }

    void advanceClock(Duration by) {
        now = now.plus(by);
    }

    SignInAttempt attempt() {
        return SignInAttempt.builder(REDIRECT_URI).build();
    }

    SignInResult signIn() throws InterruptedException {
        return signIn(Persona.VERIFIED_EMAIL);
    }

    SignInResult signIn(Persona persona) throws InterruptedException {
        return complete(attempt(), persona);
    }

    SignInResult complete(SignInAttempt attempt, Persona persona) throws InterruptedException {
        Redirect redirect = connector.begin(attempt);
        return finish(attempt.after(redirect), provider.authorize(redirect.uri(), persona));
    }

    SignInResult finish(SignInAttempt begun, URI callback) throws InterruptedException {
        return connector.complete(
                begun.verify(CallbackParameters.parse(callback.getRawQuery(), CallbackParameters.Arrival.QUERY)));
    }

    TokenRefresh refresh() {
        return connector.capability(TokenRefresh.class).orElseThrow();
    }
}
