package org.socialconnectors.standard;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.simulator.AuthorizationResponse;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** A connector made from a configuration as a host makes it, opposite a simulated provider in memory. */
final class Rig {
    static final URI REDIRECT_URI = URI.create("https://app.example/callback");
    static final Set<String> SCOPES = Set.of("openid", "profile", "email", "read:user");
    static final Secret SECRET = Secret.of("a-client-secret-of-more-than-32-characters");

    final SimulatedProvider provider;
    final SocialConnector connector;

    private Rig(SimulatedProvider provider, SocialConnector connector) {
        this.provider = provider;
        this.connector = connector;
    }

    /** A sign-in with {@code oidc} at a provider with discovery. */
    static Rig oidc(SimulatedClient client, UnaryOperator<SimulatedProvider.Builder> simulation, Map<String, ?> more) {
        Map<String, Object> config = new LinkedHashMap<>(oidcConfiguration(more));
        client.secret().ifPresent(secret -> config.put("clientSecret", secret.reveal()));
        return of(
                new OidcConnectorFactory(),
                simulation.apply(SimulatedProvider.huggingFace().client(client)).build(),
                config);
    }

    static Rig of(SocialConnectorFactory factory, SimulatedProvider provider, Map<String, ?> config) {
        JsonObject complete =
                ConfigurationSchema.of(factory.descriptor()).complete(JsonObject.config(new TreeMap<>(config)));
        return new Rig(provider, factory.create(complete, ConnectorContext.of(provider, InstantSource.system())));
    }

    static Map<String, Object> oidcConfiguration(Map<String, ?> more) {
        Map<String, Object> config =
                new LinkedHashMap<>(Map.of("issuer", "https://huggingface.co", "clientId", "client"));
        config.putAll(more);
        return config;
    }

    static SimulatedClient confidential() {
        return SimulatedClient.confidential("client", SECRET, List.of(REDIRECT_URI), SCOPES);
    }

    SignInResult signIn() throws InterruptedException {
        return signIn(Persona.VERIFIED_EMAIL);
    }

    SignInResult signIn(Persona persona) throws InterruptedException {
        SignInAttempt attempt = SignInAttempt.builder(REDIRECT_URI)
                .callbackArrival(connector.callbackArrival())
                .build();
        Redirect redirect = connector.begin(attempt);
        AuthorizationResponse response = provider.approve(redirect.uri(), persona);
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        response.parameters().forEach((name, value) -> parameters.put(name, List.of(value)));
        return connector.complete(attempt.after(redirect)
                .verify(CallbackParameters.of(
                        parameters,
                        response.posted() ? CallbackParameters.Arrival.FORM : CallbackParameters.Arrival.QUERY)));
    }
}
