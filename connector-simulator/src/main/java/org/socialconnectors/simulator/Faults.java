package org.socialconnectors.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What the endpoints answer instead of the truth. Thread-safe. */
final class Faults {
    // Guarded by this.
    private final Map<Endpoint, Deque<ProviderFault>> next = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, ProviderFault> lasting = new EnumMap<>(Endpoint.class);

    synchronized void next(Endpoint endpoint, ProviderFault fault) {
        next.computeIfAbsent(endpoint, key -> new ArrayDeque<>()).add(fault);
    }

    synchronized void always(Endpoint endpoint, ProviderFault fault) {
        lasting.put(endpoint, fault);
    }

    synchronized void clear() {
        next.clear();
        lasting.clear();
    }

    synchronized Optional<ProviderFault> take(Endpoint endpoint) {
        Deque<ProviderFault> waiting = next.getOrDefault(endpoint, new ArrayDeque<>());
        return Optional.ofNullable(waiting.isEmpty() ? lasting.get(endpoint) : waiting.remove());
    }
}
