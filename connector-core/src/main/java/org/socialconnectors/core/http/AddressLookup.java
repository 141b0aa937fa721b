package org.socialconnectors.core.http;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.net.InetAddressUtils;

/**
 * Asks for addresses on threads of its own, because a look-up can be neither interrupted nor given a time-out: the caller
 * leaves in time, the look-up ends when it ends. One that hangs holds one thread, however many ask for that name, and nobody
 * waits behind it. Neither {@code localhost} (RFC 6761 section 6.3) nor an address is ever asked for.
 */
final class AddressLookup implements DnsResolver, AutoCloseable {
    static final int MOST_LOOKUPS = 64;
    private static final int IDLE_SECONDS = 10;

    private final DnsResolver resolver;
    private final ThreadPoolExecutor threads;
    private final ConcurrentMap<String, FutureTask<InetAddress[]>> underWay = new ConcurrentHashMap<>();
    // The resolver's interface knows no time-out; the look-up happens on the thread that set this.
    private final ThreadLocal<Long> deadline = new ThreadLocal<>();

    AddressLookup(DnsResolver resolver) {
        this.resolver = resolver;
        this.threads = new ThreadPoolExecutor(
                0,
                MOST_LOOKUPS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                // No queue: what waited in it would wait for the slowest names.
                new SynchronousQueue<>(),
                DaemonThreads.named("social-connectors-http-lookup"));
    }

    /** Sets the end of the calling thread's look-ups, by {@link System#nanoTime()}. */
    void endAt(long nanoTime) {
        deadline.set(nanoTime);
    }

    /** Forgets what {@link #endAt} set. */
    void endAnyTime() {
        deadline.remove();
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedExecutionException if too many look-ups hang already
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.equalsIgnoreCase("localhost")) {
            return new InetAddress[] {
                InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}),
                InetAddress.getByAddress(host, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
            };
        }
        if (InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host)) {
            return InetAddress.getAllByName(host);
        }
        FutureTask<InetAddress[]> answer = ask(host.toLowerCase(Locale.ROOT));
        Long end = deadline.get();
        try {
            return end == null ? answer.get() : answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            throw unknown(e);
        } catch (ExecutionException e) {
            throw unknown(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(new InterruptedIOException());
        }
    }

    /** Begins a look-up, or joins the one that is under way. */
    private FutureTask<InetAddress[]> ask(String host) {
        FutureTask<InetAddress[]> mine = new FutureTask<>(() -> {
            try {
                return resolver.resolve(host);
            } finally {
                // Before anybody gets the answer: who repeats the request must not be given the same one.
                underWay.remove(host);
            }
        });
        FutureTask<InetAddress[]> others = underWay.putIfAbsent(host, mine);
        if (others != null) {
            return others;
        }
        try {
            threads.execute(mine);
        } catch (RejectedExecutionException tooMany) {
            underWay.remove(host, mine);
            // For those who have joined in the meantime.
            mine.cancel(false);
            throw tooMany;
        }
        return mine;
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
