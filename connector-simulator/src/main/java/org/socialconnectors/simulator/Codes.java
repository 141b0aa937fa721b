package org.socialconnectors.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/** Authorization codes, each good for one exchange within a minute. Thread-safe. */
final class Codes {
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Tokens tokens;

    // Guarded by this.
    private final Map<String, Code> codes = new HashMap<>();
    private Optional<String> latestNonce = Optional.empty();

    Codes(InstantSource clock, Tokens tokens) {
        this.clock = clock;
        this.tokens = tokens;
    }

    private record Code(AuthorizationRequest request, Grant grant, Optional<String> previousNonce, Instant expiresAt) {}

    synchronized String issue(AuthorizationRequest request, Persona persona, Instant signedInAt) {
        Instant now = clock.instant();
        codes.values().removeIf(code -> !now.isBefore(code.expiresAt()));
        Grant grant = Grant.of(request.client(), persona, request.scopes(), signedInAt)
                .inContext(request.authenticationContext());
        String code = Secret.random().reveal();
        codes.put(code, new Code(request, grant, latestNonce, now.plus(LIFETIME)));
        latestNonce = request.nonce().or(() -> latestNonce);
        return code;
    }

    /** Answers at the token endpoint (RFC 6749 section 4.1.3). */
    Response exchange(SimulatedClient client, Parameters form, Proof proof) {
        // Taken before it is looked at: a code that was shown wrongly once is spent.
        Optional<Code> taken = take(form.first("code").orElse(""));
        Optional<Code> good = taken.filter(code -> clock.instant().isBefore(code.expiresAt())
                && code.request().client().clientId().equals(client.clientId())
                && form.first("redirect_uri")
                        .equals(Optional.of(code.request().redirectUri().toString()))
                && CodeChallenges.answered(code.request().codeChallenge(), form)
                && (code.request().keyThumbprint().isEmpty()
                        || code.request().keyThumbprint().equals(proof.thumbprint())));
        return good.map(code -> tokens.issue(new Tokens.Issuance(
                        code.grant(), code.request().nonce(), code.previousNonce(), proof.thumbprint())))
                .orElseGet(() -> Answers.error(400, "invalid_grant", "Invalid code"));
    }

    private synchronized Optional<Code> take(String code) {
        return Optional.ofNullable(codes.remove(code));
    }
}
