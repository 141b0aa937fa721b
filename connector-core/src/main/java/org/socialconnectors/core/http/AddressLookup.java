package org.socialconnectors.core.http;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Asks for addresses on threads of its own, because a look-up can be neither interrupted nor given a time-out: the caller
 * leaves in time, the look-up ends when it ends. {@code localhost} is never asked for (RFC 6761 section 6.3).
 */
final class AddressLookup implements DnsResolver, AutoCloseable {
    private static final int THREADS = 8;
    private static final int IDLE_SECONDS = 10;

    private final DnsResolver resolver;
    private final ThreadPoolExecutor threads;
    // The resolver's interface knows no time-out; the look-up happens on the thread that set this.
    private final ThreadLocal<Long> deadline = new ThreadLocal<>();

    AddressLookup(DnsResolver resolver) {
        this.resolver = resolver;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("social-connectors-http-lookup"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Sets the end of the calling thread's look-ups, by {@link System#nanoTime()}. */
    void endAt(long nanoTime) {
        deadline.set(nanoTime);
    }

    /** Forgets what {@link #endAt} set. */
    void endAnyTime() {
        deadline.remove();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.equalsIgnoreCase("localhost")) {
            return new InetAddress[] {
                InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}),
                InetAddress.getByAddress(host, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
            };
        }
        Long end = deadline.get();
        Future<InetAddress[]> answer = threads.submit(() -> resolver.resolve(host));
        try {
            return end == null ? answer.get() : answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unknown(e);
        } catch (ExecutionException e) {
            throw unknown(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(new InterruptedIOException());
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static UnknownHostException unknown(Throwable cause) {
        return cause instanceof UnknownHostException unknown ? unknown : new UnknownHostException();
    }
}
