package org.socialconnectors.checks.interop;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.CompletedSignIn;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.core.signin.SignIns;

/** An application with one connection to one provider, whose connector it finds by its ID; and a browser in front of it. */
final class Application implements AutoCloseable {
    private static final String CONNECTION = "interop";

    private final HttpClientTransport http = HttpClientTransport.builder().build();
    private final List<String> requestedPaths = new CopyOnWriteArrayList<>();
    private final Connections connections;
    private final SignIns signIns;
    private final URI redirectUri;
    private final Browser browser;

    /** At this website, with this configuration of a connector. */
    Application(Website website, String connectorId, Map<String, ?> config) {
        HttpTransport watched = request -> {
            requestedPaths.add(request.uri().getPath());
            return http.send(request);
        };
        connections = new Connections(
                ConnectorRegistry.load(SocialConnectorFactory.class, Application.class.getClassLoader()), watched);
        signIns = new SignIns(connections, new MemoryPendingSignIns());
        redirectUri = website.redirectUri();
        browser = new Browser(redirectUri);
        connections.put(ConnectionSettings.of(CONNECTION, connectorId)
                .redirectUris(
                        redirectUri.toString(), website.secureRedirectUri().toString())
                .config(config));
    }

    Browser browser() {
        return browser;
    }

    /** A sign-in as the connection is configured. */
    SignInRequest.Builder request() {
        return SignInRequest.builder(redirectUri);
    }

    /** The page to which it sends its browser. */
    Browser.Page begin(SignInRequest request) throws IOException, InterruptedException {
        return browser.open(begin(browser.key(), request));
    }

    /** Where it sends a browser. */
    URI begin(BrowserKey key, SignInRequest request) throws InterruptedException {
        return signIns.begin(CONNECTION, key, request).location();
    }

    /** How callbacks arrive. */
    CallbackParameters.Arrival callbackArrival() {
        return connections.get(CONNECTION).connector().callbackArrival();
    }

    /** What comes of a callback in its browser. */
    CompletedSignIn complete(CallbackParameters callback) throws InterruptedException {
        return complete(browser.key(), callback);
    }

    /** What comes of a callback in any browser. */
    CompletedSignIn complete(BrowserKey key, CallbackParameters callback) throws InterruptedException {
        return signIns.complete(CONNECTION, key, callback);
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
