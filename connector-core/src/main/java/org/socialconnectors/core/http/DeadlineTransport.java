package org.socialconnectors.core.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;

/**
 * A transport that knows when the whole of a piece of work must be done, however many requests it sends. The deadline belongs
 * to the thread that called {@link #within}, and binds every instance there; threads that the work starts itself are not bound.
 *
 * <p>Thread-safe. Owns one daemon thread, which ends when idle; closing it leaves the transport behind it open.
 */
public final class DeadlineTransport implements HttpTransport, AutoCloseable {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int IDLE_SECONDS = 10;
    private static final ThreadLocal<@Nullable Span> CURRENT = new ThreadLocal<>();

    private final HttpTransport transport;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Makes a transport that sends by another.
     *
     * @param transport what sends; not closed by this one
     */
    public DeadlineTransport(HttpTransport transport) {
        this.transport = transport;
        this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("social-connectors-deadline"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * Does some work on the calling thread, to be finished in time. Every request it sends gets at most the time that is left. If
     * the time is up while the work is still busy, wherever, the thread is interrupted once. Such an interrupt is never left
     * behind. Somebody else's interrupt is, beside it, if the work ended in an {@code InterruptedException}; if the work returned
     * or threw something else after its time, the two cannot be told apart, and both are taken back. Within another such call, the
     * earlier deadline holds.
     *
     * @param <T> what the work results in
     * @param limit how long it may take, at most a day
     * @param work the work; it has to end when its thread is interrupted
     * @return the work's result
     * @throws ConnectorException with {@code PROVIDER_UNAVAILABLE} if the time was up before the work was done, whatever the work
     *     then returned or threw, errors excepted
     * @throws InterruptedException if somebody else interrupted the thread
     * @throws IllegalStateException if this transport is closed
     */
    public <T> T within(Duration limit, Work<T> work) throws InterruptedException {
        Duration most = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
        Span outer = CURRENT.get();
        Span span = new Span(most, outer);
        if (outer != null && outer.deadline - span.deadline <= 0) {
            return work.run();
        }
        if (span.remaining().isZero()) {
            throw timeIsUp(most);
        }
        if (timer.isShutdown()) {
            throw new IllegalStateException("the transport is closed");
        }
        Future<?> end = timer.schedule(span::interrupt, most.toNanos(), TimeUnit.NANOSECONDS);
        CURRENT.set(span);
        T result;
        try {
            result = work.run();
        } catch (InterruptedException e) {
            // One interrupt was consumed. Of two, the other is somebody else's, whichever came first.
            if (span.finish(true)) {
                throw timeIsUp(most);
            }
            throw e;
        } catch (RuntimeException e) {
            if (span.finish(false)) {
                throw timeIsUp(most);
            }
            throw e;
        } finally {
            // Also after an error; what has finished stays finished.
            span.finish(false);
            end.cancel(false);
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
        if (span.interrupted()) {
            throw timeIsUp(most);
        }
        return result;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Inside of {@link #within}: with at most the time that is left, and not at all if none is.
     */
    @Override
    public Response send(Request request) throws InterruptedException {
        Span span = CURRENT.get();
        if (span == null) {
            return transport.send(request);
        }
        Duration remaining = span.remaining();
        if (remaining.isZero()) {
            throw timeIsUp(span.limit);
        }
        return transport.send(remaining.compareTo(request.timeout()) < 0 ? request.timeout(remaining) : request);
    }

    /** Ends the thread. What is under way goes on, but is no longer interrupted at its deadline. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static ConnectorException timeIsUp(Duration limit) {
        return ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "the sign-in took too long")
                .with(Detail.LIMIT, Milliseconds.text(limit))
                .build();
    }

    /**
     * Work that ends when its thread is interrupted.
     *
     * @param <T> what it results in
     */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does it.
         *
         * @return the result
         * @throws InterruptedException if the thread was interrupted
         */
        T run() throws InterruptedException;
    }

    private static final class Span {
        private final Thread thread = Thread.currentThread();
        private final Duration limit;
        private final long deadline;
        private final @Nullable Span outer;
        private boolean finished;
        private boolean interrupted;

        Span(Duration limit, @Nullable Span outer) {
            this.limit = limit;
            this.deadline = System.nanoTime() + limit.toNanos();
            this.outer = outer;
        }

        Duration remaining() {
            return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        }

        // Under the lock, so that it cannot hit whatever the thread does after the work.
        synchronized void interrupt() {
            // If somebody else did already, the work ends anyway, and the interrupt stays theirs.
            if (!finished && !thread.isInterrupted()) {
                interrupted = true;
                thread.interrupt();
            }
        }

        synchronized boolean interrupted() {
            return interrupted;
        }

        /** Ends the work; takes back the interrupt, if there was one and it was not consumed. Returns whether there was. */
        synchronized boolean finish(boolean consumed) {
            if (!finished) {
                finished = true;
                if (interrupted) {
                    if (!consumed) {
                        Thread.interrupted();
                    }
                    if (outer != null && outer.interrupted()) {
                        thread.interrupt();
                    }
                }
            }
            return interrupted;
        }
    }
}
