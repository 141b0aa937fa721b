package org.socialconnectors.testkit.runner;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Lets a connector run on threads that can be given up, and knows which threads it left: whatever it starts without saying where
 * is in the group of this run.
 */
final class Run {
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final ThreadGroup threads = new ThreadGroup("connector");
    private final Results results;

    Run(Results results) {
        this.results = results;
    }

    /**
     * Does something with the connector.
     *
     * @throws TimeoutException whose message says where the connector is
     */
    <T> T within(Duration limit, Callable<T> task) throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(threads, future, "connector-testkit-runner");
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new TimeoutException(whereabouts(thread));
        }
    }

    /** The innermost method of a thread that is not the platform's. */
    private static String whereabouts(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(each -> !each.getClassName().matches("(?:java|javax|jdk|sun)\\..*"))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("a method of the platform");
    }

    /** Runs the rules that apply, and looks for what is left of the connector after them. */
    void rules(Subject subject, Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        within(limit, () -> {
            try (LauncherSession session = LauncherFactory.openSession()) {
                subject.putInto(session);
                session.getLauncher()
                        .execute(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(selectClass(subject.rules()))
                                        .build(),
                                results);
            }
            results.afterwards(threadsLeft());
            return true;
        });
    }

    private Optional<String> threadsLeft() throws InterruptedException {
        long deadline = System.nanoTime() + TO_END.toNanos();
        List<String> left = new ArrayList<>();
        for (Thread thread : alive()) {
            long patience = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, patience));
            if (thread.isAlive()) {
                left.add(thread.getName());
            }
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("The connector left threads behind: " + String.join(", ", left) + ".");
    }

    private List<Thread> alive() {
        Thread[] all = new Thread[threads.activeCount() + 64];
        int count = threads.enumerate(all);
        List<Thread> alive = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Thread thread = all[index];
            // The JDK's own pool is nobody's thread.
            boolean ofTheCommonPool =
                    thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
            if (thread != Thread.currentThread() && !ofTheCommonPool) {
                alive.add(thread);
            }
        }
        return alive;
    }
}
