package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** A connector that does not come back, or leaves something at work, does not stop the run and is told so. */
class RestlessConnectorsTest {
    @Test
    void a_connector_that_blocks_for_ever_is_told_where_and_the_run_ends() {
        Making blocking = (config, context) -> new ControlConnector(config, context) {
            @Override
            public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                new CountDownLatch(1).await();
                return super.begin(attempt);
            }
        };
        Verdict verdict = Verdict.on(
                new Unlisted("BLOCKS_FOR_EVER", blocking), Map.of("socialconnectors.testkit.deadline.seconds", "4"));
        String words = "The connector did not come back within 4 s; it is in ";
        assertTrue(verdict.messages().contains(words), verdict::messages);
        assertTrue(verdict.messages().contains(RestlessConnectorsTest.class.getName()), verdict::messages);
        assertTrue(verdict.messageOf("T55").contains("Not tried"), verdict::messages);
    }

    @Test
    void a_connector_that_blocks_for_ever_is_ended_when_S14_is_given_up() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Making blocking = (config, context) -> new ControlConnector(config, context) {
            @Override
            public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                try {
                    new CountDownLatch(1).await();
                    return super.begin(attempt);
                } finally {
                    ended.countDown();
                }
            }
        };
        Verdict verdict = Verdict.on(
                new Unlisted("BLOCKS_FOR_EVER", blocking),
                Map.of("socialconnectors.testkit.deadline.seconds", "3"),
                "S14");
        assertTrue(verdict.messageOf("S14").contains("did not come back within 3 s"), verdict::messages);
        assertTrue(ended.await(10, TimeUnit.SECONDS), "the rule's own thread is still at work");
    }

    @Test
    void a_connector_that_blocks_for_ever_after_a_refusal_is_told_by_T39() {
        Making blocking = (config, context) -> new ControlConnector(config, context) {
            private final Semaphore one = new Semaphore(1);

            @Override
            protected JsonObject verified(Secret idToken, Secret nonce) throws InterruptedException {
                one.acquire();
                JsonObject claims = super.verified(idToken, nonce);
                one.release();
                return claims;
            }
        };
        Verdict verdict = Verdict.on(
                new Unlisted("BLOCKS_FOR_EVER", blocking), Map.of("socialconnectors.testkit.deadline.seconds", "5"));
        assertTrue(verdict.messageOf("T39").contains("did not come back within 5 s"), verdict::messages);
    }

    @Test
    void a_connector_that_leaves_a_virtual_thread_is_told_by_S14() {
        assumeTrue(VirtualThread.exists(), "this JDK has no virtual threads");
        CountDownLatch end = new CountDownLatch(1);
        Making leaving = (config, context) -> new ControlConnector(config, context) {
            @Override
            protected TokenSet tokens(JsonObject answer) {
                VirtualThread.start(end);
                return super.tokens(answer);
            }
        };
        Verdict verdict = Verdict.on(new Unlisted("LEAVES_A_VIRTUAL_THREAD", leaving));
        end.countDown();
        assertEquals(Set.of("S14"), verdict.brokenRules(), verdict::messages);
        assertTrue(verdict.messageOf("S14").contains("The connector left threads behind"), verdict::messages);
        assertTrue(verdict.messageOf("S14").contains(" virtual"), verdict::messages);
    }

    @Test
    void a_connector_that_waits_for_its_virtual_threads_keeps_S14() {
        assumeTrue(VirtualThread.exists(), "this JDK has no virtual threads");
        Making waiting = (config, context) -> new ControlConnector(config, context) {
            @Override
            protected TokenSet tokens(JsonObject answer) {
                CountDownLatch end = new CountDownLatch(1);
                Thread thread = VirtualThread.start(end);
                end.countDown();
                try {
                    thread.join();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                return super.tokens(answer);
            }
        };
        Verdict verdict = Verdict.on(new Unlisted("WAITS_FOR_A_VIRTUAL_THREAD", waiting), "S14");
        assertEquals(1, verdict.tests());
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    /** What is compiled for a JDK that has none. */
    private static final class VirtualThread {
        static boolean exists() {
            return Runtime.version().feature() >= 21;
        }

        /** Starts one that waits, as an idle one of a pool does. */
        static Thread start(CountDownLatch end) {
            Runnable task = () -> {
                try {
                    end.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            };
            try {
                return (Thread) Thread.class
                        .getMethod("startVirtualThread", Runnable.class)
                        .invoke(null, task);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
