package org.socialconnectors.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The requests that came. Thread-safe. */
final class Traffic {
    private static final int REMEMBERED = 10_000;

    // Guarded by this.
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Map<Endpoint, Integer> counts = new EnumMap<>(Endpoint.class);

    synchronized void record(RecordedRequest request) {
        counts.merge(request.endpoint(), 1, Integer::sum);
        requests.add(request);
        if (requests.size() > REMEMBERED) {
            requests.remove();
        }
    }

    synchronized int count(Endpoint endpoint) {
        return counts.getOrDefault(endpoint, 0);
    }

    synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }
}
