package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.huggingface.HuggingFaceConnectorFactory;
import org.socialconnectors.testkit.runner.RuleResult.Verdict;

/** A run within this process: its time limit, and what it finds when the rules are done. */
class RunTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Results results = new Results(RuleBook.read(), new PrintWriter(new StringWriter()));
    private final Run run = new Run(results);

    @Test
    void what_comes_back_in_time_is_answered() throws Exception {
        assertEquals("done", run.within(LONG, () -> "done"));
    }

    @Test
    void what_fails_is_told_with_its_cause() {
        Exception cause = new Exception("broken");
        ExecutionException told = assertThrows(
                ExecutionException.class,
                () -> run.within(LONG, () -> {
                    throw cause;
                }));
        assertSame(cause, told.getCause());
    }

    @Test
    void what_does_not_come_back_is_given_up_and_told_where_it_is() {
        CountDownLatch end = new CountDownLatch(1);
        TimeoutException late = assertThrows(TimeoutException.class, () -> run.within(SHORT, () -> waitFor(end)));
        end.countDown();
        assertTrue(String.valueOf(late.getMessage()).contains("RunTest.waitFor("), late::getMessage);
    }

    @Test
    void a_good_connector_leaves_no_thread() throws Exception {
        run.rules(subject(HuggingFaceConnectorFactory.class), LONG);
        assertEquals(
                List.of(),
                results.all().stream()
                        .filter(each -> each.verdict() != Verdict.HOLDS && each.verdict() != Verdict.UNKNOWABLE)
                        .toList());
        assertEquals(Verdict.HOLDS, last().verdict());
        assertEquals("S17", last().rule());
    }

    @Test
    void a_thread_that_is_left_is_named() throws Exception {
        try {
            run.rules(subject(Leaving.class), LONG);
        } finally {
            Leaving.END.countDown();
        }
        assertEquals(Verdict.BROKEN, last().verdict());
        assertTrue(last().why().startsWith("The connector left threads behind: "), last()::why);
        assertTrue(last().why().contains("forgotten"), last()::why);
        // A pool of the connector's own, unlike the platform's.
        assertTrue(last().why().contains("ForkJoinPool-"), last()::why);
        assertTrue(last().advice().startsWith("Own no thread: "), last()::advice);
    }

    private RuleResult last() {
        List<RuleResult> all = results.all();
        return all.get(all.size() - 1);
    }

    private static boolean waitFor(CountDownLatch end) throws InterruptedException {
        end.await();
        return true;
    }

    private static Subject subject(Class<? extends SocialConnectorFactory> type) throws EndedException {
        ConfigurationSchema schema = ConfigurationSchema.of(new HuggingFaceConnectorFactory().descriptor());
        RunnerConfig said = RunnerConfig.empty();
        Map<String, Object> configuration = DerivedConfiguration.complete(schema, said);
        return new Subject(new ConnectorJar.Found(type, schema), said, configuration);
    }

    /** Each of its connectors leaves a thread, and all together leave one of a pool. */
    public static final class Leaving implements SocialConnectorFactory {
        static final CountDownLatch END = new CountDownLatch(1);
        private static final ForkJoinPool POOL = new ForkJoinPool(1);

        private final SocialConnectorFactory honest = new HuggingFaceConnectorFactory();

        @Override
        public ConnectorDescriptor descriptor() {
            return honest.descriptor();
        }

        @Override
        public SocialConnector create(JsonObject config, ConnectorContext context) {
            new Thread(Leaving::waitForTheEnd, "forgotten").start();
            POOL.execute(Leaving::waitForTheEnd);
            return honest.create(config, context);
        }

        private static void waitForTheEnd() {
            try {
                END.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
