package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.SignInRequest;

/**
 * How long a token endpoint keeps a sign-in waiting where nobody sets a limit: engine, transport and flow are as they are shipped.
 * All waits run at the same time.
 */
class TokenDeadlineTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration BOUND = LIMIT.plus(LIMIT.dividedBy(5));
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final String HEADERS = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";

    private static final Host HOST = Host.wiredByHand();
    private static final ExecutorService CALLERS = Executors.newCachedThreadPool();
    private static TokenEndpoint silent;
    private static TokenEndpoint trickling;
    private static TokenEndpoint deaf;
    private static CompletableFuture<Outcome> silence;
    private static CompletableFuture<Outcome> trickle;
    private static CompletableFuture<Outcome> handshake;

    @BeforeAll
    static void begin_all_waits() throws Exception {
        try (TokenEndpoint busy =
                new TokenEndpoint(visit -> visit.write("HTTP/1.1 503 busy\r\nContent-Length: 0\r\n\r\n"))) {
            // So that loading classes is no part of what is timed.
            assertEquals(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    signIn("busy", busy.uri("http")).error().code());
        }
        silent = new TokenEndpoint(visit -> visit.pause(Duration.ofHours(1)));
        trickling = new TokenEndpoint(visit -> {
            visit.write(HEADERS);
            while (visit.pause(Duration.ofSeconds(1))) {
                visit.write(" ");
            }
        });
        // It waits for the request, and what comes first is a handshake.
        deaf = new TokenEndpoint(visit -> {});
        silence = CompletableFuture.supplyAsync(() -> signIn("silent", silent.uri("http")), CALLERS);
        trickle = CompletableFuture.supplyAsync(() -> signIn("trickling", trickling.uri("http")), CALLERS);
        handshake = CompletableFuture.supplyAsync(() -> signIn("deaf", deaf.uri("https")), CALLERS);
    }

    @AfterAll
    static void close() throws IOException {
        silent.close();
        trickling.close();
        deaf.close();
        CALLERS.shutdownNow();
        HOST.close();
    }

    @Test
    void T25_a_connection_that_does_not_come_about_is_given_up_after_two_seconds_and_tried_once_more()
            throws Exception {
        Outcome outcome = handshake.get();

        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, outcome.error().code());
        assertEquals(2, deaf.connections.get());
        assertBetween(CONNECT_LIMIT.multipliedBy(2), CONNECT_LIMIT.multipliedBy(3), outcome);
    }

    @Test
    void T26_a_token_endpoint_that_never_answers_is_given_up_after_ten_seconds() throws Exception {
        assertGivenUpInTime(silence);
        assertEquals(1, silent.requests.get());
    }

    @Test
    void T27_a_token_endpoint_that_sends_a_byte_a_second_is_given_up_after_ten_seconds() throws Exception {
        assertGivenUpInTime(trickle);
        assertEquals(1, trickling.requests.get());
        assertTrue(trickling.written.get() >= HEADERS.length() + 5, "the body kept coming");
    }

    private static void assertGivenUpInTime(CompletableFuture<Outcome> wait)
            throws InterruptedException, ExecutionException {
        Outcome outcome = wait.get();

        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, outcome.error().code());
        assertEquals(Optional.of("10000 ms"), outcome.error().detail(Detail.LIMIT));
        assertBetween(LIMIT, BOUND, outcome);
    }

    private static void assertBetween(Duration least, Duration most, Outcome outcome) {
        assertTrue(outcome.time().compareTo(least) >= 0, outcome::toString);
        assertTrue(outcome.time().compareTo(most) <= 0, outcome::toString);
    }

    private static Outcome signIn(String connectionId, String tokenEndpoint) {
        URI redirectUri = URI.create("http://127.0.0.1:8080/callback/" + connectionId);
        HOST.connections()
                .put(ConnectionSettings.of(connectionId, "oauth2")
                        .redirectUris(redirectUri.toString())
                        .config(Map.of(
                                "namespace", "https://provider.example",
                                "authorizationEndpoint", "https://provider.example/authorize",
                                "tokenEndpoint", tokenEndpoint,
                                "userinfoEndpoint", "https://provider.example/userinfo",
                                "clientId", "client",
                                "clientSecret", "secret",
                                "subjectPointer", "/id")));
        try {
            BrowserKey browser = BrowserKey.random();
            URI location = HOST.signIns()
                    .begin(connectionId, browser, SignInRequest.to(redirectUri))
                    .location();
            String state = parameters(location.getRawQuery()).single("state").orElseThrow();
            CallbackParameters callback = parameters("code=c&state=" + state);
            long start = System.nanoTime();
            ConnectorException error = assertThrows(
                    ConnectorException.class, () -> HOST.signIns().complete(connectionId, browser, callback));
            return new Outcome(error, Duration.ofNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CallbackParameters parameters(String query) {
        return CallbackParameters.parse(query, CallbackParameters.Arrival.QUERY);
    }

    private record Outcome(ConnectorException error, Duration time) {}

    /** What an endpoint does with a request that it has read. */
    @FunctionalInterface
    private interface Behavior {
        void serve(Visit visit) throws IOException, InterruptedException;
    }

    /** A port of this machine where every request meets the same behaviour. */
    private static final class TokenEndpoint implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger written = new AtomicInteger();

        TokenEndpoint(Behavior behavior) throws IOException {
            inBackground(() -> {
                while (true) {
                    Socket socket = listener.accept();
                    connections.incrementAndGet();
                    inBackground(() -> {
                        try (socket) {
                            readRequest(socket.getInputStream());
                            requests.incrementAndGet();
                            behavior.serve(new Visit(this, socket));
                        }
                        return null;
                    });
                }
            });
        }

        String uri(String scheme) {
            return scheme + "://127.0.0.1:" + listener.getLocalPort() + "/token";
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            listener.close();
        }

        private static void readRequest(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf("code_verifier=") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                text.append((char) next);
            }
        }

        private static void inBackground(Callable<?> work) {
            Thread thread = new Thread(new FutureTask<>(work), "token-endpoint");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private record Visit(TokenEndpoint endpoint, Socket socket) {
        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            endpoint.written.addAndGet(text.length());
        }

        /** Whether the test still goes on after a while. */
        boolean pause(Duration time) throws InterruptedException {
            return !endpoint.closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
