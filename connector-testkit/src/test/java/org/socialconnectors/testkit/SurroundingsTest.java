package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The way to the network is the process's, and is left as it was found. */
@ResourceLock(Resources.GLOBAL)
class SurroundingsTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:1/seen");

    private final ProxySelector before = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
    }

    @Test
    void the_selector_that_was_there_is_put_back() {
        try (Surroundings watching = new Surroundings()) {
            assertNotSame(before, ProxySelector.getDefault());
        }
        assertSame(before, ProxySelector.getDefault());
    }

    @Test
    void a_selector_that_somebody_set_meanwhile_stays() {
        ProxySelector another = ProxySelector.of(null);
        try (Surroundings watching = new Surroundings()) {
            ProxySelector.setDefault(another);
        }
        assertSame(another, ProxySelector.getDefault());
    }

    /** As a test does in a method with @BeforeEach. */
    @Test
    void a_selector_that_somebody_set_meanwhile_hides_no_request_and_is_set_again() throws InterruptedException {
        ProxySelector another = ProxySelector.of(null);
        try (Surroundings watching = new Surroundings()) {
            ProxySelector.setDefault(another);
            Surroundings.Detours detours = watching.during(SurroundingsTest::ask);
            assertEquals(List.of("http://127.0.0.1:1"), detours.requests());
            assertFalse(detours.selectorReplaced());
            assertSame(another, ProxySelector.getDefault());
        }
        assertSame(another, ProxySelector.getDefault());
    }

    @Test
    void who_replaces_the_selector_is_noticed_and_it_is_put_back() throws InterruptedException {
        try (Surroundings watching = new Surroundings()) {
            ProxySelector watch = ProxySelector.getDefault();
            Surroundings.Detours detours = watching.during(() -> {
                ProxySelector.setDefault(ProxySelector.of(null));
                ask();
            });
            assertEquals(List.of(), detours.requests());
            assertTrue(detours.selectorReplaced());
            assertSame(watch, ProxySelector.getDefault());
        }
    }

    @Test
    void each_request_is_told_once_and_none_of_an_action_before() throws InterruptedException {
        try (Surroundings watching = new Surroundings()) {
            Surroundings.Detours detours = watching.during(() -> {
                ask();
                ask();
            });
            assertEquals(List.of("http://127.0.0.1:1"), detours.requests());
            assertEquals(List.of(), watching.during(() -> {}).requests());
        }
    }

    @Test
    void a_request_is_told_although_what_was_done_failed_for_it() throws InterruptedException {
        IllegalStateException failure = new IllegalStateException("no answer");
        try (Surroundings watching = new Surroundings()) {
            ProxySelector watch = ProxySelector.getDefault();
            Surroundings.Detours detours = watching.during(() -> {
                ask();
                throw failure;
            });
            assertEquals(List.of("http://127.0.0.1:1"), detours.requests());
            assertSame(failure, detours.failure());
            assertSame(watch, ProxySelector.getDefault());
            assertNull(watching.during(SurroundingsTest::ask).failure());
        }
    }

    @Test
    void outside_of_an_action_everybody_gets_where_the_selector_before_sends_them() {
        List<URI> failed = new ArrayList<>();
        List<Proxy> way =
                List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 8080)));
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return way;
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                failed.add(uri);
            }
        });
        try (Surroundings watching = new Surroundings()) {
            ProxySelector watch = ProxySelector.getDefault();
            assertEquals(way, watch.select(ADDRESS));
            watch.connectFailed(ADDRESS, InetSocketAddress.createUnresolved("proxy.example", 8080), new IOException());
            assertEquals(List.of(ADDRESS), failed);
        }
    }

    @Test
    void without_a_selector_before_everybody_goes_straight() {
        ProxySelector.setDefault(null);
        try (Surroundings watching = new Surroundings()) {
            ProxySelector watch = ProxySelector.getDefault();
            watch.connectFailed(ADDRESS, InetSocketAddress.createUnresolved("127.0.0.1", 1), new IOException());
            assertEquals(List.of(Proxy.NO_PROXY), watch.select(ADDRESS));
        }
        assertNull(ProxySelector.getDefault());
    }

    @Test
    void a_time_limit_of_the_jdk_starts_no_thread_that_was_not_there_before() throws InterruptedException {
        try (Surroundings watching = new Surroundings()) {
            ThreadGroup group = new ThreadGroup("whoever sets a time limit");
            Thread waiting = new Thread(
                    group,
                    () -> new CompletableFuture<String>()
                            .orTimeout(1, TimeUnit.HOURS)
                            .complete("in time"));
            waiting.start();
            waiting.join();
            assertEquals(0, Surroundings.settled(group::activeCount, count -> count == 0));
        }
    }

    @Test
    void a_cleaner_counts_that_was_made_since_before_the_first_rule() {
        Cleaner before = Cleaner.create();
        try (Surroundings watching = new Surroundings()) {
            assertEquals(List.of(), watching.cleanersLeft());
            Cleaner after = Cleaner.create();
            assertEquals(1, watching.cleanersLeft().size());
            assertTrue(watching.cleanersLeft().get(0).startsWith("Cleaner-"));
            Reference.reachabilityFence(after);
        }
        Reference.reachabilityFence(before);
    }

    private static void ask() {
        assertThrows(ConnectException.class, () -> ADDRESS.toURL().openStream().close());
    }
}
