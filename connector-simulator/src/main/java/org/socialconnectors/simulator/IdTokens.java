package org.socialconnectors.simulator;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes ID tokens, and userinfo as a JWT. Thread-safe. */
final class IdTokens {
    private static final long SECONDS = 3600;

    private final URI issuer;
    private final boolean hasUserinfo;
    private final boolean accessTokenHash;
    private final InstantSource clock;
    private final ProviderKeys keys;
    private final Forgeries forgeries = new Forgeries();
    private final Forgeries userinfoForgeries = new Forgeries();

    /** Without userinfo, ID tokens say all there is to say. */
    IdTokens(URI issuer, boolean hasUserinfo, boolean accessTokenHash, InstantSource clock, ProviderKeys keys) {
        this.issuer = issuer;
        this.hasUserinfo = hasUserinfo;
        this.accessTokenHash = accessTokenHash;
        this.clock = clock;
        this.keys = keys;
    }

    Forgeries forgeries() {
        return forgeries;
    }

    Forgeries userinfoForgeries() {
        return userinfoForgeries;
    }

    String issue(Grant grant, String accessToken, Optional<String> nonce, Optional<String> previousNonce) {
        Instant now = clock.instant();
        Map<String, @Nullable Object> claims = hasUserinfo
                ? Userinfo.standardClaims(issuer, grant.persona(), grant.scopes())
                : new LinkedHashMap<>(Userinfo.of(issuer, grant.persona(), grant.scopes()));
        claims.put("sub", grant.persona().subject());
        claims.values().removeIf(value -> value == null);
        claims.put("iss", issuer.toString());
        claims.put("aud", grant.client().clientId());
        claims.put("auth_time", grant.signedInAt().getEpochSecond());
        grant.authenticationContext().ifPresent(context -> claims.put("acr", context));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + SECONDS);
        nonce.ifPresent(value -> claims.put("nonce", value));
        IdTokenDraft draft = new IdTokenDraft(claims, keys, grant.client(), now, previousNonce);
        if (accessTokenHash) {
            draft.claim("at_hash", Digests.leftHalf(draft.algorithm().hash(), accessToken));
        }
        return forgeries.take().forge(draft);
    }

    /** Userinfo as a JWT (OpenID Connect Core section 5.3.2). */
    String userinfo(Grant grant) {
        Map<String, @Nullable Object> claims = Userinfo.of(issuer, grant.persona(), grant.scopes());
        IdTokenDraft draft = new IdTokenDraft(claims, keys, grant.client(), clock.instant(), Optional.empty());
        draft.claim("iss", issuer.toString()).claim("aud", grant.client().clientId());
        return userinfoForgeries.take().forge(draft);
    }
}
