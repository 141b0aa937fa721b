package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/**
 * What holds for every {@link PendingSignIns}, seen from the sign-in flow on two nodes. A subclass says how its store is reached;
 * before each test the store is empty.
 */
public abstract class PendingSignInsContract {
    private Node first;
    private Node second;
    private BrowserKey browser;

    /** What one node makes for itself; the nodes of a store in memory have one and the same. */
    protected abstract PendingSignIns pendingSignIns();

    /** Returns when the time to live of all that is pending now is over. */
    protected abstract void outlive();

    /** How many sign-ins the store holds, without those whose time is over. */
    protected abstract long size();

    /** How many sign-ins the store holds at most. */
    protected abstract int capacity();

    @BeforeEach
    void build() {
        first = new Node(pendingSignIns());
        second = new Node(pendingSignIns());
        browser = BrowserKey.random();
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=a", "code=a&state=", "code=a&state=unknown"})
    void T12_a_callback_without_a_known_state_fits_no_sign_in(String query) throws Exception {
        first.begin(browser);

        assertNotPending(() -> first.complete(browser, query));
        assertEquals(0, exchanges());
        assertEquals(1, size());
    }

    @Test
    void T12_a_sign_in_whose_time_is_over_is_gone() throws Exception {
        String state = first.begin(browser);
        outlive();

        assertNotPending(() -> first.complete(browser, "code=a&state=" + state));
        assertEquals(0, exchanges());
        assertEquals(0, size());
    }

    @Test
    void T13_a_repeated_callback_is_refused_and_the_code_is_not_sent_again() throws Exception {
        String query = "code=a&state=" + first.begin(browser);
        assertEquals("a", first.complete(browser, query));

        assertNotPending(() -> first.complete(browser, query));
        assertNotPending(() -> second.complete(browser, query));
        assertEquals(1, exchanges());
        assertEquals(0, size());
    }

    @Test
    void T14_a_callback_in_another_browser_or_without_a_key_fits_no_sign_in_and_the_honest_one_still_does()
            throws Exception {
        String query = "code=a&state=" + first.begin(browser);

        for (BrowserKey other : List.of(
                BrowserKey.random(), BrowserKey.ofCookie(null), BrowserKey.ofCookie("x"), BrowserKey.ofCookie(""))) {
            assertNotPending(() -> first.complete(other, query));
        }
        assertEquals(0, exchanges());

        assertEquals("a", first.complete(BrowserKey.ofCookie(browser.secret().reveal()), query));
    }

    @Test
    void T15_a_callback_on_another_connection_fits_no_sign_in() throws Exception {
        String query = "code=a&state=" + first.begin(browser);

        assertNotPending(() -> first.signIns.complete("two", browser, Node.callback(query)));
        assertEquals(0, exchanges());
    }

    @Test
    void T16_of_fifty_callbacks_at_once_on_two_nodes_one_succeeds() throws Exception {
        int callers = 50;
        String query = "code=a&state=" + first.begin(browser);
        CyclicBarrier together = new CyclicBarrier(callers);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<Optional<ErrorCode>>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Node node = i % 2 == 0 ? first : second;
                calls.add(() -> {
                    together.await();
                    try {
                        node.complete(browser, query);
                        return Optional.empty();
                    } catch (ConnectorException refusal) {
                        return Optional.of(refusal.code());
                    }
                });
            }
            List<Optional<ErrorCode>> outcomes = new ArrayList<>();
            for (Future<Optional<ErrorCode>> outcome : threads.invokeAll(calls)) {
                outcomes.add(outcome.get());
            }
            assertEquals(1, outcomes.stream().filter(Optional::isEmpty).count());
            assertEquals(
                    callers - 1,
                    outcomes.stream()
                            .filter(Optional.of(ErrorCode.SIGN_IN_NOT_PENDING)::equals)
                            .count());
            assertEquals(1, exchanges());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void T17_a_denial_with_the_right_state_ends_the_sign_in_and_one_without_it_does_not() throws Exception {
        String state = first.begin(browser);
        assertNotPending(() -> first.complete(browser, "error=access_denied&state=unknown"));
        assertNotPending(() -> first.complete(browser, "error=access_denied"));
        assertEquals(1, size());

        assertRefused(ErrorCode.ACCESS_DENIED, () -> first.complete(browser, "error=access_denied&state=" + state));
        assertEquals(0, size());
        assertEquals(0, exchanges());
    }

    @Test
    void T18_an_error_decides_over_a_code_and_a_callback_with_neither_is_malformed() throws Exception {
        String both = first.begin(browser);
        assertRefused(
                ErrorCode.ACCESS_DENIED, () -> first.complete(browser, "code=a&error=access_denied&state=" + both));
        for (String query : List.of("", "&code=", "&error=")) {
            String state = first.begin(browser);
            assertRefused(ErrorCode.INVALID_REQUEST, () -> first.complete(browser, "state=" + state + query));
        }
        assertEquals(0, exchanges());
    }

    @Test
    void T19_a_parameter_given_twice_is_refused_before_anything_is_taken() throws Exception {
        String state = first.begin(browser);

        for (String query : List.of(
                "code=a&state=%s&state=%s",
                "code=a&code=a&state=%s", "error=a&error=b&state=%s", "code=a&iss=a&iss=a&state=%s")) {
            assertRefused(ErrorCode.INVALID_REQUEST, () -> first.complete(browser, query.replace("%s", state)));
        }
        assertEquals(1, size());
        assertEquals("a", first.complete(browser, "code=a&state=" + state));
    }

    @Test
    void T49_a_flood_is_refused_at_the_limit_and_what_was_pending_before_it_finishes() throws Exception {
        String state = first.begin(browser);
        int refused = 0;
        for (int i = 0; i < 2 * capacity(); i++) {
            try {
                first.begin(BrowserKey.random());
            } catch (ConnectorException full) {
                assertEquals(ErrorCode.CAPACITY_EXCEEDED, full.code(), full.getMessage());
                refused++;
            }
        }
        assertTrue(refused > capacity(), refused + " refused");
        assertTrue(size() <= capacity(), size() + " pending");
        assertEquals("a", first.complete(browser, "code=a&state=" + state));

        outlive();
        assertEquals(0, size());
        assertEquals("b", first.complete(browser, "code=b&state=" + first.begin(browser)));
    }

    private int exchanges() {
        return first.factory.exchanges.get() + second.factory.exchanges.get();
    }

    static void assertNotPending(Executable call) {
        assertTrue(assertRefused(ErrorCode.SIGN_IN_NOT_PENDING, call).code().restart());
    }

    static ConnectorException assertRefused(ErrorCode code, Executable call) {
        ConnectorException refusal = assertThrows(ConnectorException.class, call);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal;
    }
}
