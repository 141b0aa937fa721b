package org.socialconnectors.testkit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.socialconnectors.api.error.ConnectorException;

/**
 * Ends a rule whose connector does not come back, and says where it is. After two of them the other rules are not tried, so that
 * a run ends within bounded time whatever the connector does. A rule's {@link Changes} end with it. The configuration parameter
 * {@link #SECONDS} changes the time.
 */
final class Deadline implements InvocationInterceptor {
    static final String SECONDS = "socialconnectors.testkit.deadline.seconds";

    private static final int DEFAULT_SECONDS = 20;
    private static final int PATIENCE = 2;
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Deadline.class);

    /** For JUnit. */
    Deadline() {}

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> rule, ExtensionContext context)
            throws Throwable {
        int seconds =
                context.getConfigurationParameter(SECONDS, Integer::valueOf).orElse(DEFAULT_SECONDS);
        AtomicInteger overdue = overdue(context);
        if (overdue.get() >= PATIENCE) {
            invocation.skip();
            throw new AssertionFailedError(
                    "Not tried, because the connector did not come back when " + PATIENCE + " other rules were tried.");
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        Changes changes = new Changes();
        Thread thread = new Thread(changes.of(() -> proceed(invocation, end)), "conformance");
        // A connector that cannot be interrupted must not keep the process alive.
        thread.setDaemon(true);
        thread.start();
        try {
            end.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof TestAbortedException && !(cause instanceof NotTriedException)) {
                throw new AssertionFailedError(
                        "The rule was aborted, by a TestAbortedException that is not the kit's. Check what you assume in a"
                                + " method with @BeforeEach instead.",
                        cause);
            }
            if (cause instanceof ConnectorException refusal) {
                SocialConnectorConformance kit = (SocialConnectorConformance) context.getRequiredTestInstance();
                throw new AssertionFailedError("What should succeed ends in " + kit.said(refusal));
            }
            throw cause;
        } catch (TimeoutException late) {
            overdue.incrementAndGet();
            throw new AssertionFailedError("The connector did not come back within " + seconds + " s; it is in "
                    + whereabouts(thread.getStackTrace())
                    + ". Wait for nothing but context.http(), hold no lock while it answers, and release what was acquired"
                    + " in a finally block.");
        } finally {
            // It may be at work still, given up by its deadline or by whoever interrupts the run.
            changes.end();
            thread.interrupt();
        }
    }

    private static void proceed(Invocation<Void> invocation, CompletableFuture<Void> end) {
        try {
            end.complete(invocation.proceed());
        } catch (Throwable thrown) {
            end.completeExceptionally(thrown);
        }
    }

    /** The innermost method that is not the platform's. */
    private static String whereabouts(StackTraceElement[] position) {
        return Arrays.stream(position)
                .filter(each -> !each.getClassName().matches("(?:java|javax|jdk|sun)\\..*"))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("a method of the platform");
    }

    private static AtomicInteger overdue(ExtensionContext context) {
        ExtensionContext ofClass = context.getParent().orElse(context);
        return ofClass.getStore(NAMESPACE)
                .getOrComputeIfAbsent(AtomicInteger.class, key -> new AtomicInteger(), AtomicInteger.class);
    }
}
