package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.ProviderFault;

class DiscoveryTest {
    @Test
    void everything_is_found_by_the_issuer_alone_when_it_is_first_needed_and_then_kept() throws Exception {
        Rig rig = discovered();
        assertTrue(rig.provider.requests().isEmpty());

        rig.signIn();
        assertTrue(rig.signIn().assurance().idTokenVerified());

        assertEquals(1, rig.provider.count(Endpoint.DISCOVERY));
        assertEquals(2, rig.provider.count(Endpoint.USERINFO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://huggingface.co/", "https://HUGGINGFACE.co", "https://huggingface.co:443", ""})
    void the_issuer_must_be_the_same_to_the_letter(String issuer) {
        Rig rig = discovered();
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("issuer", issuer));

        ConnectorException refusal = assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        assertEquals(Optional.of("discovery"), refusal.detail(Detail.ENDPOINT));
        assertEquals(0, rig.provider.count(Endpoint.AUTHORIZATION));
    }

    @Test
    void a_slash_at_the_end_of_the_issuer_is_not_doubled() throws Exception {
        Rig rig = Rig.with(
                unused -> OAuthProvider.builder()
                        .issuer("https://huggingface.co/")
                        .discovered()
                        .defaultScopes("profile"),
                client -> client,
                simulation -> simulation);
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("issuer", "https://huggingface.co/"));

        rig.connector.begin(rig.attempt());

        assertEquals(1, rig.provider.count(Endpoint.DISCOVERY));
    }

    @Test
    void a_failure_is_not_kept() throws Exception {
        Rig rig = discovered();
        rig.provider.next(Endpoint.DISCOVERY, ProviderFault.unreachable());
        rig.provider.next(Endpoint.DISCOVERY, ProviderFault.with("issuer", "https://attacker.example"));

        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);
        assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void what_was_published_holds_for_an_hour_and_is_then_asked_for_again() throws Exception {
        Rig rig = discovered();
        rig.connector.begin(rig.attempt());
        rig.provider.always(
                Endpoint.DISCOVERY, ProviderFault.with("authorization_endpoint", "https://login.example/authorize"));

        rig.advanceClock(Duration.ofMinutes(59));
        assertEquals("huggingface.co", rig.connector.begin(rig.attempt()).uri().getHost());
        assertEquals(1, rig.provider.count(Endpoint.DISCOVERY));

        rig.advanceClock(Duration.ofMinutes(2));
        rig.connector.begin(rig.attempt());
        assertEquals("login.example", rig.connector.begin(rig.attempt()).uri().getHost());
        assertEquals(2, rig.provider.count(Endpoint.DISCOVERY));
    }

    @Test
    void an_outage_is_survived_for_a_day_and_asks_at_most_once_a_minute() throws Exception {
        Rig rig = discovered();
        rig.connector.begin(rig.attempt());
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.unreachable());

        rig.advanceClock(Duration.ofHours(23));
        for (int i = 0; i < 5; i++) {
            rig.connector.begin(rig.attempt());
        }
        assertEquals(2, rig.provider.count(Endpoint.DISCOVERY));

        rig.advanceClock(Duration.ofSeconds(61));
        rig.connector.begin(rig.attempt());
        assertEquals(3, rig.provider.count(Endpoint.DISCOVERY));

        rig.advanceClock(Duration.ofHours(1));
        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, () -> rig.connector.begin(rig.attempt()));
        rig.provider.clearFaults();
        rig.connector.begin(rig.attempt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://huggingface.co/oauth/token",
                "ftp://huggingface.co/oauth/token",
                "javascript:alert(1)",
                "https://huggingface.co/oauth/token#fragment",
                "https://user:word@huggingface.co/oauth/token",
                "https://localhost/token",
                "https://LOCALHOST./token",
                "https://inner.localhost/token",
                "https://127.0.0.1/token",
                "https://127.8.8.8/token",
                "https://10.0.0.1/token",
                "https://172.16.0.1/token",
                "https://172.31.255.255/token",
                "https://192.168.1.1/token",
                "https://169.254.169.254/token",
                "https://100.100.100.200/token",
                "https://0.0.0.0/token",
                "https://[::1]/token",
                "https://[::]/token",
                "https://[fc00::1]/token",
                "https://[fdff::1]/token",
                "https://[fe80::1]/token",
                "https://[2001:db8::1%25nowhere]/token",
                "https://[::ffff:10.0.0.1]/token",
                "https://[64:ff9b::10.0.0.1]/token"
            })
    void an_endpoint_that_is_less_protected_or_in_a_private_network_is_refused_before_a_credential_leaves(String lie) {
        for (String member : new String[] {"token_endpoint", "userinfo_endpoint", "jwks_uri"}) {
            Rig rig = discovered();
            rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with(member, lie));

            ConnectorException refusal = assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
            assertEquals(Optional.of("/" + member), refusal.detail(Detail.POINTER));
            assertEquals(Set.of(), rig.provider.foreignHosts());
            assertEquals(0, rig.provider.count(Endpoint.UNKNOWN_PATH));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://huggingface.co/oauth/authorize", "https://10.0.0.1/authorize", "javascript:x", "/"})
    void the_browser_is_not_sent_to_such_an_address_either(String lie) {
        Rig rig = discovered();
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("authorization_endpoint", lie));

        assertRefused(ErrorCode.INVALID_RESPONSE, () -> rig.connector.begin(rig.attempt()));
    }

    @ParameterizedTest
    @CsvSource({"authorization_endpoint, authorization", "token_endpoint, token"})
    void an_endpoint_that_the_protocol_needs_cannot_be_missing(String member, String endpoint) {
        Rig rig = discovered();
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.without(member));

        assertEquals(
                Optional.of(endpoint),
                assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn).detail(Detail.ENDPOINT));
    }

    @Test
    void a_provider_in_a_private_network_may_publish_its_own_host_and_no_other() {
        assertTrue(mayPublish("https://10.0.0.5", "https://10.0.0.5:8443/jwks"));
        assertFalse(mayPublish("https://10.0.0.5", "https://10.0.0.6/jwks"));
        assertTrue(mayPublish("http://localhost:8080", "http://LOCALHOST:8080/jwks"));
        assertFalse(mayPublish("http://localhost:8080", "http://127.0.0.1:8080/jwks"));
        assertTrue(mayPublish("https://idp.example", "HTTPS://keys.example/jwks"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://172.15.0.1/",
                "https://172.32.0.1/",
                "https://11.0.0.1/",
                "https://100.63.0.1/",
                "https://100.128.0.1/",
                "https://101.100.0.1/",
                "https://[64:ff9c::1]/",
                "https://[164:ff9b::1]/",
                "https://192.169.0.1/",
                "https://[2001:db8::1]/",
                "https://[fb00::1]/",
                "https://nolocalhost/",
                "https://localhost.example/"
            })
    void public_addresses_are_fine(String address) {
        assertTrue(mayPublish("https://idp.example", address));
    }

    @Test
    void what_is_set_by_hand_wins() throws Exception {
        Rig rig = Rig.with(
                provider -> provider.discovered().jwksUri("https://huggingface.co/oauth/jwks"),
                client -> client,
                simulation -> simulation);
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.changing(members -> {
            for (String member :
                    new String[] {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"}) {
                members.put(member, "https://attacker.example/");
            }
            return members;
        }));

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(Set.of(), rig.provider.foreignHosts());
    }

    @Test
    void T20_a_promise_of_the_issuer_in_the_callback_is_found_by_discovery() throws Exception {
        Rig rig = Rig.discovered(UnaryOperator.identity(), simulation -> simulation.issuerInCallback(true));
        IssuerRule rule = rig.connector.begin(rig.attempt()).issuerRule().orElseThrow();
        assertEquals("https://huggingface.co", rule.issuer());
        assertTrue(rule.required());
        assertTrue(rig.signIn().assurance().idTokenVerified());

        rig.provider.always(
                Endpoint.DISCOVERY,
                ProviderFault.with("authorization_response_iss_parameter_supported", "not even a boolean"));
        assertFalse(discovered()
                .connector
                .begin(rig.attempt())
                .issuerRule()
                .orElseThrow()
                .required());
    }

    @Test
    void an_interruption_while_discovery_is_fetched_is_one() {
        Rig rig = discovered();
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> rig.connector.begin(rig.attempt()));
        assertFalse(Thread.interrupted(), "the exception says it already");
    }

    @Test
    void who_waits_for_discovery_can_be_interrupted_while_another_thread_fetches_it() throws Exception {
        try (Crowd crowd = new Crowd(honest -> honest)) {
            Future<Redirect> fetching = crowd.begin();
            crowd.reached.await();
            Future<Redirect> waiting = crowd.beginAndWait();
            crowd.latest().interrupt();

            assertInstanceOf(InterruptedException.class, failure(waiting));
            assertFalse(fetching.isDone(), "it still fetches");
            crowd.open.countDown();
            assertEquals("huggingface.co", host(fetching));
            assertEquals(1, crowd.rig.provider.count(Endpoint.DISCOVERY));
        }
    }

    @Test
    void who_waits_fetches_itself_when_the_thread_that_fetched_is_interrupted() throws Exception {
        try (Crowd crowd = new Crowd(honest -> honest)) {
            Future<Redirect> fetching = crowd.begin();
            crowd.reached.await();
            Thread fetcher = crowd.latest();
            Future<Redirect> waiting = crowd.beginAndWait();
            fetcher.interrupt();

            assertEquals("huggingface.co", host(waiting));
            assertInstanceOf(InterruptedException.class, failure(fetching));
            assertEquals(1, crowd.rig.provider.count(Endpoint.DISCOVERY), "the first one was never sent");
        }
    }

    @Test
    void who_waits_shares_a_failure_and_the_next_one_tries_again() throws Exception {
        try (Crowd crowd = new Crowd(honest -> ProviderFault.unreachable().answer(() -> honest))) {
            Future<Redirect> fetching = crowd.begin();
            crowd.reached.await();
            Future<Redirect> waiting = crowd.beginAndWait();
            crowd.open.countDown();

            for (Future<Redirect> each : List.of(fetching, waiting)) {
                ConnectorException failure = assertInstanceOf(ConnectorException.class, failure(each));
                assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, failure.code());
            }
            assertEquals(1, crowd.rig.provider.count(Endpoint.DISCOVERY));
            assertEquals("huggingface.co", host(crowd.begin()));
        }
    }

    @Test
    void who_begins_while_another_thread_asks_again_uses_what_is_known_and_does_not_wait() throws Exception {
        try (Crowd crowd = new Crowd(honest -> honest)) {
            crowd.open.countDown();
            assertEquals("huggingface.co", host(crowd.begin()));
            crowd.rig.advanceClock(Duration.ofMinutes(61));
            CountDownLatch asking = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            crowd.rig.provider.next(Endpoint.DISCOVERY, honest -> {
                asking.countDown();
                awaitUninterrupted(answer);
                return honest.get();
            });
            try {
                Future<Redirect> again = crowd.begin();
                asking.await();
                assertEquals("huggingface.co", host(crowd.begin()));
                assertFalse(again.isDone(), "it still asks");
                answer.countDown();
                assertEquals("huggingface.co", host(again));
            } finally {
                answer.countDown();
            }
            assertEquals(2, crowd.rig.provider.count(Endpoint.DISCOVERY));
        }
    }

    @Test
    void who_is_interrupted_while_asking_again_is_still_and_what_was_known_holds() throws Exception {
        Rig rig = discovered();
        rig.connector.begin(rig.attempt());
        rig.advanceClock(Duration.ofMinutes(61));
        Thread.currentThread().interrupt();

        assertEquals("huggingface.co", rig.connector.begin(rig.attempt()).uri().getHost());
        assertTrue(Thread.interrupted(), "nobody was told yet");
    }

    @Test
    void a_transport_that_breaks_its_contract_leaves_nobody_waiting() throws Exception {
        Rig rig = discovered();
        rig.provider.next(Endpoint.DISCOVERY, honest -> {
            throw new IllegalStateException("broken");
        });

        assertThrows(IllegalStateException.class, () -> rig.connector.begin(rig.attempt()));
        assertEquals("huggingface.co", rig.connector.begin(rig.attempt()).uri().getHost());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example",
                "ftp://idp.example",
                "https://user@idp.example",
                "https://idp.example/#x",
                "https:///path",
                "not an address",
                "http://localhost.example",
                "http://127.0.0.1.example"
            })
    void an_endpoint_written_down_must_be_protected_too(String address) {
        for (var refused : new org.junit.jupiter.api.function.Executable[] {
            () -> OAuthProvider.builder().issuer(address),
            () -> OAuthProvider.builder().tokenEndpoint(address),
            () -> OAuthProvider.builder().endSessionEndpoint(address)
        }) {
            assertRefused(ErrorCode.INVALID_CONFIGURATION, refused);
        }
    }

    @Test
    void loopback_addresses_may_be_written_down_and_an_issuer_has_no_query() {
        for (String address : new String[] {"http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"}) {
            OAuthProvider.builder().issuer(address).tokenEndpoint(address + "/token?tenant=1");
            assertEquals(
                    Optional.of("issuer"),
                    assertRefused(
                                    ErrorCode.INVALID_CONFIGURATION,
                                    () -> OAuthProvider.builder().issuer(address + "?tenant=1"))
                            .detail(Detail.PARAMETER));
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            throw new IllegalStateException("the test is over", interruption);
        }
    }

    private static String host(Future<Redirect> begun) throws Exception {
        return begun.get(20, TimeUnit.SECONDS).uri().getHost();
    }

    private static Throwable failure(Future<Redirect> begun) {
        return assertThrows(ExecutionException.class, () -> begun.get(20, TimeUnit.SECONDS))
                .getCause();
    }

    /** Many who begin at once; the first request waits until it may be sent. */
    private static final class Crowd implements AutoCloseable {
        final Rig rig = discovered();
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);
        private final AtomicBoolean first = new AtomicBoolean(true);
        private final BlockingQueue<Thread> started = new LinkedBlockingQueue<>();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final OAuthConnector connector;
        private @Nullable Thread latest;

        Crowd(UnaryOperator<HttpTransport.Response> firstAnswer) {
            HttpTransport gated = request -> {
                boolean gate = first.getAndSet(false);
                if (gate) {
                    reached.countDown();
                    open.await();
                }
                HttpTransport.Response answer = rig.provider.send(request);
                return gate ? firstAnswer.apply(answer) : answer;
            };
            connector = new OAuthConnector(
                    OAuthProvider.builder()
                            .issuer("https://huggingface.co")
                            .discovered()
                            .defaultScopes("profile")
                            .build(),
                    OAuthClient.builder(Rig.CLIENT_ID).build(),
                    ConnectorContext.of(gated, rig));
        }

        Future<Redirect> begin() throws InterruptedException {
            Future<Redirect> begun = threads.submit(() -> {
                started.add(Thread.currentThread());
                return connector.begin(rig.attempt());
            });
            latest = started.take();
            return begun;
        }

        Future<Redirect> beginAndWait() throws InterruptedException {
            Future<Redirect> begun = begin();
            Thread thread = latest();
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
            });
            return begun;
        }

        Thread latest() {
            return Objects.requireNonNull(latest);
        }

        @Override
        public void close() {
            open.countDown();
            threads.shutdownNow();
        }
    }

    private static boolean mayPublish(String issuer, String endpoint) {
        return Addresses.mayPublish(URI.create(issuer), URI.create(endpoint));
    }

    private static Rig discovered() {
        return Rig.discovered(UnaryOperator.identity(), UnaryOperator.identity());
    }
}
