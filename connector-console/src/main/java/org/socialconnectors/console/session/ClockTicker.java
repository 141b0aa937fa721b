package org.socialconnectors.console.session;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Lets a cache go by a clock. */
record ClockTicker(InstantSource clock) implements Ticker {
    @Override
    public long read() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
