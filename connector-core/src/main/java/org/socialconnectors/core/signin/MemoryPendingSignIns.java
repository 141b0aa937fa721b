package org.socialconnectors.core.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

/**
 * Remembers pending sign-ins in the memory of this process. When it is full, new sign-ins are refused and nothing that is pending is
 * lost; the limit can be passed by as many entries as threads put at the same instant. Thread-safe.
 */
public final class MemoryPendingSignIns implements PendingSignIns {
    /** How long a person has between the redirect and the callback, when the host does not say. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofMinutes(10);

    /** How many sign-ins can be pending at once, when the host does not say. */
    public static final int DEFAULT_CAPACITY = 100_000;

    private final Cache<Key, PendingSignIn> entries;
    private final int capacity;

    /** A store with the default limits. */
    public MemoryPendingSignIns() {
        this(DEFAULT_TIME_TO_LIVE, DEFAULT_CAPACITY, InstantSource.system());
    }

    /**
     * A store.
     *
     * @param timeToLive how long a sign-in stays pending
     * @param capacity how many can be pending at once
     * @param clock decides when a time to live is over
     */
    public MemoryPendingSignIns(Duration timeToLive, int capacity, InstantSource clock) {
        this.capacity = capacity;
        // Expiry only: a maximum size would throw out pending sign-ins under a flood.
        this.entries = Caffeine.newBuilder()
                .expireAfterWrite(timeToLive)
                .ticker(() -> nanos(clock.instant()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void put(BrowserKey browser, PendingSignIn pending) {
        if (entries.estimatedSize() >= capacity) {
            entries.cleanUp();
            if (entries.estimatedSize() >= capacity) {
                throw ConnectorException.of(ErrorCode.CAPACITY_EXCEEDED, "too many sign-ins are pending")
                        .with(Detail.LIMIT, capacity)
                        .build();
            }
        }
        entries.put(new Key(browser, pending.connectionId(), pending.attempt().state()), pending);
    }

    @Override
    public Optional<PendingSignIn> take(BrowserKey browser, String connectionId, Secret state) {
        return Optional.ofNullable(entries.asMap().remove(new Key(browser, connectionId, state)));
    }

    /**
     * How many sign-ins are pending.
     *
     * @return the number, without those whose time is over
     */
    public long size() {
        // One clean-up takes away a thousand of those at most.
        long before;
        do {
            before = entries.estimatedSize();
            entries.cleanUp();
        } while (entries.estimatedSize() < before);
        return entries.estimatedSize();
    }

    /** The number of entries. */
    @Override
    public String toString() {
        return "MemoryPendingSignIns(" + size() + " pending)";
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    private record Key(BrowserKey browser, String connectionId, Secret state) {}
}
