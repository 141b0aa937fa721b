package org.socialconnectors.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.http.HttpTransport.Response;

/**
 * A {@link SimulatedProvider} on a loopback port, for real browsers and real HTTP clients. It listens on {@code 127.0.0.1} and,
 * if the machine has it, on {@code [::1]}, so that {@code localhost} leads to it in either family; nothing outside the machine
 * can reach it.
 *
 * <p>The issuer is {@code http://localhost:<port>}: a host application at {@code 127.0.0.1} is another site for a browser, just
 * as with a real provider.
 *
 * <p>Its pages do without a script: an answer that is posted waits for a click on "Continue", and the code of a device is typed
 * at {@code /device}.
 *
 * <p>Thread-safe. Nothing of it logs, and the JDK's server is kept from logging request lines, which carry states and nonces.
 */
public final class SimulatedServer implements AutoCloseable {
    private static final int BODY_BYTES = 64 * 1024;
    private static final int ATTEMPTS = 10;
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    // Held here: a logger that nobody holds is forgotten together with its filter.
    private static final Logger JDK_SERVER = Logger.getLogger("com.sun.net.httpserver");

    static {
        // The JDK's server sends headers and body apart. Unless told so, it holds the body back until the headers are
        // acknowledged, which takes a client 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
        JDK_SERVER.setFilter(entry -> entry.getLevel().intValue() >= Level.INFO.intValue());
    }

    private final List<HttpServer> servers;
    private final ExecutorService threads;
    private final SimulatedProvider provider;
    private final Set<String> hosts;
    private final Consents consents = new Consents();
    private final DevicePage devicePage;

    private SimulatedServer(List<HttpServer> servers, Function<URI, SimulatedProvider> maker) {
        int port = servers.get(0).getAddress().getPort();
        this.servers = servers;
        this.provider = maker.apply(URI.create("http://localhost:" + port));
        this.devicePage = new DevicePage(provider);
        this.hosts = Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "simulated-provider");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a server.
     *
     * @param port the port; 0 for a free one
     * @param provider makes the provider, given its issuer, under which all its endpoints have to be: {@code issuer ->
     *     SimulatedProvider.huggingFace(issuer).client(client).build()}
     * @return the running server
     * @throws IOException if the port is taken
     */
    public static SimulatedServer start(int port, Function<URI, SimulatedProvider> provider) throws IOException {
        List<HttpServer> servers = listen(port);
        SimulatedServer server;
        try {
            server = new SimulatedServer(servers, provider);
        } catch (RuntimeException noProvider) {
            servers.forEach(each -> each.stop(0));
            throw noProvider;
        }
        server.servers.forEach(each -> {
            each.setExecutor(server.threads);
            each.createContext("/", server::handle);
            each.start();
        });
        return server;
    }

    /**
     * What is served.
     *
     * @return the provider, to look at its requests and to set faults
     */
    public SimulatedProvider provider() {
        return provider;
    }

    /**
     * Where the server is.
     *
     * @return {@code http://localhost:<port>}
     */
    public URI uri() {
        return URI.create("http://localhost:" + servers.get(0).getAddress().getPort());
    }

    /** Stops listening, and ends what is going on, at once. */
    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    private static List<HttpServer> listen(int port) throws IOException {
        InetAddress four = InetAddress.getByAddress("localhost", LOOPBACK_4);
        InetAddress six = InetAddress.getByAddress("localhost", LOOPBACK_6);
        List<HttpServer> servers = new ArrayList<>();
        // A port that is free in one family may be taken in the other.
        for (int attempt = 1; servers.isEmpty(); attempt++) {
            HttpServer first = HttpServer.create(new InetSocketAddress(four, port), 0);
            servers.add(first);
            try {
                if (NetworkInterface.getByInetAddress(six) != null) {
                    servers.add(HttpServer.create(
                            new InetSocketAddress(six, first.getAddress().getPort()), 0));
                }
            } catch (IOException unavailable) {
                first.stop(0);
                servers.clear();
                if (!(unavailable instanceof BindException) || port != 0 || attempt == ATTEMPTS) {
                    throw unavailable;
                }
            }
        }
        return servers;
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Closing without an answer is how a lost connection looks from the other side.
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES + 1);
            Response response;
            if (!hosts.contains(String.valueOf(exchange.getRequestHeaders().getFirst("Host")))) {
                response = Pages.message(421, "Wrong host", "This server answers for localhost only.");
            } else if (body.length > BODY_BYTES) {
                response = Pages.message(413, "Too large", "The request’s body is too large.");
            } else {
                response = answer(exchange, new String(body, StandardCharsets.UTF_8));
            }
            send(exchange, response);
        } catch (ConnectorException unreachable) {
            // As a fault demanded.
        }
    }

    private Response answer(HttpExchange exchange, String body) {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        URI uri = URI.create(uri() + path + (query == null ? "" : "?" + query));
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        RecordedRequest request = new RecordedRequest(provider.endpointAt(uri), method, uri, headers, body);
        if (request.endpoint() == Endpoint.AUTHORIZATION) {
            return method.equals("POST") ? decide(request) : consent(request);
        }
        if (method.equals("GET") && path.equals(Pages.STYLE_PATH)) {
            return Pages.style();
        }
        if (method.equals("GET") && path.equals(Pages.ICON_PATH)) {
            return Pages.icon();
        }
        if (method.equals("GET") && path.equals("/")) {
            return Pages.message(
                    200,
                    "Simulated provider",
                    "Nothing to see here: an application sends you to this server to sign in.");
        }
        if (devicePage.isAt(path)) {
            return devicePage.answer(request);
        }
        Optional<Persona> person = person(path);
        if (method.equals("GET") && person.isPresent()) {
            return Pages.message(
                    200,
                    person.get().name(),
                    "The profile page of @" + person.get().username() + " would be here.");
        }
        return provider.answer(request);
    }

    private Response consent(RecordedRequest request) {
        try {
            AuthorizationRequest reviewed = provider.receive(request);
            if (reviewed.silent()) {
                return deliver(provider.answerSilently(reviewed, Optional.empty()));
            }
            return Pages.consent(provider, reviewed, consents.open(reviewed), request.uri());
        } catch (AuthorizationRefusedException refused) {
            return Pages.refusal(refused);
        }
    }

    private Response decide(RecordedRequest request) {
        Parameters form = new Parameters(request.form());
        Optional<AuthorizationRequest> reviewed = request.isFromElsewhere()
                ? Optional.empty()
                : form.first("ticket").flatMap(consents::take);
        if (reviewed.isEmpty()) {
            return Pages.message(
                    400,
                    "This page is no longer valid",
                    "It has been answered already. Start again from the application.");
        }
        Optional<Persona> persona = provider.persona(form.first("persona"));
        boolean approved = form.first("decision").equals(Optional.of("authorize")) && persona.isPresent();
        return deliver(approved ? provider.approved(reviewed.get(), persona.get()) : provider.declined(reviewed.get()));
    }

    private static Response deliver(AuthorizationResponse response) {
        return response.posted() ? Pages.formPost(response) : Answers.seeOther(response.location());
    }

    private Optional<Persona> person(String path) {
        return provider.personas().stream()
                .filter(persona ->
                        Userinfo.page(provider.issuer(), persona).getRawPath().equals(path))
                .findFirst();
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        response.headers()
                .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        byte[] body = response.body();
        boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), empty ? -1 : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
    }
}
