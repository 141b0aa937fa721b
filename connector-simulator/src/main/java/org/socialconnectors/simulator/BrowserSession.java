package org.socialconnectors.simulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Who is signed in at the provider itself, and since when. Thread-safe. */
final class BrowserSession {
    private final InstantSource clock;

    // Guarded by this.
    private Optional<Login> login = Optional.empty();

    BrowserSession(InstantSource clock) {
        this.clock = clock;
    }

    private record Login(Persona persona, Instant since) {}

    synchronized void begin(Persona persona, Instant since) {
        login = Optional.of(new Login(persona, since));
    }

    synchronized void end() {
        login = Optional.empty();
    }

    /** Who need not sign in again for this request (OpenID Connect Core section 3.1.2.1: prompt and max_age). */
    synchronized Optional<Persona> persona(AuthorizationRequest request) {
        return recent(request).map(Login::persona);
    }

    /** When the person has signed in: now, unless that was not necessary. */
    synchronized Instant signedInAt(AuthorizationRequest request, Persona persona) {
        return recent(request)
                .filter(known -> known.persona().subject().equals(persona.subject()))
                .map(Login::since)
                .orElseGet(clock::instant);
    }

    private Optional<Login> recent(AuthorizationRequest request) {
        return login.filter(known -> !request.prompts().contains("login"))
                .filter(known -> request.maxAge()
                        .map(age -> !clock.instant().isAfter(known.since().plus(age)))
                        .orElse(true));
    }
}
