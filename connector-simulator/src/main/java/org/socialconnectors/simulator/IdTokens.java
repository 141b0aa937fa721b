package org.socialconnectors.simulator;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs ID tokens, and forges them when told so. Thread-safe. */
final class IdTokens {
    private static final long SECONDS = 3600;

    private final URI issuer;
    private final InstantSource clock;

    // Guarded by this.
    private final Deque<IdTokenForgery> next = new ArrayDeque<>();
    private IdTokenForgery lasting = IdTokenDraft::sign;
    private int oldestPublished;
    private int newest;

    IdTokens(URI issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    String issue(Grant grant, Optional<String> nonce, Optional<String> previousNonce) {
        Instant now = clock.instant();
        Map<String, @Nullable Object> claims = Userinfo.standardClaims(issuer, grant.persona(), grant.scopes());
        claims.values().removeIf(value -> value == null);
        claims.put("iss", issuer.toString());
        claims.put("aud", grant.client().clientId());
        claims.put("auth_time", grant.signedInAt().getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + SECONDS);
        nonce.ifPresent(value -> claims.put("nonce", value));
        return takeForgery().forge(new IdTokenDraft(claims, signingKey(), grant.client(), now, previousNonce));
    }

    synchronized List<JWK> publishedKeys() {
        List<JWK> keys = new ArrayList<>();
        for (int rotations = oldestPublished; rotations <= newest; rotations++) {
            keys.add(SigningKeys.afterRotations(rotations).toPublicJWK());
        }
        return keys;
    }

    synchronized void rotate() {
        newest++;
    }

    synchronized void withdrawOldKeys() {
        oldestPublished = newest;
    }

    synchronized void next(IdTokenForgery forgery) {
        next.add(forgery);
    }

    synchronized void always(IdTokenForgery forgery) {
        lasting = forgery;
    }

    synchronized void clear() {
        next.clear();
        lasting = IdTokenDraft::sign;
    }

    private synchronized IdTokenForgery takeForgery() {
        return next.isEmpty() ? lasting : next.remove();
    }

    private synchronized RSAKey signingKey() {
        return SigningKeys.afterRotations(newest);
    }
}
