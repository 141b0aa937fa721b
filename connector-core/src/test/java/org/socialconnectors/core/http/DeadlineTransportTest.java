package org.socialconnectors.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;

@Timeout(30)
class DeadlineTransportTest {
    private static final Request REQUEST = Request.get(URI.create("https://provider.test/"));
    private static final Response RESPONSE = new Response(200, Map.of(), new byte[0]);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final List<Request> sent = new ArrayList<>();
    private final DeadlineTransport transport = new DeadlineTransport(request -> {
        sent.add(request);
        return RESPONSE;
    });

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void without_a_deadline_a_request_is_sent_as_it_is() throws Exception {
        assertSame(RESPONSE, transport.send(REQUEST));
        assertSame(REQUEST, sent.get(0));
    }

    @Test
    void a_request_gets_no_more_time_than_is_left() throws Exception {
        transport.within(Duration.ofSeconds(60), () -> transport.send(REQUEST.timeout(LONG)));
        assertTrue(
                sent.get(0).timeout().compareTo(Duration.ofSeconds(60)) <= 0,
                () -> "" + sent.get(0).timeout());
        assertFalse(sent.get(0).timeout().isZero());
    }

    @Test
    void a_request_keeps_its_own_time_out_if_that_is_shorter() throws Exception {
        transport.within(LONG, () -> transport.send(REQUEST.timeout(Duration.ofSeconds(3))));
        assertEquals(Duration.ofSeconds(3), sent.get(0).timeout());
    }

    @Test
    void the_deadline_ends_with_the_work() throws Exception {
        transport.within(Duration.ofSeconds(60), () -> "done");
        transport.send(REQUEST.timeout(LONG));
        assertEquals(LONG, sent.get(0).timeout());
    }

    @Test
    void a_spent_deadline_sends_nothing() {
        assertTimeIsUp(() -> transport.within(Duration.ZERO, () -> transport.send(REQUEST)));
        assertTimeIsUp(() -> transport.within(Duration.ofSeconds(-1), () -> transport.send(REQUEST)));
        assertEquals(List.of(), sent);
    }

    @Test
    void work_that_outlasts_the_deadline_without_noticing_sends_nothing_more() {
        AtomicBoolean refused = new AtomicBoolean();
        assertTimeIsUp(() -> transport.within(SHORT, () -> {
            assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            try {
                return transport.send(REQUEST);
            } catch (ConnectorException e) {
                refused.set(e.code() == ErrorCode.PROVIDER_UNAVAILABLE);
                throw e;
            }
        }));
        assertTrue(refused.get());
        assertEquals(List.of(), sent);
    }

    @Test
    void work_that_is_busy_elsewhere_is_interrupted_and_nothing_is_left_behind() {
        ConnectorException error = assertTimeIsUp(() -> transport.within(SHORT, () -> {
            new CountDownLatch(1).await();
            return "never";
        }));
        assertEquals(Optional.of("100 ms"), error.detail(Detail.LIMIT));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void work_that_ignores_the_interrupt_is_too_late_all_the_same() {
        assertTimeIsUp(() -> transport.within(SHORT, () -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return "late";
        }));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void an_exception_after_the_deadline_is_the_deadlines() {
        assertTimeIsUp(() -> transport.within(SHORT, () -> {
            assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            throw new IllegalStateException("confused by the interrupt");
        }));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void an_exception_before_the_deadline_stays_what_it_is() {
        IllegalStateException wrong = new IllegalStateException("wrong");
        assertSame(
                wrong,
                assertThrows(
                        IllegalStateException.class,
                        () -> transport.within(LONG, () -> {
                            throw wrong;
                        })));
    }

    @Test
    void an_interrupt_by_somebody_else_stays_one() {
        Thread caller = Thread.currentThread();
        assertThrows(
                InterruptedException.class,
                () -> transport.within(LONG, () -> {
                    caller.interrupt();
                    new CountDownLatch(1).await();
                    return "never";
                }));
    }

    @Test
    void an_interrupt_by_somebody_else_that_the_work_kept_is_kept() throws Exception {
        Thread caller = Thread.currentThread();
        String result = transport.within(LONG, () -> {
            caller.interrupt();
            return "done";
        });
        assertEquals("done", result);
        assertTrue(Thread.interrupted());
    }

    @Test
    void an_interrupt_by_somebody_else_after_the_deadlines_own_was_consumed_is_kept() {
        Thread caller = Thread.currentThread();
        assertTimeIsUp(() -> transport.within(SHORT, () -> {
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException consumed) {
                caller.interrupt();
                throw consumed;
            }
        }));
        assertTrue(Thread.interrupted());
    }

    @Test
    void of_nested_deadlines_the_earlier_one_holds() throws Exception {
        transport.within(
                Duration.ofSeconds(60), () -> transport.within(LONG, () -> transport.send(REQUEST.timeout(LONG))));
        transport.within(
                LONG, () -> transport.within(Duration.ofSeconds(60), () -> transport.send(REQUEST.timeout(LONG))));
        for (Request request : sent) {
            assertTrue(request.timeout().compareTo(Duration.ofSeconds(60)) <= 0, () -> "" + request.timeout());
        }

        assertTimeIsUp(() -> transport.within(
                SHORT,
                () -> transport.within(LONG, () -> {
                    new CountDownLatch(1).await();
                    return "never";
                })));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void after_an_inner_deadline_the_outer_work_goes_on() throws Exception {
        String result = transport.within(LONG, () -> {
            assertTimeIsUp(() -> transport.within(SHORT, () -> {
                new CountDownLatch(1).await();
                return "never";
            }));
            transport.send(REQUEST);
            return "done";
        });
        assertEquals("done", result);
        assertEquals(1, sent.size());
    }

    @Test
    void the_interrupt_never_hits_what_comes_after_the_work() {
        // Work that ends just when its time does, many times over: whichever comes first, the thread is left in peace.
        for (int i = 0; i < 500; i++) {
            long end = System.nanoTime() + 1_000_000;
            try {
                transport.within(Duration.ofMillis(1), () -> {
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return "done";
                });
            } catch (ConnectorException e) {
                assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, e.code());
            } catch (InterruptedException e) {
                throw new AssertionError("the deadline's interrupt got out", e);
            }
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    @Test
    void another_thread_is_not_bound() throws Exception {
        transport.within(Duration.ofSeconds(60), () -> {
            Thread other = new Thread(() -> {
                try {
                    transport.send(REQUEST.timeout(LONG));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            other.start();
            other.join();
            return "done";
        });
        assertEquals(LONG, sent.get(0).timeout());
    }

    @Test
    void T26_a_server_that_never_answers_ends_at_the_deadline_of_the_whole() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.http(visit -> {
                    visit.readRequest();
                    visit.keepSilent();
                });
                HttpClientTransport http = HttpClientTransport.builder().build();
                DeadlineTransport bound = new DeadlineTransport(http)) {
            assertTimeIsUp(() -> bound.within(
                    Duration.ofMillis(300),
                    () -> bound.send(Request.get(server.uri("/")).timeout(LONG))));
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    private interface Call {
        Object run() throws InterruptedException;
    }

    private static ConnectorException assertTimeIsUp(Call call) {
        ConnectorException error = assertThrows(ConnectorException.class, call::run);
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, error.code());
        return error;
    }
}
