package org.socialconnectors.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/** Codes and tokens: what was issued to whom, and what it is still good for. Thread-safe. */
final class Authorizations {
    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final Duration ACCESS_TOKEN_LIFETIME = Duration.ofHours(8);

    private final InstantSource clock;
    private final IdTokens idTokens;

    // Guarded by this. The keys are what was issued.
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, AccessToken> accessTokens = new HashMap<>();
    private final Map<String, Grant> refreshTokens = new HashMap<>();
    private Optional<String> latestNonce = Optional.empty();

    Authorizations(InstantSource clock, IdTokens idTokens) {
        this.clock = clock;
        this.idTokens = idTokens;
    }

    private record Code(AuthorizationRequest request, Grant grant, Optional<String> previousNonce, Instant expiresAt) {}

    private record AccessToken(Grant grant, Instant expiresAt) {}

    synchronized String issueCode(AuthorizationRequest request, Persona persona) {
        Instant now = clock.instant();
        codes.values().removeIf(code -> !now.isBefore(code.expiresAt()));
        accessTokens.values().removeIf(token -> !now.isBefore(token.expiresAt()));
        Grant grant = new Grant(request.client(), persona, request.scopes(), now);
        String code = Secret.random().reveal();
        codes.put(code, new Code(request, grant, latestNonce, now.plus(CODE_LIFETIME)));
        latestNonce = request.nonce().or(() -> latestNonce);
        return code;
    }

    /** Answers at the token endpoint (RFC 6749 sections 4.1.3 and 6). */
    Response token(RecordedRequest request, Function<String, Optional<SimulatedClient>> clients) {
        if (!request.header("Content-Type").orElse("").startsWith(Parameters.FORM)) {
            return Answers.error(400, "invalid_request", "The body is not a form");
        }
        Parameters form = new Parameters(request.form());
        if (form.repeated().isPresent()) {
            return Answers.error(400, "invalid_request", "A parameter is there more than once");
        }
        Optional<SimulatedClient> client = ClientAuthentication.authenticate(request, form, clients);
        if (client.isEmpty()) {
            return Answers.with(
                    Answers.error(401, "invalid_client", "Client authentication failed"),
                    "WWW-Authenticate",
                    "Basic realm=\"OAuth\"");
        }
        return switch (form.first("grant_type").orElse("")) {
            case "authorization_code" -> exchange(client.get(), form);
            case "refresh_token" -> refresh(client.get(), form);
            default -> Answers.error(400, "unsupported_grant_type", "Unsupported grant type");
        };
    }

    /** Answers for the bearer of an access token (RFC 6750). */
    Response forBearer(RecordedRequest request, Function<Grant, Response> answer) {
        Optional<Grant> grant = request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .flatMap(value -> grantOf(value.substring(7).strip()));
        return grant.map(answer)
                .orElseGet(() -> Answers.with(
                        Answers.error(401, "invalid_token", "Invalid access token"),
                        "WWW-Authenticate",
                        "Bearer error=\"invalid_token\""));
    }

    private synchronized Optional<Grant> grantOf(String accessToken) {
        return Optional.ofNullable(accessTokens.get(accessToken))
                .filter(token -> clock.instant().isBefore(token.expiresAt()))
                .map(AccessToken::grant);
    }

    private synchronized Response exchange(SimulatedClient client, Parameters form) {
        // Taken before it is looked at: a code that was shown wrongly once is spent.
        Code code = codes.remove(form.first("code").orElse(""));
        if (code == null
                || !clock.instant().isBefore(code.expiresAt())
                || !code.request().client().clientId().equals(client.clientId())
                || !form.first("redirect_uri")
                        .equals(Optional.of(code.request().redirectUri().toString()))
                || !isVerified(code.request().codeChallenge(), form.first("code_verifier"))) {
            return Answers.error(400, "invalid_grant", "Invalid code");
        }
        return issue(code.grant(), code.grant().scopes(), code.request().nonce(), code.previousNonce());
    }

    private synchronized Response refresh(SimulatedClient client, Parameters form) {
        String token = form.first("refresh_token").orElse("");
        Grant grant = refreshTokens.get(token);
        if (grant == null || !grant.client().clientId().equals(client.clientId())) {
            return Answers.error(400, "invalid_grant", "Invalid refresh_token");
        }
        Set<String> scopes = form.first("scope")
                .<Set<String>>map(scope -> new LinkedHashSet<>(Arrays.asList(scope.split(" "))))
                .orElse(grant.scopes());
        if (!grant.scopes().containsAll(scopes)) {
            return Answers.error(400, "invalid_scope", "The scope exceeds what the user has granted");
        }
        refreshTokens.remove(token);
        return issue(grant, scopes, Optional.empty(), Optional.empty());
    }

    private Response issue(Grant grant, Set<String> scopes, Optional<String> nonce, Optional<String> previousNonce) {
        Grant narrowed = new Grant(grant.client(), grant.persona(), scopes, grant.signedInAt());
        String accessToken = "hf_oauth_" + Secret.random().reveal();
        String refreshToken = Secret.random().reveal();
        accessTokens.put(accessToken, new AccessToken(narrowed, clock.instant().plus(ACCESS_TOKEN_LIFETIME)));
        refreshTokens.put(refreshToken, grant);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", accessToken);
        answer.put("token_type", "bearer");
        answer.put("expires_in", ACCESS_TOKEN_LIFETIME.toSeconds());
        answer.put("scope", String.join(" ", scopes));
        if (scopes.contains("openid")) {
            answer.put("id_token", idTokens.issue(narrowed, nonce, previousNonce));
        }
        answer.put("refresh_token", refreshToken);
        return Answers.with(Json.response(200, answer), "Cache-Control", "no-store");
    }

    private static boolean isVerified(Optional<String> challenge, Optional<String> verifier) {
        if (challenge.isEmpty()) {
            return verifier.isEmpty();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(verifier.orElse("").getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).equals(challenge.get());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this platform has no SHA-256", impossible);
        }
    }
}
