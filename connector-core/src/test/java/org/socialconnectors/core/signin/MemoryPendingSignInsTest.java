package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.signin.SignInAttempt;

class MemoryPendingSignInsTest extends PendingSignInsContract {
    private static final int CAPACITY = 1_000;
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
