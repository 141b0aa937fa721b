package org.socialconnectors.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/** Access tokens and refresh tokens: what was issued to whom, and what it is still good for. Thread-safe. */
final class Tokens {
    private static final Duration ACCESS_TOKEN_LIFETIME = Duration.ofHours(8);

    private final InstantSource clock;
    private final IdTokens idTokens;
    private final Dpop dpop;

    // Guarded by this. The keys are what was issued.
    private final Map<String, AccessToken> accessTokens = new HashMap<>();
    private final Map<String, RefreshToken> refreshTokens = new HashMap<>();

    Tokens(InstantSource clock, IdTokens idTokens, Dpop dpop) {
        this.clock = clock;
        this.idTokens = idTokens;
        this.dpop = dpop;
    }

    /** The nonces are those of this sign-in and of the one before; the thumbprint is of the key that tokens are bound to. */
    record Issuance(
            Grant grant, Optional<String> nonce, Optional<String> previousNonce, Optional<String> keyThumbprint) {
        static Issuance of(Grant grant, Proof proof) {
            return new Issuance(grant, Optional.empty(), Optional.empty(), proof.thumbprint());
        }
    }

    private record AccessToken(Grant grant, Optional<String> keyThumbprint, Instant expiresAt) {}

    private record RefreshToken(Grant grant, Optional<String> keyThumbprint) {}

    /** Answers with new tokens (RFC 6749 section 5.1). */
    Response issue(Issuance issuance) {
        Map<String, Object> members = issue(issuance, issuance.grant().scopes());
        members.put("refresh_token", refreshToken(issuance));
        return answer(members);
    }

    /** Answers with an access token in place of another token (RFC 8693 section 2.2.1). */
    Response exchange(Issuance issuance) {
        Map<String, Object> members = issue(issuance, issuance.grant().scopes());
        members.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
        return answer(members);
    }

    /** Answers with new tokens in place of a refresh token, which is spent by that (RFC 6749 section 6). */
    synchronized Response refresh(SimulatedClient client, Parameters form, Proof proof) {
        String token = form.first("refresh_token").orElse("");
        RefreshToken known = refreshTokens.get(token);
        if (known == null
                || !known.grant().client().clientId().equals(client.clientId())
                || isBoundToAnother(known.keyThumbprint(), proof)) {
            return Answers.error(400, "invalid_grant", "Invalid refresh_token");
        }
        Grant grant = known.grant();
        Set<String> scopes = form.first("scope")
                .<Set<String>>map(scope -> new LinkedHashSet<>(Arrays.asList(scope.split(" "))))
                .orElse(grant.scopes());
        if (!grant.scopes().containsAll(scopes)) {
            return Answers.error(400, "invalid_scope", "The scope exceeds what the user has granted");
        }
        refreshTokens.remove(token);
        Issuance issuance = Issuance.of(grant, proof);
        Map<String, Object> members = issue(issuance, scopes);
        members.put("refresh_token", refreshToken(issuance));
        return answer(members);
    }

    /** Answers to a token that is given back; with a refresh token go the access tokens of its grant (RFC 7009 section 2). */
    synchronized Response revoke(SimulatedClient client, Parameters form) {
        Optional<String> token = form.first("token");
        if (token.isEmpty()) {
            return Answers.error(400, "invalid_request", "There is no token");
        }
        Optional<RefreshToken> refreshToken = Optional.ofNullable(refreshTokens.get(token.get()));
        Optional<Grant> grant = refreshToken
                .map(RefreshToken::grant)
                .or(() -> Optional.ofNullable(accessTokens.get(token.get())).map(AccessToken::grant));
        if (grant.isPresent() && !grant.get().client().clientId().equals(client.clientId())) {
            return Answers.error(400, "invalid_grant", "The token is another client's");
        }
        accessTokens.remove(token.get());
        refreshTokens.remove(token.get());
        refreshToken.ifPresent(known -> accessTokens
                .values()
                .removeIf(each -> each.grant().id().equals(known.grant().id())));
        return new Response(200, Map.of(), new byte[0]);
    }

    /** Answers for who comes with an access token (RFC 6750, RFC 9449 section 7). */
    Response forBearer(RecordedRequest request, Function<Grant, Response> answer) {
        String authorization = request.header("Authorization").orElse("");
        String[] words = authorization.split(" ", 2);
        Optional<AccessToken> token = words.length == 2 ? find(words[1].strip()) : Optional.empty();
        Optional<String> key = token.flatMap(AccessToken::keyThumbprint);
        String scheme = dpop.supported() && (key.isPresent() || words[0].equalsIgnoreCase("DPoP")) ? "DPoP" : "Bearer";
        if (token.isEmpty() || !words[0].equalsIgnoreCase(scheme) || (scheme.equals("DPoP") && key.isEmpty())) {
            return unauthorized(scheme, "invalid_token", "Invalid access token");
        }
        if (key.isEmpty()) {
            return answer.apply(token.get().grant());
        }
        Proof proof = dpop.check(request, Optional.of(words[1].strip()));
        boolean bound = proof.thumbprint().equals(key);
        return dpop.withNonce(
                bound
                        ? answer.apply(token.get().grant())
                        : unauthorized(
                                scheme,
                                proof.error().orElse("invalid_token"),
                                "The access token needs its key's proof"));
    }

    private static Response unauthorized(String scheme, String error, String description) {
        return Answers.with(
                Answers.error(401, error, description), "WWW-Authenticate", scheme + " error=\"" + error + "\"");
    }

    private static boolean isBoundToAnother(Optional<String> keyThumbprint, Proof proof) {
        return keyThumbprint.isPresent() && !keyThumbprint.equals(proof.thumbprint());
    }

    private synchronized Optional<AccessToken> find(String accessToken) {
        return Optional.ofNullable(accessTokens.get(accessToken))
                .filter(token -> clock.instant().isBefore(token.expiresAt()));
    }

    private synchronized Map<String, Object> issue(Issuance issuance, Set<String> scopes) {
        Instant now = clock.instant();
        accessTokens.values().removeIf(token -> !now.isBefore(token.expiresAt()));
        Grant narrowed = issuance.grant().narrowedTo(scopes);
        String accessToken = "hf_oauth_" + Secret.random().reveal();
        accessTokens.put(
                accessToken, new AccessToken(narrowed, issuance.keyThumbprint(), now.plus(ACCESS_TOKEN_LIFETIME)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", accessToken);
        members.put("token_type", issuance.keyThumbprint().isPresent() ? "DPoP" : "bearer");
        members.put("expires_in", ACCESS_TOKEN_LIFETIME.toSeconds());
        members.put("scope", String.join(" ", scopes));
        if (scopes.contains("openid")) {
            members.put("id_token", idTokens.issue(narrowed, accessToken, issuance.nonce(), issuance.previousNonce()));
        }
        return members;
    }

    private synchronized String refreshToken(Issuance issuance) {
        String token = Secret.random().reveal();
        refreshTokens.put(token, new RefreshToken(issuance.grant(), issuance.keyThumbprint()));
        return token;
    }

    private static Response answer(Map<String, Object> members) {
        return Answers.with(Json.response(200, members), "Cache-Control", "no-store");
    }
}
