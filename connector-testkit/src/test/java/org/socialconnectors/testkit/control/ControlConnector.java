package org.socialconnectors.testkit.control;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.json.JsonReader;

/**
 * OAuth 2.0 and OpenID Connect from scratch, for a provider at {@code https://id.control.example}. Every step that can be done
 * wrongly is a method of its own.
 */
class ControlConnector implements SocialConnector {
    static final String ISSUER = "https://id.control.example";

    /** What the control connectors of a run were given and nobody must see. */
    static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

    private static final long SKEW = 60;
    private static final long BETWEEN_FETCHES = 60;
    private static final long LIFE_OF_KEYS = 900;
    private static final long LONGEST_LIFE = 1L << 32;
    private static final int SHORTEST_KEY = 2048;

    protected final String clientId;
    protected final Optional<Secret> clientSecret;
    protected final ConnectorContext context;

    // Guarded by this.
    private @Nullable JWKSet keys;
    private Instant keysFetched = Instant.MIN;

    ControlConnector(JsonObject config, ConnectorContext context) {
        this.clientId = config.text("clientId");
        this.clientSecret = config.secret("clientSecret");
        this.context = context;
        clientSecret.ifPresent(secret -> SECRETS.add(secret.reveal()));
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        Map<String, String> parameters = parameters(attempt);
        addExtra(parameters, attempt.extraParameters());
        String query = parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return redirect(URI.create(ISSUER + "/authorize?" + query));
    }

    protected Redirect redirect(URI uri) {
        return Redirect.to(uri).expecting(new IssuerRule(ISSUER, false));
    }

    protected Map<String, String> parameters(SignInAttempt attempt) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", clientId);
        parameters.put("redirect_uri", attempt.redirectUri().toString());
        parameters.put("scope", scope(attempt));
        parameters.put("state", attempt.state().reveal());
        if (attempt.scopes().contains("openid")) {
            parameters.put("nonce", attempt.nonce().reveal());
        }
        parameters.put("code_challenge", s256(attempt.codeVerifier().reveal()));
        parameters.put("code_challenge_method", "S256");
        attempt.prompt().ifPresent(value -> parameters.put("prompt", value));
        attempt.loginHint().ifPresent(value -> parameters.put("login_hint", value));
        attempt.uiLocales().ifPresent(value -> parameters.put("ui_locales", value));
        return parameters;
    }

    protected String scope(SignInAttempt attempt) {
        return attempt.scopes().isEmpty() ? "profile" : String.join(" ", attempt.scopes());
    }

    protected void addExtra(Map<String, String> parameters, Map<String, String> extra) {
        extra.forEach((name, value) -> {
            if (name.equals("nonce") || parameters.containsKey(name)) {
                throw refusal(ErrorCode.INVALID_REQUEST, "an extra parameter has a name that is used already");
            }
            parameters.put(name, value);
        });
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        SignInAttempt attempt = callback.attempt();
        Set<Check> checks = EnumSet.of(Check.PKCE);
        Secret code = code(callback);
        attempt.secrets().forEach(secret -> SECRETS.add(secret.reveal()));
        SECRETS.add(code.reveal());
        JsonObject answer = exchange(attempt, code);
        TokenSet tokens = tokens(answer);
        JsonObject claims = null;
        if (expectsIdToken(attempt, tokens)) {
            claims = verified(
                    tokens.idToken().orElseThrow(() -> refusal(ErrorCode.INVALID_ID_TOKEN, "there is no ID token")),
                    attempt.nonce());
            checks.addAll(
                    List.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.NONCE, Check.USERINFO_SUBJECT));
        }
        JsonObject userinfo = about(claims, tokens);
        String subject = subject(claims, userinfo);
        return withTokens(
                SignInResult.of(identity(attempt, subject), profile(userinfo), Assurance.of(claimed(checks))), tokens);
    }

    protected SignInResult withTokens(SignInResult result, TokenSet tokens) {
        return result.withTokens(tokens);
    }

    protected boolean expectsIdToken(SignInAttempt attempt, TokenSet tokens) {
        return attempt.scopes().contains("openid");
    }

    protected Secret code(VerifiedCallback callback) {
        return callback.code();
    }

    protected Set<Check> claimed(Set<Check> made) {
        return made;
    }

    protected Map<String, String> exchangeForm(SignInAttempt attempt, Secret code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code.reveal());
        form.put("redirect_uri", attempt.redirectUri().toString());
        form.put("code_verifier", attempt.codeVerifier().reveal());
        return form;
    }

    protected JsonObject exchange(SignInAttempt attempt, Secret code) throws InterruptedException {
        List<Secret> inFlight = new ArrayList<>(attempt.secrets());
        inFlight.add(code);
        return tokenAnswer(exchangeForm(attempt, code), inFlight);
    }

    protected JsonObject tokenAnswer(Map<String, String> form, List<Secret> inFlight) throws InterruptedException {
        clientSecret.ifPresent(inFlight::add);
        return read(send(authenticated(form)), inFlight);
    }

    protected HttpTransport.Request authenticated(Map<String, String> form) {
        if (clientSecret.isEmpty()) {
            form.put("client_id", clientId);
        }
        HttpTransport.Request request = HttpTransport.Request.postForm(URI.create(ISSUER + "/token"), form);
        return clientSecret
                .map(secret -> request.header("Authorization", "Basic " + credentials(secret)))
                .orElse(request);
    }

    protected String credentials(Secret secret) {
        String joined = URLEncoder.encode(clientId, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(secret.reveal(), StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
        return context.http().send(request);
    }

    protected JsonObject read(HttpTransport.Response response, List<Secret> inFlight) {
        int status = response.status();
        Optional<JsonObject> body = json(response.body());
        Optional<String> error = body.flatMap(members -> members.displayText("error"));
        if (status >= 500 || status == 429) {
            throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "the provider cannot answer now");
        }
        if (status >= 300 && status < 400) {
            throw refusal(ErrorCode.INVALID_RESPONSE, "the provider answered with a redirect");
        }
        if (error.isPresent()) {
            String words = body.flatMap(members -> members.displayText("error_description"))
                    .orElse("");
            throw refused(error.get(), words, inFlight);
        }
        if (status != 200) {
            throw refusal(ErrorCode.PROVIDER_ERROR, "the provider refused");
        }
        return body.orElseThrow(() -> unreadable(response.body()));
    }

    protected ConnectorException refused(String error, String words, List<Secret> inFlight) {
        return ConnectorException.ofOAuthError(error, words, inFlight).build();
    }

    protected ConnectorException unreadable(byte[] body) {
        return refusal(ErrorCode.INVALID_RESPONSE, "the answer is not a JSON object");
    }

    protected Optional<JsonObject> json(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Optional.of(JsonObject.response(JsonReader.config(text).toMap()));
        } catch (ConnectorException | CharacterCodingException notAnObject) {
            return Optional.empty();
        }
    }

    protected TokenSet tokens(JsonObject answer) {
        String type = answer.text("token_type");
        List.of("access_token", "refresh_token", "id_token")
                .forEach(token -> answer.secret(token).ifPresent(secret -> SECRETS.add(secret.reveal())));
        if (!type.equalsIgnoreCase("bearer")) {
            throw refusal(ErrorCode.INVALID_RESPONSE, "the token is of another type");
        }
        return TokenSet.builder(Secret.of(answer.text("access_token")), type)
                .refreshToken(answer.secret("refresh_token").orElse(null))
                .idToken(answer.secret("id_token").orElse(null))
                .grantedScope(answer.optionalText("scope").orElse(null))
                .expiresAt(
                        answer.integer("expires_in").isPresent()
                                ? end(answer.integer("expires_in").getAsLong())
                                : null)
                .build();
    }

    protected @Nullable Instant end(long life) {
        return Math.abs(life) <= LONGEST_LIFE ? now().plusSeconds(life) : null;
    }

    protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
        return userinfo(tokens.accessToken());
    }

    protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
        HttpTransport.Request request = HttpTransport.Request.get(URI.create(ISSUER + "/userinfo"))
                .header("Authorization", "Bearer " + accessToken.reveal());
        HttpTransport.Response response = send(request);
        if (response.status() == 401 || response.status() == 403) {
            throw refusal(ErrorCode.PROVIDER_ERROR, "userinfo was refused");
        }
        return read(response, new ArrayList<>());
    }

    protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
        String subject = userinfo.displayText("sub").orElse("");
        if (claims != null && !claims.text("sub").equals(subject)) {
            throw refusal(ErrorCode.IDENTITY_MISMATCH, "userinfo is about somebody else");
        }
        return subject;
    }

    protected Identity identity(SignInAttempt attempt, String subject) {
        return new Identity(ISSUER, subject);
    }

    protected SocialProfile profile(JsonObject userinfo) {
        return SocialProfile.builder()
                .name(userinfo.displayText("name").orElse(null))
                .username(userinfo.displayText("preferred_username").orElse(null))
                .email(userinfo.displayText("email").orElse(null), emailVerified(userinfo))
                .raw(raw(userinfo))
                .build();
    }

    protected boolean emailVerified(JsonObject userinfo) {
        return userinfo.isTrue("email_verified");
    }

    protected JsonObject raw(JsonObject userinfo) {
        return userinfo;
    }

    protected JsonObject verified(Secret idToken, @Nullable Secret nonce) throws InterruptedException {
        JsonObject claims = signed(idToken);
        require(issuerFits(claims));
        require(audienceFits(claims));
        require(timesFit(claims));
        require(subjectFits(claims));
        require(nonceFits(claims, nonce));
        return claims;
    }

    protected boolean subjectFits(JsonObject claims) {
        return claims.displayText("sub").isPresent();
    }

    protected boolean issuerFits(JsonObject claims) {
        return ISSUER.equals(claims.toMap().get("iss"));
    }

    protected boolean audienceFits(JsonObject claims) {
        List<String> audience = claims.displayText("aud").map(List::of).orElseGet(() -> claims.texts("aud"));
        Object party = claims.toMap().get("azp");
        return audience.contains(clientId) && (party == null ? audience.size() == 1 : party.equals(clientId));
    }

    protected boolean timesFit(JsonObject claims) {
        long now = now().getEpochSecond();
        return claims.toMap().get("exp") instanceof Long expiry
                && claims.toMap().get("iat") instanceof Long issued
                && now < expiry + SKEW
                && issued <= now + SKEW
                && (!claims.has("nbf") || (claims.toMap().get("nbf") instanceof Long start && start <= now + SKEW));
    }

    protected boolean nonceFits(JsonObject claims, @Nullable Secret nonce) {
        return nonce == null
                || claims.displayText("nonce")
                        .map(Secret::of)
                        .filter(nonce::equals)
                        .isPresent();
    }

    protected JsonObject signed(Secret idToken) throws InterruptedException {
        try {
            SignedJWT jwt = SignedJWT.parse(idToken.reveal());
            require(JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()));
            boolean signed = false;
            for (JWK key : keysFor(jwt.getHeader())) {
                signed |= jwt.verify(new RSASSAVerifier(key.toRSAKey()));
            }
            require(signed);
            return json(jwt.getPayload().toBytes())
                    .orElseThrow(() -> refusal(ErrorCode.INVALID_ID_TOKEN, "the payload is not a JSON object"));
        } catch (ParseException | JOSEException | IllegalStateException unusable) {
            throw refusal(ErrorCode.INVALID_ID_TOKEN, "the ID token cannot be verified");
        }
    }

    protected boolean mayFetchAgain(Instant lastFetch) {
        return now().minusSeconds(BETWEEN_FETCHES).isAfter(lastFetch);
    }

    protected boolean areCurrent(Instant lastFetch) {
        return now().minusSeconds(LIFE_OF_KEYS).isBefore(lastFetch);
    }

    protected synchronized List<JWK> keysFor(JWSHeader header) throws InterruptedException {
        String keyId = header.getKeyID();
        List<JWK> fitting = fitting(keyId);
        if ((fitting.isEmpty() || !areCurrent(keysFetched)) && mayFetchAgain(keysFetched)) {
            JsonObject answer = read(send(HttpTransport.Request.get(URI.create(ISSUER + "/keys"))), new ArrayList<>());
            try {
                keys = JWKSet.parse(answer.toMap());
                keysFetched = now();
            } catch (ParseException malformed) {
                throw refusal(ErrorCode.INVALID_RESPONSE, "the answer is not a key set");
            }
            fitting = fitting(keyId);
        }
        return fitting;
    }

    private List<JWK> fitting(@Nullable String keyId) {
        return keys == null
                ? List.of()
                : keys.getKeys().stream()
                        .filter(this::isForSignatures)
                        .filter(this::isLongEnough)
                        .filter(key -> keyId == null || keyId.equals(key.getKeyID()))
                        .toList();
    }

    protected boolean isForSignatures(JWK key) {
        return !KeyUse.ENCRYPTION.equals(key.getKeyUse());
    }

    protected boolean isLongEnough(JWK key) {
        return key.size() >= SHORTEST_KEY;
    }

    protected Instant now() {
        return context.clock().instant();
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type == TokenRefresh.class ? Optional.of(type.cast((TokenRefresh) this::refresh)) : Optional.empty();
    }

    protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
        if (!request.expectedIdentity().namespace().equals(ISSUER)) {
            throw refusal(ErrorCode.IDENTITY_MISMATCH, "the identity is of another provider");
        }
        TokenSet tokens = tokens(tokenAnswer(refreshForm(request), new ArrayList<>(List.of(request.refreshToken()))));
        requireSame(request.expectedIdentity(), tokens);
        return tokens;
    }

    protected Map<String, String> refreshForm(RefreshRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", request.refreshToken().reveal());
        if (!request.scopes().isEmpty()) {
            form.put("scope", String.join(" ", request.scopes()));
        }
        return form;
    }

    protected void requireSame(Identity expected, TokenSet tokens) throws InterruptedException {
        if (tokens.idToken().isPresent()
                && !verified(tokens.idToken().get(), null).text("sub").equals(expected.subject())) {
            throw refusal(ErrorCode.IDENTITY_MISMATCH, "the new ID token is somebody else's");
        }
    }

    protected static ConnectorException refusal(ErrorCode code, String reason) {
        return ConnectorException.of(code, reason).build();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw refusal(ErrorCode.INVALID_ID_TOKEN, "the ID token does not fit");
        }
    }

    protected static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    protected static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
