package org.socialconnectors.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/** Authorization requests that were left beforehand (RFC 9126), each good once within a minute. Thread-safe. */
final class PushedRequests {
    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final InstantSource clock;

    // Guarded by this. The keys are request URIs.
    private final Map<String, Pushed> waiting = new HashMap<>();

    PushedRequests(InstantSource clock) {
        this.clock = clock;
    }

    private record Pushed(Parameters parameters, Instant expiresAt) {}

    synchronized Response keep(Parameters parameters) {
        Instant now = clock.instant();
        waiting.values().removeIf(pushed -> !now.isBefore(pushed.expiresAt()));
        String requestUri = PREFIX + Secret.random().reveal();
        waiting.put(requestUri, new Pushed(parameters, now.plus(LIFETIME)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("request_uri", requestUri);
        members.put("expires_in", LIFETIME.toSeconds());
        return Answers.with(Json.response(201, members), "Cache-Control", "no-store");
    }

    synchronized Optional<Parameters> take(String requestUri) {
        return Optional.ofNullable(waiting.remove(requestUri))
                .filter(pushed -> clock.instant().isBefore(pushed.expiresAt()))
                .map(Pushed::parameters);
    }
}
