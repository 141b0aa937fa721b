package org.socialconnectors.simulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Identifiers that may be used once while they are valid. Thread-safe. */
final class UsedIdentifiers {
    private final InstantSource clock;
    private final Map<String, Instant> used = new HashMap<>();

    UsedIdentifiers(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether nobody of that name has used the identifier yet. */
    synchronized boolean use(String whose, String identifier, Instant validUntil) {
        Instant now = clock.instant();
        used.values().removeIf(until -> now.isAfter(until));
        return used.putIfAbsent(whose.length() + ":" + whose + identifier, validUntil) == null;
    }
}
