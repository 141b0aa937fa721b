package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.SignInAttempt;

class MemoryPendingSignInsTest extends PendingSignInsContract {
    private static final int CAPACITY = 1_000;
    // Less than forty bytes for each start that was refused.
    private static final long LITTLE_MEMORY = 32 * 1024 * 1024;
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-11-20T12:00:00.900Z");
    private final MemoryPendingSignIns store = new MemoryPendingSignIns(TIME_TO_LIVE, CAPACITY, () -> now);
    private final BrowserKey browser = BrowserKey.random();

    @Override
    protected PendingSignIns pendingSignIns() {
        return store;
    }

    @Override
    protected void outlive() {
        now = now.plus(TIME_TO_LIVE);
    }

    @Override
    protected long size() {
        return store.size();
    }

    @Override
    protected int capacity() {
        return CAPACITY;
    }

    @Test
    void T49_one_thread_meets_the_limit_exactly_and_what_is_over_makes_room() {
        for (int i = 0; i < CAPACITY; i++) {
            store.put(BrowserKey.random(), pending());
        }
        ConnectorException full = assertThrows(ConnectorException.class, () -> store.put(browser, pending()));
        assertEquals(Optional.of("1000"), full.detail(Detail.LIMIT));
        assertEquals(CAPACITY, store.size());

        now = now.plus(TIME_TO_LIVE);
        store.put(browser, pending());
        assertEquals(1, store.size());
        assertEquals("MemoryPendingSignIns(1 pending)", store.toString());
    }

    @Test
    void T49_of_a_million_starts_a_hundred_thousand_are_kept_for_their_whole_time_and_the_rest_leaves_nothing_behind()
            throws Exception {
        MemoryPendingSignIns flooded =
                new MemoryPendingSignIns(TIME_TO_LIVE, MemoryPendingSignIns.DEFAULT_CAPACITY, () -> now);
        Node node = new Node(flooded);
        String state = node.begin(browser);
        assertEquals(0, refused(node, 99_999));
        long full = liveHeap();

        now = now.plus(TIME_TO_LIVE).minusMillis(1);
        ExecutorService attackers = Executors.newFixedThreadPool(2);
        try {
            Callable<Integer> flood = () -> refused(node, 100_000);
            for (Future<Integer> refused : attackers.invokeAll(Collections.nCopies(9, flood))) {
                assertEquals(100_000, refused.get());
            }
        } finally {
            attackers.shutdownNow();
        }
        long more = liveHeap() - full;

        assertTrue(more < LITTLE_MEMORY, () -> more + " bytes more after the flood");
        assertEquals(100_000, flooded.size());
        assertEquals("a", node.complete(browser, "code=a&state=" + state));
        now = now.plusMillis(1);
        assertEquals(0, flooded.size());
    }

    /** How many of so many starts the limit stopped. */
    private static int refused(Node node, int starts) throws InterruptedException {
        BrowserKey attacker = BrowserKey.random();
        int refused = 0;
        for (int i = 0; i < starts; i++) {
            try {
                node.begin(attacker);
            } catch (ConnectorException full) {
                assertEquals(ErrorCode.CAPACITY_EXCEEDED, full.code());
                refused++;
            }
        }
        return refused;
    }

    /** What is left when all garbage is collected. */
    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void an_entry_stays_for_its_whole_time_to_live_and_no_longer() {
        PendingSignIn early = pending();
        PendingSignIn late = pending();
        store.put(browser, early);
        store.put(browser, late);

        now = now.plus(TIME_TO_LIVE).minusMillis(1);
        assertTrue(store.take(browser, "one", early.attempt().state()).isPresent());
        now = now.plusMillis(1);
        assertTrue(store.take(browser, "one", late.attempt().state()).isEmpty());
    }

    @Test
    void a_full_store_says_so_in_a_way_that_may_be_tried_again() {
        MemoryPendingSignIns tiny = new MemoryPendingSignIns(TIME_TO_LIVE, 0, () -> now);

        ConnectorException full = assertThrows(ConnectorException.class, () -> tiny.put(browser, pending()));

        assertTrue(full.code().retryable());
        assertFalse(full.code().restart());
    }

    private static PendingSignIn pending() {
        SignInAttempt attempt = SignInAttempt.builder(URI.create("https://app.example/callback"))
                .build();
        return new PendingSignIn("one", "revision", attempt, null, null);
    }
}
