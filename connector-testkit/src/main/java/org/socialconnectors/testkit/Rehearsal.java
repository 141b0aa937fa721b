package org.socialconnectors.testkit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.simulator.AuthorizationRefusedException;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * One connector opposite one simulated provider, with nothing between them but memory. It plays the host: it makes attempts,
 * verifies callbacks and remembers all secrets, so that they can be looked for.
 */
final class Rehearsal {
    final MovableClock clock;
    final SimulatedProvider provider;
    final SimulatedClient client;
    final RecordingTransport network;
    final SocialConnector connector;
    final List<String> scopes;

    private final Persona person;
    private final List<Secret> secrets = new CopyOnWriteArrayList<>();

    Rehearsal(
            MovableClock clock,
            SimulatedProvider provider,
            SimulatedClient client,
            RecordingTransport network,
            SocialConnector connector,
            List<String> scopes,
            Persona person) {
        this.clock = clock;
        this.provider = provider;
        this.client = client;
        this.network = network;
        this.connector = connector;
        this.scopes = scopes;
        this.person = person;
    }

    /** A sign-in whose browser is at the provider. */
    record Begun(SignInAttempt attempt, Redirect redirect) {
        Map<String, List<String>> query() {
            return parameters(redirect.uri());
        }
    }

    Begun begin() throws InterruptedException {
        return begin(builder -> builder);
    }

    Begun begin(UnaryOperator<SignInAttempt.Builder> change) throws InterruptedException {
        SignInAttempt attempt = change.apply(SignInAttempt.builder(SocialConnectorConformance.REDIRECT_URI)
                        .stateParameter(connector.stateParameter())
                        .scopes(scopes))
                .build();
        secrets.addAll(attempt.secrets());
        Redirect redirect = SocialConnectorConformance.begun(connector, attempt);
        secrets.addAll(redirect.carry().values());
        return new Begun(attempt.after(redirect), redirect);
    }

    /** What the browser brings back when the person agrees. */
    Map<String, List<String>> approved(Begun begun) {
        return approved(begun, person);
    }

    Map<String, List<String>> approved(Begun begun, Persona persona) {
        try {
            Map<String, List<String>> callback =
                    parameters(provider.authorize(begun.redirect().uri(), persona));
            secrets.add(Secret.of(first(callback, "code")));
            return callback;
        } catch (AuthorizationRefusedException refused) {
            throw new AssertionFailedError("The simulated provider shows an error page instead of asking the person ("
                    + refused.reason() + "): " + refused.getMessage());
        }
    }

    /** What the browser brings back when the person declines. */
    Map<String, List<String>> declined(Begun begun) {
        return parameters(provider.deny(begun.redirect().uri()));
    }

    SignInResult complete(Begun begun, Map<String, List<String>> callback) throws InterruptedException {
        CallbackParameters parameters = CallbackParameters.of(callback, CallbackParameters.Arrival.QUERY);
        return SocialConnectorConformance.assertNotNullAnd(
                connector.complete(begun.attempt().verify(parameters)), "complete answered null.");
    }

    /** A whole sign-in, in which the person agrees. */
    SignInResult signIn() throws InterruptedException {
        return signIn(person);
    }

    SignInResult signIn(Persona persona) throws InterruptedException {
        Begun begun = begin();
        return complete(begun, approved(begun, persona));
    }

    TokenSet refresh(RefreshRequest request) throws InterruptedException {
        TokenRefresh refresh = connector
                .capability(TokenRefresh.class)
                .orElseThrow(() -> new AssertionFailedError(
                        "The connector does not offer TokenRefresh. If the provider has no refresh tokens, deny"
                                + " supportsRefresh()."));
        return SocialConnectorConformance.assertNotNullAnd(refresh.refresh(request), "refresh answered null.");
    }

    RefreshRequest refreshOf(SignInResult result) {
        Secret token = result.tokens()
                .flatMap(TokenSet::refreshToken)
                .orElseThrow(() -> new AssertionFailedError(
                        "The provider issued a refresh token, but the result does not carry it."));
        return RefreshRequest.of(result.identity(), token);
    }

    int count(Endpoint endpoint) {
        return provider.count(endpoint);
    }

    /** The JSON objects that an endpoint answered, so far as they are JSON objects. */
    List<JsonObject> answers(Endpoint endpoint) {
        List<JsonObject> answers = new ArrayList<>();
        for (RecordingTransport.Exchange exchange : network.exchanges()) {
            if (isAt(endpoint, exchange.request().uri())) {
                json(exchange.response().body()).ifPresent(answers::add);
            }
        }
        return answers;
    }

    boolean isAt(Endpoint endpoint, URI uri) {
        return provider.address(endpoint)
                .filter(address -> address.getRawPath().equals(uri.getRawPath())
                        && String.valueOf(address.getHost()).equals(uri.getHost()))
                .isPresent();
    }

    /** Everything of this rehearsal that must not be seen. */
    Canaries canaries() {
        Canaries canaries = new Canaries();
        secrets.forEach(secret -> canaries.add("state, nonce, code verifier or code", secret.reveal()));
        client.secret()
                .ifPresent(secret -> canaries.add("client secret", secret.reveal())
                        .addBasicCredentials(client.clientId(), secret.reveal()));
        for (JsonObject answer : answers(Endpoint.TOKEN)) {
            for (String token : List.of("access_token", "refresh_token", "id_token")) {
                canaries.add(token, answer.displayText(token).orElse(null));
            }
        }
        return canaries;
    }

    static Optional<JsonObject> json(byte[] body) {
        try {
            return Optional.of(JsonReader.config(new String(body, StandardCharsets.UTF_8)));
        } catch (ConnectorException notAnObject) {
            if (notAnObject.code() != ErrorCode.INVALID_CONFIGURATION) {
                throw notAnObject;
            }
            return Optional.empty();
        }
    }

    static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).get(0);
    }

    static Map<String, List<String>> parameters(URI uri) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            String[] halves = pair.split("=", 2);
            if (!pair.isEmpty()) {
                parameters
                        .computeIfAbsent(URLDecoder.decode(halves[0], StandardCharsets.UTF_8), key -> new ArrayList<>())
                        .add(halves.length == 1 ? "" : URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
