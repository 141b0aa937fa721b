package org.socialconnectors.testkit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/** Rules that end and rules that do not, as the JUnit Platform reports them. */
@ResourceLock(Resources.GLOBAL)
class DeadlineTest {
    private final Map<String, TestExecutionResult> results = new TreeMap<>();

    @Test
    void a_rule_that_ends_in_time_ends_as_it_does_without_a_deadline() {
        run(Ending.class, Map.of());
        assertEquals(Status.SUCCESSFUL, status("a_holds()"));
        assertEquals(Status.FAILED, status("b_is_broken()"));
        assertEquals("it is so", said("b_is_broken()"));
        assertEquals(Status.ABORTED, status("c_is_not_tried()"));
        assertEquals("no list of sockets here", said("c_is_not_tried()"));
    }

    /** Or a connector could have rules skipped by throwing what JUnit throws for an assumption. */
    @Test
    void a_rule_that_is_aborted_by_anybody_but_the_kit_is_broken() {
        run(Ending.class, Map.of());
        assertEquals(Status.FAILED, status("d_is_aborted_by_somebody_else()"));
        assertEquals(
                "The rule was aborted, by a TestAbortedException that is not the kit's. Check what you assume in a method"
                        + " with @BeforeEach instead.",
                said("d_is_aborted_by_somebody_else()"));
    }

    @Test
    void a_rule_that_does_not_end_is_told_where_it_is_and_after_two_no_other_is_tried() throws InterruptedException {
        Stuck.interrupted = new CountDownLatch(2);
        Stuck.tried = false;
        run(Stuck.class, Map.of(Deadline.SECONDS, "1"));
        assertEquals(Status.SUCCESSFUL, status("a_ends_at_once()"));
        for (String stuck : new String[] {"b_is_stuck()", "c_is_stuck_too()"}) {
            assertEquals(Status.FAILED, status(stuck));
            assertTrue(said(stuck).startsWith("The connector did not come back within 1 s; it is in "), said(stuck));
            assertTrue(said(stuck).contains("DeadlineTest$Stuck.waitFor(DeadlineTest.java:"), said(stuck));
            assertTrue(said(stuck).contains("Wait for nothing but context.http()"), said(stuck));
        }
        assertEquals(Status.FAILED, status("d_would_hold()"));
        assertEquals(
                "Not tried, because the connector did not come back when 2 other rules were tried.",
                said("d_would_hold()"));
        assertFalse(Stuck.tried);
        assertTrue(Stuck.interrupted.await(1, TimeUnit.MINUTES), "who is given up is not interrupted");
    }

    @Test
    void a_rule_that_is_given_up_captures_no_output_any_more_and_disturbs_no_other_when_it_goes_on() {
        PrintStream out = System.out;
        Level level = Logger.getLogger("").getLevel();
        run(LateCapture.class, Map.of(Deadline.SECONDS, "1"));
        assertTrue(said("a_is_given_up()").startsWith("The connector did not come back within 1 s"));
        assertEquals(Status.SUCCESSFUL, status("b_captures_meanwhile()"), () -> said("b_captures_meanwhile()"));
        assertSame(out, System.out);
        assertEquals(level, Logger.getLogger("").getLevel());
    }

    @Test
    void a_rule_that_is_given_up_watches_no_requests_any_more_and_disturbs_no_other_when_it_goes_on() {
        ProxySelector selector = ProxySelector.getDefault();
        try (Surroundings watching = new Surroundings()) {
            LateWatch.surroundings = watching;
            LateWatch.watch = ProxySelector.getDefault();
            run(LateWatch.class, Map.of(Deadline.SECONDS, "1"));
        } finally {
            ProxySelector.setDefault(selector);
        }
        assertTrue(said("a_is_given_up()").startsWith("The connector did not come back within 1 s"));
        assertEquals(Status.SUCCESSFUL, status("b_asks_meanwhile()"), () -> said("b_asks_meanwhile()"));
    }

    private Status status(String rule) {
        return result(rule).getStatus();
    }

    private String said(String rule) {
        return result(rule).getThrowable().map(Throwable::getMessage).orElse("nothing");
    }

    private TestExecutionResult result(String rule) {
        TestExecutionResult result = results.get(rule);
        return result == null ? fail("not run: " + rule) : result;
    }

    private void run(Class<?> rules, Map<String, String> parameters) {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(rules))
                                .configurationParameters(parameters)
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                results.put(test.getDisplayName(), result);
                            }
                        });
    }

    @ExtendWith(Deadline.class)
    static final class Ending {
        @Test
        void a_holds() {
            assertTrue(Thread.currentThread().isDaemon(), "it could keep the process alive");
        }

        @Test
        void b_is_broken() {
            fail("it is so");
        }

        @Test
        void c_is_not_tried() {
            throw new NotTriedException("no list of sockets here");
        }

        @Test
        void d_is_aborted_by_somebody_else() {
            throw new TestAbortedException("a connector's");
        }
    }

    @ExtendWith(Deadline.class)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class Stuck {
        static volatile CountDownLatch interrupted = new CountDownLatch(2);
        static volatile boolean tried;

        @Test
        void a_ends_at_once() {}

        @Test
        void b_is_stuck() {
            waitFor(new CountDownLatch(1));
        }

        @Test
        void c_is_stuck_too() {
            waitFor(new CountDownLatch(1));
        }

        @Test
        void d_would_hold() {
            tried = true;
        }

        private static void waitFor(CountDownLatch never) {
            try {
                never.await();
            } catch (InterruptedException givenUp) {
                interrupted.countDown();
            }
        }
    }

    /** The first rule goes on when the second one lets it. */
    @ExtendWith(Deadline.class)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class LateCapture {
        private static final PrintStream OUT = System.out;
        private static final Uninterruptible LATE = new Uninterruptible();

        @Test
        void a_is_given_up() {
            try (CapturedOutput output = CapturedOutput.open()) {
                LATE.await();
            }
            CapturedOutput.open();
        }

        @Test
        void b_captures_meanwhile() throws InterruptedException {
            assertSame(OUT, System.out);
            int handlers = Logger.getLogger("").getHandlers().length;
            try (CapturedOutput output = CapturedOutput.open()) {
                PrintStream own = System.out;
                LATE.goOnAndEnd();
                assertSame(own, System.out);
                assertEquals(Level.ALL, Logger.getLogger("").getLevel());
                assertEquals(handlers + 1, Logger.getLogger("").getHandlers().length);
            }
            assertSame(OUT, System.out);
        }
    }

    /** The first rule goes on when the second one lets it. */
    @ExtendWith(Deadline.class)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class LateWatch {
        static volatile @Nullable Surroundings surroundings;
        static volatile @Nullable ProxySelector watch;

        private static final URI ADDRESS = URI.create("socket://127.0.0.1:1");
        private static final ProxySelector OF_THE_TEST = ProxySelector.of(null);
        private static final Uninterruptible LATE = new Uninterruptible();

        @Test
        void a_is_given_up() throws InterruptedException {
            ProxySelector.setDefault(OF_THE_TEST);
            requireNonNull(surroundings).during(LATE::await);
        }

        @Test
        void b_asks_meanwhile() throws InterruptedException {
            assertSame(OF_THE_TEST, ProxySelector.getDefault());
            assertEquals(List.of(Proxy.NO_PROXY), requireNonNull(watch).select(ADDRESS), "it leads nowhere still");
            Surroundings.Detours detours = requireNonNull(surroundings).during(() -> {
                LATE.goOnAndEnd();
                requireNonNull(ProxySelector.getDefault()).select(ADDRESS);
            });
            assertEquals(List.of(ADDRESS.toString()), detours.requests());
            assertFalse(detours.selectorReplaced());
        }
    }

    /** Waits through interruptions, as a connector that swallows them. */
    private static final class Uninterruptible {
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile @Nullable Thread thread;

        void await() {
            thread = Thread.currentThread();
            while (true) {
                try {
                    go.await();
                    return;
                } catch (InterruptedException givenUp) {
                    // It waits on.
                }
            }
        }

        void goOnAndEnd() throws InterruptedException {
            go.countDown();
            requireNonNull(thread).join();
        }
    }
}
