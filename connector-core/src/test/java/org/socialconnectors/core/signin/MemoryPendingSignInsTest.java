package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.SignInAttempt;

class MemoryPendingSignInsTest {
    private static final int CAPACITY = 1_000;
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final MemoryPendingSignIns store = new MemoryPendingSignIns(TIME_TO_LIVE, CAPACITY, () -> now);
    private final BrowserKey browser = BrowserKey.random();

    @Test
    void T49_a_flood_is_refused_at_the_limit_and_what_was_pending_before_it_stays() {
        PendingSignIn honest = pending();
        store.put(browser, honest);
        int refused = 0;
        for (int i = 0; i < 10 * CAPACITY; i++) {
            try {
                store.put(BrowserKey.random(), pending());
            } catch (ConnectorException full) {
                assertEquals(ErrorCode.CAPACITY_EXCEEDED, full.code());
                refused++;
            }
        }
        assertEquals(9 * CAPACITY + 1, refused);
        assertEquals(CAPACITY, store.size());
        assertTrue(store.take(browser, "one", honest.attempt().state()).isPresent());

        now = now.plus(TIME_TO_LIVE);
        assertEquals(0, store.size());
        store.put(browser, pending());
        assertEquals(1, store.size());
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
