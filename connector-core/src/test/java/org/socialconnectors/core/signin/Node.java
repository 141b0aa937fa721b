package org.socialconnectors.core.signin;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.registry.ConnectorRegistry;

/** One process of a host, built from nothing: what it shares with another is the configuration, and what is handed in. */
final class Node {
    static final URI REDIRECT_URI = URI.create("https://app.example/callback/one");

    final FakeFactory factory = new FakeFactory();
    final Connections connections = new Connections(ConnectorRegistry.of(List.of(factory)), request -> {
        throw new AssertionError("the fake connector makes no request");
    });
    final SignIns signIns;

    Node(PendingSignIns pendingSignIns) {
        signIns = new SignIns(connections, pendingSignIns);
        connections.replaceAll(List.of(settings("one", "client-1"), settings("two", "client-2")));
    }

    static ConnectionSettings settings(String connectionId, String clientId) {
        return ConnectionSettings.of(connectionId, "test")
                .redirectUris("https://app.example/callback/" + connectionId)
                .config(Map.of("clientId", clientId));
    }

    static CallbackParameters callback(String query) {
        return CallbackParameters.parse(query, CallbackParameters.Arrival.QUERY);
    }

    static String state(SignInStart start) {
        return callback(start.location().getRawQuery()).single("state").orElseThrow();
    }

    /** The state of a new sign-in. */
    String begin(BrowserKey browser) throws InterruptedException {
        return state(signIns.begin("one", browser, SignInRequest.to(REDIRECT_URI)));
    }

    /** The subject of who signed in. */
    String complete(BrowserKey browser, String query) throws InterruptedException {
        return signIns.complete("one", browser, callback(query))
                .result()
                .identity()
                .subject();
    }
}
