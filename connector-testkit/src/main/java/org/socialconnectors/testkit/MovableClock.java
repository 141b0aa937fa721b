package org.socialconnectors.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The one clock of a rehearsal: the provider's and, through its context, the connector's. It stands still until it is moved. */
final class MovableClock implements InstantSource {
    private volatile Instant now;

    MovableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void move(Duration by) {
        now = now.plus(by);
    }
}
