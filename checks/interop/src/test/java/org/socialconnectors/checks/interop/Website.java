package org.socialconnectors.checks.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.SignInRequest;

/**
 * Where browsers find the application: on a loopback port, and on another one over https with a certificate that nobody trusts. It says
 * who was signed in, or the code of the error, and remembers what callbacks brought.
 */
final class Website implements AutoCloseable {
    private static final String CALLBACK = "/callback/interop";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Callback> callbacks = new CopyOnWriteArrayList<>();
    private final List<SignInResult> signedIn = new CopyOnWriteArrayList<>();
    private final String host;
    private final HttpServer plain;
    private final HttpsServer secure;
    private volatile @Nullable Application application;

    /** What a callback brought: as which method, with which cookies, and with which parameters, still encoded. */
    record Callback(String method, Set<String> cookies, String parameters) {}

    /** The cookie that holds the browser's key. */
    private enum Cookie {
        PLAIN("browser", "SameSite=Lax"),
        SECURE("__Host-browser", "SameSite=Lax; Secure"),
        FORM("__Host-form-browser", "SameSite=None; Secure");

        private final String name;
        private final String attributes;

        Cookie(String name, String attributes) {
            this.name = name;
            this.attributes = attributes;
        }
    }

    private Website(String host, HttpServer plain, HttpsServer secure) {
        this.host = host;
        this.plain = plain;
        this.secure = secure;
    }

    /** Opens it, under a name of the loopback address which is not the provider's: so that they are two sites. */
    static Website open(String host) throws IOException, GeneralSecurityException, InterruptedException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpsServer secure = HttpsServer.create(anyPort, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(SelfSignedCertificate.forHost(host)));
        Website website = new Website(host, HttpServer.create(anyPort, 0), secure);
        website.start(website.plain, website.redirectUri());
        website.start(website.secure, website.secureRedirectUri());
        return website;
    }

    /** Whose sign-ins begin and end here from now on. */
    void serve(Application served) {
        application = served;
        callbacks.clear();
        signedIn.clear();
    }

    /** Where a person begins to sign in. */
    URI signIn() {
        return redirectUri().resolve("/sign-in");
    }

    /** Where a person begins to sign in over https. */
    URI secureSignIn() {
        return secureRedirectUri().resolve("/sign-in");
    }

    URI redirectUri() {
        return URI.create("http://" + host + ":" + plain.getAddress().getPort() + CALLBACK);
    }

    URI secureRedirectUri() {
        return URI.create("https://" + host + ":" + secure.getAddress().getPort() + CALLBACK);
    }

    /** Where the provider may send a person who signed out there. */
    URI goodbye() {
        return redirectUri().resolve("/goodbye");
    }

    /** The cookie of sign-ins whose callback arrives as a form. */
    static String formCookie() {
        return Cookie.FORM.name;
    }

    /** The callbacks since the application is served. */
    List<Callback> callbacks() {
        return List.copyOf(callbacks);
    }

    /** Who was signed in since the application is served. */
    List<SignInResult> signedIn() {
        return List.copyOf(signedIn);
    }

    @Override
    public void close() {
        plain.stop(0);
        secure.stop(0);
        threads.shutdownNow();
    }

    private void start(HttpServer server, URI redirectUri) {
        server.createContext("/", exchange -> answer(exchange, redirectUri));
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange, URI redirectUri) throws IOException {
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/sign-in" -> begin(exchange, redirectUri);
                case CALLBACK -> complete(exchange);
                case "/goodbye" -> say(exchange, 200, "Signed out");
                default -> say(exchange, 404, "Nothing here");
            }
        } catch (ConnectorException refused) {
            say(exchange, 400, refused.code().name());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void begin(HttpExchange exchange, URI redirectUri) throws IOException, InterruptedException {
        boolean form = application().callbackArrival() == Arrival.FORM;
        Cookie everyday = exchange instanceof HttpsExchange ? Cookie.SECURE : Cookie.PLAIN;
        URI location =
                application().begin(setKey(exchange, form ? Cookie.FORM : everyday), SignInRequest.to(redirectUri));
        if (form) {
            // Which goes along with other requests, so that a test can tell that it stays away from this callback.
            setKey(exchange, everyday);
        }
        exchange.getResponseHeaders().set("Location", location.toString());
        exchange.sendResponseHeaders(303, -1);
    }

    private void complete(HttpExchange exchange) throws IOException, InterruptedException {
        boolean form = exchange.getRequestMethod().equals("POST");
        String parameters = form
                ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)
                : Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        Map<String, String> cookies = cookies(exchange);
        callbacks.add(new Callback(exchange.getRequestMethod(), cookies.keySet(), parameters));
        Cookie everyday = exchange instanceof HttpsExchange ? Cookie.SECURE : Cookie.PLAIN;
        BrowserKey key = BrowserKey.ofCookie(cookies.get((form ? Cookie.FORM : everyday).name));
        CallbackParameters callback = CallbackParameters.parse(parameters, form ? Arrival.FORM : Arrival.QUERY);
        SignInResult result = application().complete(key, callback).result();
        signedIn.add(result);
        say(exchange, 200, "Signed in: " + result.profile().username().orElse("somebody"));
    }

    private Application application() {
        return Objects.requireNonNull(application, "no application is served");
    }

    /** The browser's key, which it has from now on if it had none. */
    private static BrowserKey setKey(HttpExchange exchange, Cookie cookie) {
        BrowserKey key = BrowserKey.ofCookie(cookies(exchange).get(cookie.name));
        exchange.getResponseHeaders()
                .add(
                        "Set-Cookie",
                        cookie.name + "=" + key.secret().reveal() + "; Path=/; HttpOnly; " + cookie.attributes);
        return key;
    }

    private static Map<String, String> cookies(HttpExchange exchange) {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String header : exchange.getRequestHeaders().getOrDefault("Cookie", List.of())) {
            for (String pair : header.split(";")) {
                String[] parts = pair.strip().split("=", 2);
                cookies.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
        return cookies;
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
