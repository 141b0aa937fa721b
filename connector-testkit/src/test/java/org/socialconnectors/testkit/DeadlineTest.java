package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/** Rules that end and rules that do not, as the JUnit Platform reports them. */
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
}
