package org.socialconnectors.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.socialconnectors.api.secret.Secret;

/** Consent pages that somebody is looking at: each has a ticket, good for one answer to one request. Thread-safe. */
final class Consents {
    private static final int LIMIT = 1000;

    private final Map<String, AuthorizationRequest> open = new LinkedHashMap<>();

    synchronized String open(AuthorizationRequest request) {
        if (open.size() == LIMIT) {
            open.remove(open.keySet().iterator().next());
        }
        String ticket = Secret.random().reveal();
        open.put(ticket, request);
        return ticket;
    }

    synchronized Optional<AuthorizationRequest> take(String ticket) {
        return Optional.ofNullable(open.remove(ticket));
    }
}
