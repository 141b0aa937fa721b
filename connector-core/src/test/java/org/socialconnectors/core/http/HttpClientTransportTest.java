package org.socialconnectors.core.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.core.http.MisbehavingServer.answer;
import static org.socialconnectors.core.http.MisbehavingServer.answering;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;

/** Real sockets on loopback addresses. Time-outs are short; the bounds leave twenty times as much for a busy machine. */
class HttpClientTransportTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String CANARY = "canary-7f3a";
    private static final int TOKEN_LIMIT = 256 * 1024;
    // Several copies of a body as large as allowed, and the classes that are loaded on the way.
    private static final long LITTLE_MEMORY = 16 * 1024 * 1024;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final HttpClientTransport transport = HttpClientTransport.builder()
            .connectTimeout(SHORT)
            .repeatGet(2, Duration.ofMillis(5))
            .build();

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void an_answer_comes_back_with_status_headers_and_body() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(
                answering(answer(200, "X-A: 1\r\nX-A: 2\r\nContent-Type: text/plain\r\n", "é")))) {
            Response response = transport.send(get(server).header("Authorization", "Bearer t"));

            assertEquals(200, response.status());
            assertEquals(List.of("1", "2"), response.headers().get("x-a"));
            assertEquals(Optional.of("text/plain"), response.header("Content-Type"));
            assertEquals("é", new String(response.body(), StandardCharsets.UTF_8));
            String request = server.requests().get(0);
            assertTrue(request.startsWith("GET /path?q=1 HTTP/1.1\r\n"), request);
            assertTrue(request.contains("Authorization: Bearer t\r\n"), request);
            assertTrue(request.contains("Accept-Encoding: identity\r\n"), request);
            assertTrue(request.contains("Host: localhost:" + server.port() + "\r\n"), request);
        }
    }

    @Test
    void a_form_is_posted_as_it_is() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(200, "", "{}")))) {
            transport.send(Request.postForm(server.uri("/token"), Map.of("code", "a b&c")));

            String request = server.requests().get(0);
            assertTrue(request.startsWith("POST /token HTTP/1.1\r\n"), request);
            assertTrue(request.contains("Content-Type: application/x-www-form-urlencoded\r\n"), request);
            assertTrue(request.endsWith("\r\n\r\ncode=a+b%26c"), request);
        }
    }

    @Test
    void one_connection_serves_many_requests() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(200, "", "{}")))) {
            for (int i = 0; i < 5; i++) {
                transport.send(get(server));
            }
            assertEquals(1, server.connections());
            assertEquals(5, server.requests().size());
        }
    }

    @Test
    void cookies_and_challenges_are_not_answered() throws Exception {
        String challenge = answer(401, "Set-Cookie: a=b\r\nWWW-Authenticate: Basic realm=\"r\"\r\n", "");
        try (MisbehavingServer server = MisbehavingServer.http(answering(challenge))) {
            assertEquals(401, transport.send(get(server)).status());
            assertEquals(401, transport.send(get(server)).status());

            assertEquals(2, server.requests().size());
            assertFalse(
                    server.requests().get(1).contains("Cookie"),
                    server.requests().get(1));
            assertFalse(
                    server.requests().get(1).contains("Authorization"),
                    server.requests().get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "http://127.0.0.1.example.com/",
                "http://localhost.example.com/",
                "http://128.0.0.1/",
                "http://127.0.0.256/",
                "http://127.0.0.01/",
                "http://127.1/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[2001:db8::1]/",
                "ftp://localhost/",
                "mailto:a@b",
                "/relative",
                "https:///path",
                "https://user:canary-7f3a@localhost/",
                "https://localhost/#canary-7f3a",
                "http://localhost@example.com/"
            })
    void T50_plain_http_user_info_and_fragments_are_refused_before_anything_is_sent(String uri) {
        ConnectorException error =
                assertThrows(ConnectorException.class, () -> transport.send(Request.get(URI.create(uri))));

        assertEquals(ErrorCode.INVALID_CONFIGURATION, error.code());
        assertFalse(error.getMessage().contains(CANARY), error.getMessage());
    }

    @Test
    void headers_that_frame_the_message_are_the_transports() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(200, "", "")))) {
            for (String name : List.of("Host", "content-length", "Transfer-Encoding", "a b", "a\r\nHost", "")) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> transport.send(get(server).header(name, "x")),
                        name);
            }
            assertEquals(0, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 429, 500, 502, 503, 504})
    void T23_a_post_is_sent_once_whatever_the_status(int status) throws Exception {
        try (MisbehavingServer server =
                MisbehavingServer.http(answering(answer(status, "Retry-After: 0\r\n", "sorry")))) {
            Response response = transport.send(post(server));

            assertEquals(status, response.status());
            assertEquals("sorry", new String(response.body(), StandardCharsets.UTF_8));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void T24_a_post_that_was_read_and_never_answered_is_not_sent_again() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(MisbehavingServer.Visit::readRequest)) {
            assertUnavailable(() -> transport.send(post(server)));
            assertEquals(1, server.requests().size());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void T24_not_even_on_a_connection_that_served_before() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write(answer(200, "", "{}"));
            visit.readRequest();
        })) {
            transport.send(get(server));
            assertUnavailable(() -> transport.send(post(server)));
            assertEquals(2, server.requests().size());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void T24_a_connection_that_the_server_closed_while_idle_is_not_used_for_a_post() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
                    visit.readRequest();
                    visit.write(answer(200, "", "{}"));
                    visit.socket().close();
                    closed.countDown();
                });
                HttpClientTransport testing = HttpClientTransport.builder()
                        .validateAfter(Duration.ZERO)
                        .build()) {
            testing.send(get(server));
            assertTrue(closed.await(10, TimeUnit.SECONDS));

            assertEquals(200, testing.send(post(server)).status());
            assertEquals(2, server.connections());
        }
    }

    @Test
    void T25_a_refused_connection_is_unavailable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        URI uri = URI.create("http://127.0.0.1:" + port + "/?code=" + CANARY);
        ConnectorException error = assertUnavailable(() -> transport.send(Request.postForm(uri, Map.of())));

        assertTrue(error.detail(Detail.CAUSE_TYPE).isPresent());
        assertFalse(error.getMessage().contains(CANARY), error.getMessage());
    }

    @Test
    void T25_an_unknown_name_is_looked_up_once_more_for_a_post_and_twice_more_for_a_get() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        try (HttpClientTransport failing = withNames(host -> {
            lookups.incrementAndGet();
            throw new UnknownHostException(host);
        })) {
            assertUnavailable(() -> failing.send(Request.postForm(URI.create("https://gone.invalid/"), Map.of())));
            assertEquals(2, lookups.getAndSet(0));

            assertUnavailable(() -> failing.send(Request.get(URI.create("https://gone.invalid/"))));
            assertEquals(3, lookups.get());
        }
    }

    @Test
    void T25_a_post_succeeds_if_only_the_first_look_up_failed() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        TestCertificates certificates = TestCertificates.get();
        try (MisbehavingServer server =
                        MisbehavingServer.https(certificates.server("provider"), answering(answer(200, "", "{}")));
                HttpClientTransport flaky = HttpClientTransport.builder()
                        .trust(certificates.authority())
                        .resolver(names(host -> {
                            if (lookups.getAndIncrement() == 0) {
                                throw new UnknownHostException(host);
                            }
                            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
                        }))
                        .build()) {
            URI uri = URI.create("https://provider.test:" + server.port() + "/token");
            assertEquals(200, flaky.send(Request.postForm(uri, Map.of())).status());
            assertEquals(2, lookups.get());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void T26_a_server_that_never_answers_is_unavailable_in_time() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.keepSilent();
        })) {
            ConnectorException error =
                    assertUnavailable(() -> transport.send(post(server).timeout(SHORT)));

            assertEquals(Optional.of("500 ms"), error.detail(Detail.LIMIT));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void T26_a_name_server_that_never_answers_is_unavailable_in_time() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (HttpClientTransport stuck = withNames(host -> {
            awaitUninterruptibly(never);
            throw new UnknownHostException(host);
        })) {
            ConnectorException error = assertUnavailable(() ->
                    stuck.send(Request.get(URI.create("https://slow.invalid/")).timeout(SHORT)));
            assertEquals(Optional.of("500 ms"), error.detail(Detail.LIMIT));
        } finally {
            never.countDown();
        }
    }

    @Test
    void T26_many_who_wait_for_a_name_server_that_never_answers_keep_nobody_from_other_names_and_addresses()
            throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (MisbehavingServer server = MisbehavingServer.https(
                        TestCertificates.get().server("provider"), answering(answer(200, "", "{}")));
                HttpClientTransport stuck = HttpClientTransport.builder()
                        .trust(TestCertificates.get().authority())
                        .maxConnections(100, 100)
                        .resolver(names(host -> {
                            if (host.equals("provider.test")) {
                                return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
                            }
                            lookups.incrementAndGet();
                            asked.countDown();
                            awaitUninterruptibly(never);
                            throw new UnknownHostException(host);
                        }))
                        .build()) {
            ExecutorService callers = Executors.newFixedThreadPool(40);
            try {
                for (int i = 0; i < 40; i++) {
                    callers.submit(() -> stuck.send(
                            Request.get(URI.create("https://slow.invalid/")).timeout(BOUND)));
                }
                assertTrue(asked.await(10, TimeUnit.SECONDS));

                URI uri = URI.create("https://provider.test:" + server.port() + "/");
                assertEquals(200, stuck.send(Request.get(uri).timeout(BOUND)).status());
                assertEquals(1, lookups.get());
            } finally {
                never.countDown();
                callers.shutdownNow();
            }
        }
    }

    @Test
    void T26_when_too_many_names_hang_another_is_refused_at_once_and_an_address_is_still_reached() throws Exception {
        CountDownLatch asked = new CountDownLatch(AddressLookup.MOST_LOOKUPS);
        CountDownLatch never = new CountDownLatch(1);
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(200, "", "{}")));
                HttpClientTransport stuck = HttpClientTransport.builder()
                        .resolver(names(host -> {
                            asked.countDown();
                            awaitUninterruptibly(never);
                            throw new UnknownHostException(host);
                        }))
                        .build()) {
            ExecutorService callers = Executors.newFixedThreadPool(AddressLookup.MOST_LOOKUPS);
            try {
                for (int i = 0; i < AddressLookup.MOST_LOOKUPS; i++) {
                    URI slow = URI.create("https://slow-" + i + ".invalid/");
                    callers.submit(() -> stuck.send(Request.get(slow).timeout(BOUND)));
                }
                assertTrue(asked.await(10, TimeUnit.SECONDS));

                URI another = URI.create("https://another.invalid/");
                ConnectorException error = assertUnavailable(
                        () -> stuck.send(Request.postForm(another, Map.of()).timeout(Duration.ofHours(1))));
                assertEquals(
                        Optional.of("java.util.concurrent.RejectedExecutionException"),
                        error.detail(Detail.CAUSE_TYPE));
                URI address = URI.create("http://127.0.0.1:" + server.port() + "/");
                assertEquals(
                        200, stuck.send(Request.get(address).timeout(BOUND)).status());
            } finally {
                never.countDown();
                callers.shutdownNow();
            }
        }
    }

    @Test
    void a_time_out_of_less_than_a_millisecond_is_not_reported_as_none() {
        URI uri = URI.create("https://localhost/");
        ConnectorException error =
                assertUnavailable(() -> transport.send(Request.get(uri).timeout(Duration.ofNanos(1))));
        assertEquals(Optional.of("1 ms"), error.detail(Detail.LIMIT));
    }

    @Test
    void T26_a_server_that_never_finishes_the_handshake_is_unavailable_in_time() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(MisbehavingServer.Visit::keepSilent);
                HttpClientTransport patient = HttpClientTransport.builder()
                        .connectTimeout(Duration.ofMinutes(1))
                        .build()) {
            URI uri = URI.create("https://localhost:" + server.port() + "/");
            ConnectorException error =
                    assertUnavailable(() -> patient.send(Request.get(uri).timeout(SHORT)));
            assertEquals(Optional.of("500 ms"), error.detail(Detail.LIMIT));
        }
    }

    @Test
    void T26_waiting_for_a_free_connection_counts_as_well_and_the_pool_recovers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
                    while (true) {
                        visit.readRequest();
                        first.countDown();
                        release.await();
                        visit.write(answer(200, "", "{}"));
                    }
                });
                HttpClientTransport narrow =
                        HttpClientTransport.builder().maxConnections(1, 1).build()) {
            CompletableFuture<Response> holder =
                    inBackground(() -> narrow.send(get(server).timeout(BOUND)));
            assertTrue(first.await(10, TimeUnit.SECONDS));

            ConnectorException error =
                    assertUnavailable(() -> narrow.send(get(server).timeout(SHORT)));
            assertEquals(Optional.of("500 ms"), error.detail(Detail.LIMIT));

            release.countDown();
            assertEquals(200, holder.get(10, TimeUnit.SECONDS).status());
            assertEquals(200, narrow.send(get(server)).status());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void T27_the_time_out_covers_a_dripping_body() throws Exception {
        AtomicReference<MisbehavingServer> self = new AtomicReference<>();
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (true) {
                visit.write("x");
                self.get().drip();
            }
        })) {
            self.set(server);
            ConnectorException error =
                    assertUnavailable(() -> transport.send(get(server).timeout(SHORT)));
            assertEquals(Optional.of("500 ms"), error.detail(Detail.LIMIT));
        }
    }

    @Test
    void T27_and_dripping_headers() throws Exception {
        AtomicReference<MisbehavingServer> self = new AtomicReference<>();
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\nX: ");
            while (true) {
                visit.write("x");
                self.get().drip();
            }
        })) {
            self.set(server);
            assertUnavailable(() -> transport.send(post(server).timeout(SHORT)));
            assertEquals(1, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {50 * 1024 / 8, Long.MAX_VALUE})
    void T28_a_chunked_body_of_50_MB_or_without_end_is_refused_at_the_limit_and_takes_no_more_memory(long chunks)
            throws Exception {
        byte[] chunk = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (long i = 0; i < chunks; i++) {
                visit.write(chunk);
            }
            visit.write("0\r\n\r\n");
        })) {
            assertRefusedInLittleMemory(post(server).maxBodyBytes(TOKEN_LIMIT));

            assertEquals(1, server.requests().size());
            // What the server could write into the buffers of two sockets, though nobody read it.
            assertTrue(server.written() < 32_000_000, "written: " + server.written());
        }
    }

    @Test
    void T28_a_length_beyond_the_limit_is_refused_unread() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n");
            visit.keepSilent();
        })) {
            ConnectorException error =
                    assertInvalid(() -> transport.send(get(server).maxBodyBytes(1000)));
            assertEquals(Optional.of("1000 bytes"), error.detail(Detail.LIMIT));
        }
    }

    @Test
    void T28_one_megabyte_of_gzip_that_would_become_a_gigabyte_is_refused_at_the_limit_and_takes_no_more_memory()
            throws Exception {
        byte[] bomb = zeros(1024 * 1024 * 1024);
        assertTrue(bomb.length > 1_000_000, "size: " + bomb.length);
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            visit.write(bomb);
            visit.awaitEnd();
        })) {
            // The one limit is reached by what comes, the other by what becomes of it.
            assertRefusedInLittleMemory(post(server).maxBodyBytes(TOKEN_LIMIT));
            assertRefusedInLittleMemory(get(server).maxBodyBytes(2 * 1024 * 1024));
        }
    }

    @Test
    void T28_no_more_than_the_limit_and_64_KiB_is_read_plain_or_compressed() {
        for (String encoding : List.of("", "gzip")) {
            AtomicInteger read = new AtomicInteger();
            InputStream endless = new InputStream() {
                @Override
                public int read() {
                    read.incrementAndGet();
                    return 0;
                }
            };
            ConnectorException error = assertThrows(
                    ConnectorException.class, () -> new BodyReader(100_000).read(endless, -1, encoding), encoding);
            assertEquals(ErrorCode.INVALID_RESPONSE, error.code());
            assertTrue(read.get() <= 100_000 + 64 * 1024, encoding + " read: " + read.get());
        }
    }

    @Test
    void a_body_of_exactly_the_limit_is_accepted_plain_or_compressed() throws Exception {
        String gzip = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zeros(1000).length + "\r\n\r\n";
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write(answer(200, "", "x".repeat(1000)));
            visit.readRequest();
            visit.write(gzip);
            visit.write(zeros(1000));
            visit.readRequest();
        })) {
            assertEquals(1000, transport.send(get(server).maxBodyBytes(1000)).body().length);
            Response unpacked = transport.send(get(server).maxBodyBytes(1000));
            assertArrayEquals(new byte[1000], unpacked.body());
            assertEquals(Optional.empty(), unpacked.header("Content-Encoding"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void an_encoding_nobody_asked_for_is_refused(String encoding) throws Exception {
        try (MisbehavingServer server =
                MisbehavingServer.http(answering(answer(200, "Content-Encoding: " + encoding + "\r\n", "xxxx")))) {
            assertInvalid(() -> transport.send(get(server)));
            assertEquals(1, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost:0/", "https://localhost:65536/", "https://localhost:99999/"})
    void an_impossible_port_is_refused(String uri) {
        assertFails(ErrorCode.INVALID_CONFIGURATION, () -> transport.send(Request.get(URI.create(uri))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no http at all\r\n\r\n",
                "HTTP/1.1 999 odd\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot-a-number\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"
            })
    void what_is_not_http_is_an_invalid_response_and_not_repeated(String answer) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer))) {
            assertInvalid(() -> transport.send(get(server)));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void endless_headers_are_an_invalid_response() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\n");
            while (true) {
                visit.write("X-Another: header\r\n");
            }
        })) {
            assertInvalid(() -> transport.send(get(server)));
        }
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\nX-Long: ");
            while (true) {
                visit.write("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
            }
        })) {
            assertInvalid(() -> transport.send(get(server)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void T29_a_redirect_is_an_answer_and_is_not_followed(int status) throws Exception {
        try (MisbehavingServer other = MisbehavingServer.http(answering(answer(200, "", "stolen")))) {
            String location = other.uri("/elsewhere").toString();
            try (MisbehavingServer server =
                    MisbehavingServer.http(answering(answer(status, "Location: " + location + "\r\n", "")))) {
                for (Request request : List.of(get(server), post(server))) {
                    Response response = transport.send(request.header("Authorization", "Basic x"));
                    assertEquals(status, response.status());
                    assertEquals(Optional.of(location), response.header("location"));
                }
                assertEquals(2, server.requests().size());
            }
            assertEquals(0, other.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void T29_nor_is_one_from_https_to_plain_http_on_the_same_host(int status) throws Exception {
        TestCertificates certificates = TestCertificates.get();
        try (MisbehavingServer plain = MisbehavingServer.http(answering(answer(200, "", "stolen")))) {
            String location = plain.uri("/token").toString();
            try (MisbehavingServer server = MisbehavingServer.https(
                            certificates.server("provider"),
                            answering(answer(status, "Location: " + location + "\r\n", "")));
                    HttpClientTransport trusting = HttpClientTransport.builder()
                            .trust(certificates.authority())
                            .build()) {
                assertEquals(status, trusting.send(post(server)).status());
                assertEquals(1, server.requests().size());
            }
            assertEquals(0, plain.connections());
        }
    }

    @Test
    void T43_a_get_that_meets_500_twice_succeeds_at_the_third_attempt() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(
                answering(answer(500, "", "no"), answer(500, "", "no"), answer(200, "", "yes")))) {
            Response response = transport.send(get(server));

            assertEquals(200, response.status());
            assertEquals(3, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void T43_a_get_that_meets_a_server_error_for_ever_returns_the_third_answer(int status) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(
                answer(status, "", "1"), answer(status, "", "2"), answer(status, "", "3"), answer(200, "", "4")))) {
            Response response = transport.send(get(server));

            assertEquals(status, response.status());
            assertEquals("3", new String(response.body(), StandardCharsets.UTF_8));
            assertEquals(3, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 429, 501})
    void T43_other_answers_to_a_get_are_final(int status) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(status, "", "")))) {
            assertEquals(status, transport.send(get(server)).status());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void T43_a_get_is_repeated_twice_if_the_connection_breaks() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            visit.readRequest();
            visit.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        })) {
            assertUnavailable(() -> transport.send(get(server)));
            assertEquals(3, server.requests().size());
        }
    }

    @Test
    void T43_there_is_no_pause_that_would_outlast_the_time_out() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(503, "", "")));
                HttpClientTransport slow = HttpClientTransport.builder()
                        .repeatGet(2, Duration.ofMinutes(10))
                        .build()) {
            Response response = assertTimeoutPreemptively(BOUND, () -> slow.send(get(server)));

            assertEquals(503, response.status());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void an_interrupt_ends_the_wait_for_an_answer_and_leaves_the_pool_usable() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger visits = new AtomicInteger();
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
                    if (visits.getAndIncrement() == 0) {
                        visit.readRequest();
                        asked.countDown();
                        visit.keepSilent();
                    }
                    visit.readRequest();
                    visit.write(answer(200, "", "{}"));
                });
                HttpClientTransport narrow =
                        HttpClientTransport.builder().maxConnections(1, 1).build()) {
            assertInterruptible(() -> narrow.send(post(server).timeout(Duration.ofMinutes(5))), asked);

            assertEquals(200, narrow.send(post(server)).status());
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void an_interrupt_ends_the_wait_for_a_name_for_a_handshake_and_for_a_free_connection() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        try (HttpClientTransport stuck = withNames(host -> {
            asked.countDown();
            awaitUninterruptibly(never);
            throw new UnknownHostException(host);
        })) {
            Request request = Request.get(URI.create("https://slow.invalid/")).timeout(Duration.ofMinutes(5));
            assertInterruptible(() -> stuck.send(request), asked);
        } finally {
            never.countDown();
        }

        CountDownLatch accepted = new CountDownLatch(1);
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
                    accepted.countDown();
                    visit.keepSilent();
                });
                HttpClientTransport narrow = HttpClientTransport.builder()
                        .maxConnections(1, 1)
                        .connectTimeout(Duration.ofMinutes(5))
                        .build()) {
            Request request = Request.get(URI.create("https://localhost:" + server.port() + "/"))
                    .timeout(Duration.ofMinutes(5));
            CountDownLatch holding = new CountDownLatch(1);
            Thread holder = new Thread(() -> {
                try {
                    narrow.send(request);
                } catch (InterruptedException e) {
                    holding.countDown();
                }
            });
            holder.start();
            assertTrue(accepted.await(10, TimeUnit.SECONDS));

            assertInterruptible(() -> narrow.send(request), new CountDownLatch(0));
            holder.interrupt();
            assertTrue(holding.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_thread_that_is_interrupted_already_sends_nothing() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(200, "", "")))) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> transport.send(get(server)));
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(0, server.connections());
        }
    }

    @Test
    void a_server_is_reached_through_the_proxy_by_a_tunnel_that_shows_nothing_of_the_request() throws Exception {
        TestCertificates certificates = TestCertificates.get();
        AtomicReference<MisbehavingServer> target = new AtomicReference<>();
        try (MisbehavingServer server =
                        MisbehavingServer.https(certificates.server("provider"), answering(answer(200, "", "{}")));
                MisbehavingServer proxy = MisbehavingServer.http(visit -> {
                    visit.readRequest();
                    visit.write("HTTP/1.1 200 connected\r\n\r\n");
                    Tunnel.between(visit.socket(), target.get().port());
                });
                HttpClientTransport proxied = HttpClientTransport.builder()
                        .trust(certificates.authority())
                        .proxies(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                        .build()) {
            target.set(server);
            URI uri = URI.create("https://provider.test/token?" + CANARY);
            Response response = proxied.send(Request.get(uri).header("Authorization", "Bearer " + CANARY));

            assertEquals(200, response.status());
            String connect = proxy.requests().get(0);
            assertTrue(connect.startsWith("CONNECT provider.test:443 HTTP/1.1\r\n"), connect);
            assertFalse(connect.contains(CANARY), connect);
            assertTrue(server.requests().get(0).startsWith("GET /token?" + CANARY), "through the tunnel");
        }
    }

    @Test
    void a_proxy_that_refuses_is_unavailable_and_its_answer_is_not_the_servers() throws Exception {
        try (MisbehavingServer proxy = MisbehavingServer.http(answering(answer(407, "", "pay")));
                HttpClientTransport proxied = HttpClientTransport.builder()
                        .proxies(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                        .build()) {
            assertUnavailable(() -> proxied.send(Request.postForm(URI.create("https://provider.test/"), Map.of())));
            assertEquals(1, proxy.requests().size());
        }
    }

    @Test
    void a_non_ascii_path_is_sent_percent_encoded() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(answering(answer(200, "", "")))) {
            transport.send(Request.get(server.uri("/é")));
            assertTrue(server.requests().get(0).startsWith("GET /%C3%A9 HTTP/1.1\r\n"), "percent-encoded");
        }
    }

    @Test
    void a_closed_transport_fails_what_is_under_way_refuses_the_rest_and_leaves_no_thread_behind() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        HttpClientTransport closing = inContextOfAnApplication(
                () -> withNames(host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")}));
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
            asked.countDown();
            visit.keepSilent();
        })) {
            URI uri = URI.create("https://provider.test:" + server.port() + "/");
            CompletableFuture<Response> underWay =
                    inBackground(() -> inContextOfAnApplication(() -> closing.send(Request.get(uri))));
            assertTrue(asked.await(10, TimeUnit.SECONDS));
            Set<Thread> owned = ownedBesides(before);
            assertEquals(2, owned.size(), () -> "timer and look-up: " + owned);
            Map<Thread, ClassLoader> loaders =
                    owned.stream().collect(Collectors.toMap(thread -> thread, Thread::getContextClassLoader));

            closing.close();

            assertThrows(ExecutionException.class, () -> underWay.get(10, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, () -> closing.send(Request.get(uri)));
            for (Thread thread : owned) {
                assertSame(HttpClientTransport.class.getClassLoader(), loaders.get(thread), thread.getName());
                thread.join(10_000);
                assertFalse(thread.isAlive(), thread.getName());
            }
        }
    }

    /** As a web application's thread would do it, whose class loader must not be kept. */
    private static <T> T inContextOfAnApplication(DeadlineTransport.Work<T> work) throws InterruptedException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {});
        try {
            return work.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Set<Thread> ownedBesides(Set<Thread> others) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("social-connectors-http"))
                .filter(thread -> !others.contains(thread))
                .collect(Collectors.toSet());
    }

    private static void assertInterruptible(Call call, CountDownLatch begun) throws Exception {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                call.send();
                outcome.complete(new AssertionError("answered"));
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        caller.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        caller.interrupt();
        Throwable end = outcome.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertTrue(end instanceof InterruptedException, () -> "ended in " + end);
    }

    private static CompletableFuture<Response> inBackground(Call call) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return call.send();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static ConnectorException assertUnavailable(Call call) {
        return assertFails(ErrorCode.PROVIDER_UNAVAILABLE, call);
    }

    private static ConnectorException assertInvalid(Call call) {
        return assertFails(ErrorCode.INVALID_RESPONSE, call);
    }

    private static ConnectorException assertFails(ErrorCode code, Call call) {
        ConnectorException error =
                assertTimeoutPreemptively(BOUND, () -> assertThrows(ConnectorException.class, () -> call.send()));
        assertEquals(code, error.code(), error.getMessage());
        assertEquals(null, error.getCause());
        return error;
    }

    /**
     * The calling thread reads, so what it allocates is all that the heap can grow by. That number is exact: it depends neither on
     * other threads nor on when garbage is collected.
     */
    private void assertRefusedInLittleMemory(Request request) {
        AtomicLong allocated = new AtomicLong();
        ConnectorException error = assertInvalid(() -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                return transport.send(request);
            } finally {
                allocated.set(THREADS.getCurrentThreadAllocatedBytes() - before);
            }
        });
        assertEquals(Optional.of(request.maxBodyBytes() + " bytes"), error.detail(Detail.LIMIT));
        assertTrue(allocated.get() > request.maxBodyBytes() / 2, "allocated elsewhere: " + allocated);
        assertTrue(allocated.get() < LITTLE_MEMORY, "allocated: " + allocated);
    }

    private static Request get(MisbehavingServer server) {
        return Request.get(server.uri("/path?q=1")).timeout(BOUND);
    }

    private static Request post(MisbehavingServer server) {
        return Request.postForm(server.uri("/token"), MisbehavingServer.form()).timeout(BOUND);
    }

    private static byte[] zeros(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] block = new byte[Math.min(size, 1 << 20)];
            for (int left = size; left > 0; left -= block.length) {
                gzip.write(block, 0, Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }

    private static HttpClientTransport withNames(Names names) {
        return HttpClientTransport.builder()
                .repeatGet(2, Duration.ofMillis(5))
                .resolver(names(names))
                .build();
    }

    private static DnsResolver names(Names names) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return names.resolve(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // As deaf as a look-up of the operating system.
                continue;
            }
        }
    }

    @FunctionalInterface
    private interface Call {
        Response send() throws InterruptedException;
    }

    @FunctionalInterface
    private interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }
}
