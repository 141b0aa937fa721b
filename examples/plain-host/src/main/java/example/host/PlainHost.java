package example.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.core.signin.SignInStart;
import org.socialconnectors.core.signin.SignIns;

/** Signs people in at {@code http://127.0.0.1:<port>/} with a connector that it finds by its ID among jars. */
public record PlainHost(SignIns signIns, URI redirectUri) {
    private static final String CONNECTION = "the-only-one";
    private static final Pattern COOKIE = Pattern.compile("(?:^|;\\s*)browser=([^;]*)");

    /** Arguments: the directory with the connector's jars, the connector's ID, a JSON file with its configuration, the port. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[3])), 0);
        URI origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        URI redirectUri = origin.resolve("callback");

        ConnectorRegistry<SocialConnectorFactory> registry =
                ConnectorRegistry.load(SocialConnectorFactory.class, jarsIn(Path.of(arguments[0])));
        Connections connections = new Connections(registry, HttpClientTransport.builder().build());
        connections.put(ConnectionSettings.of(CONNECTION, arguments[1])
                .redirectUris(redirectUri.toString())
                .config(JsonReader.config(Files.readString(Path.of(arguments[2])))));
        PlainHost host = new PlainHost(new SignIns(connections, new MemoryPendingSignIns()), redirectUri);

        server.createContext("/", host::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("Sign in at " + origin);
    }

    /** What this program has itself, above all connector-api, is its own; the rest comes from the jars. */
    private static ClassLoader jarsIn(Path directory) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader(jars.toArray(URL[]::new), PlainHost.class.getClassLoader());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> begin(exchange, browser(exchange));
                case "/callback" -> complete(exchange, browser(exchange));
                default -> send(exchange, 404, "There is nothing here.");
            }
        } catch (ConnectorException refused) {
            send(exchange, 400, "Nobody was signed in: " + refused.code());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void begin(HttpExchange exchange, BrowserKey browser) throws IOException, InterruptedException {
        SignInStart start = signIns.begin(CONNECTION, browser, SignInRequest.to(redirectUri));
        // Over https also Secure, under the name __Host-browser.
        exchange.getResponseHeaders()
                .set("Set-Cookie", "browser=" + browser.secret().reveal() + "; Path=/; HttpOnly; SameSite=Lax");
        exchange.getResponseHeaders().set("Location", start.location().toString());
        exchange.sendResponseHeaders(303, -1);
    }

    private void complete(HttpExchange exchange, BrowserKey browser) throws IOException, InterruptedException {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        SignInResult result = signIns.complete(CONNECTION, browser, CallbackParameters.parse(query, Arrival.QUERY))
                .result();
        // Here an application would open a session for the account that belongs to result.identity().
        send(exchange, 200, "Hello, " + result.profile().name().orElse("whoever you are") + ".");
    }

    /** The browser's key; without a valid cookie a new one, which no pending sign-in has. */
    private static BrowserKey browser(HttpExchange exchange) {
        Matcher cookie = COOKIE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
        return BrowserKey.ofCookie(cookie.find() ? cookie.group(1) : null);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
