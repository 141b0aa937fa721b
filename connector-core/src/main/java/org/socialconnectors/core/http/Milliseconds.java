package org.socialconnectors.core.http;

import java.time.Duration;

/** Durations for people. */
final class Milliseconds {
    private Milliseconds() {}

    // Rounded up, so that no limit reads as none.
    static String text(Duration duration) {
        return duration.plusNanos(999_999).toMillis() + " ms";
    }
}
