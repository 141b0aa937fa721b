package org.socialconnectors.checks.interop;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.CompletedSignIn;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.core.signin.SignIns;
import org.socialconnectors.oauth.OAuthClient;

/** An application with one connection to one provider, and a browser in front of it. */
final class Application implements AutoCloseable {
    static final URI REDIRECT_URI = URI.create("http://127.0.0.1:8080/callback/interop");
    static final URI SECURE_REDIRECT_URI = URI.create("https://127.0.0.1:8443/callback/interop");

    private static final String CONNECTION = "interop";

    private final HttpClientTransport http = HttpClientTransport.builder().build();
    private final List<String> requestedPaths = new CopyOnWriteArrayList<>();
    private final Connections connections;
    private final SignIns signIns;
    private final Browser browser = new Browser(REDIRECT_URI);

    private Application(String issuer, Map<String, String> client, UnaryOperator<OAuthClient.Builder> options) {
        HttpTransport watched = request -> {
            requestedPaths.add(request.uri().getPath());
            return http.send(request);
        };
        ConnectorRegistry<SocialConnectorFactory> registry =
                ConnectorRegistry.of(List.of(new DiscoveredConnectorFactory(options)));
        connections = new Connections(registry, watched);
        signIns = new SignIns(connections, new MemoryPendingSignIns());
        Map<String, String> config = new HashMap<>(client);
        config.put("issuer", issuer);
        connections.put(ConnectionSettings.of(CONNECTION, DiscoveredConnectorFactory.ID)
                .redirectUris(REDIRECT_URI.toString(), SECURE_REDIRECT_URI.toString())
                .config(config));
    }

    /** With a confidential client; options are those that configuration cannot state. */
    static Application confidential(
            String issuer, String clientId, String secret, UnaryOperator<OAuthClient.Builder> options) {
        return new Application(issuer, Map.of("clientId", clientId, "clientSecret", secret), options);
    }

    /** With a client that has no secret. */
    static Application withoutSecret(String issuer, String clientId, UnaryOperator<OAuthClient.Builder> options) {
        return new Application(issuer, Map.of("clientId", clientId), options);
    }

    Browser browser() {
        return browser;
    }

    /** The page to which the application sends the browser. */
    Browser.Page begin(SignInRequest request) throws IOException, InterruptedException {
        return browser.open(address(request));
    }

    /** Where the application sends the browser. */
    URI address(SignInRequest request) throws InterruptedException {
        return signIns.begin(CONNECTION, browser.key(), request).location();
    }

    CompletedSignIn complete(CallbackParameters callback) throws InterruptedException {
        return signIns.complete(CONNECTION, browser.key(), callback);
    }

    /** What the connector can do besides. */
    <T> T capability(Class<T> type) {
        return connections.get(CONNECTION).connector().capability(type).orElseThrow();
    }

    /** How often it asked the provider for a path that ends like this. */
    long count(String end) {
        return requestedPaths.stream().filter(path -> path.endsWith(end)).count();
    }

    @Override
    public void close() {
        http.close();
    }
}
