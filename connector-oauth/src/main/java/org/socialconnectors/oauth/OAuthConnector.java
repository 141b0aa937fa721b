package org.socialconnectors.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
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

/**
 * The engine: signs people in with any provider that {@link OAuthProvider} can describe, by the authorization code flow (RFC 6749
 * section 4.1) with PKCE (RFC 7636) and, when {@code openid} is among the scopes, a mandatory and fully verified ID token (OpenID
 * Connect Core 1.0 section 3.1). Immutable apart from the provider's keys, which it keeps; thread-safe.
 */
public final class OAuthConnector implements SocialConnector {
    /** What only the engine may set; {@code request} and {@code request_uri} could replace all the others (RFC 9101). */
    private static final Set<String> RESERVED = Set.of(
            "response_type",
            "response_mode",
            "client_id",
            "client_secret",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "login_hint",
            "ui_locales",
            "request",
            "request_uri");

    /** RFC 6749 appendix A.12; anything else could not travel in a header. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]+");

    private static final Duration LONGEST_LIFETIME = Duration.ofDays(3650);

    private final OAuthProvider provider;
    private final OAuthClient client;
    private final HttpTransport http;
    private final ConnectorContext context;
    private final @Nullable IdTokenVerifier idTokens;

    /**
     * A connector.
     *
     * @param provider the provider
     * @param client the application as registered there
     * @param context what it may use
     */
    public OAuthConnector(OAuthProvider provider, OAuthClient client, ConnectorContext context) {
        this.provider = provider;
        this.client = client;
        this.http = context.http();
        this.context = context;
        this.idTokens = provider.issuer()
                .map(issuer -> new IdTokenVerifier(
                        issuer,
                        client.id(),
                        provider.idTokenAlgorithms(),
                        new ProviderKeys(issuer, context.http()),
                        context.clock()))
                .orElse(null);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConnectorException with {@code INVALID_REQUEST} if an extra parameter has a name that the engine sets itself,
     *     {@code INVALID_CONFIGURATION} if the configuration does, or if {@code openid} is asked of a provider without issuer
     */
    @Override
    public Redirect begin(SignInAttempt attempt) {
        List<String> scopes = scopes(attempt);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client.id());
        parameters.put("redirect_uri", attempt.redirectUri().toString());
        if (!scopes.isEmpty()) {
            parameters.put("scope", String.join(" ", scopes));
        }
        parameters.put("state", attempt.state().reveal());
        if (expectsIdToken(scopes)) {
            parameters.put("nonce", attempt.nonce().reveal());
        }
        if (provider.pkce()) {
            parameters.put("code_challenge", codeChallenge(attempt.codeVerifier()));
            parameters.put("code_challenge_method", "S256");
        }
        attempt.prompt().ifPresent(value -> parameters.put("prompt", value));
        attempt.loginHint().ifPresent(value -> parameters.put("login_hint", value));
        attempt.uiLocales().ifPresent(value -> parameters.put("ui_locales", value));
        addExtra(parameters, client.authorizationParameters(), ErrorCode.INVALID_CONFIGURATION);
        addExtra(parameters, attempt.extraParameters(), ErrorCode.INVALID_REQUEST);

        AuthorizationRequest request = provider.authorizationRequest()
                .apply(AuthorizationRequest.of(provider.authorizationEndpoint(), parameters));
        Redirect redirect = Redirect.to(request.toUri());
        return provider.issuer()
                .map(issuer -> redirect.expecting(new IssuerRule(issuer, provider.issuerInCallback())))
                .orElse(redirect);
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        SignInAttempt attempt = callback.attempt();
        Secret code = callback.code();
        Set<Check> checks = EnumSet.noneOf(Check.class);
        if (callback.parameters().single("iss").isPresent()
                && attempt.issuerRule().isPresent()) {
            checks.add(Check.CALLBACK_ISSUER);
        }

        TokenRequest request = TokenRequest.to(provider.tokenEndpoint())
                .with("grant_type", "authorization_code")
                .with("code", code)
                .with("redirect_uri", attempt.redirectUri().toString());
        if (provider.pkce()) {
            request = request.with("code_verifier", attempt.codeVerifier());
            checks.add(Check.PKCE);
        }
        List<Secret> inFlight = new ArrayList<>(attempt.secrets());
        inFlight.add(code);
        JsonObject answer = requestTokens(request, inFlight);
        TokenSet tokens = tokens(answer);
        inFlight.addAll(secrets(tokens));

        JsonObject idToken = null;
        if (expectsIdToken(scopes(attempt))) {
            idToken = verifyIdToken(tokens, attempt.nonce());
            checks.addAll(List.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.NONCE));
        }
        JsonObject userinfo = null;
        Optional<URI> userinfoEndpoint = provider.userinfoEndpoint();
        if (userinfoEndpoint.isPresent()) {
            userinfo = Endpoint.USERINFO.object(http, bearer(userinfoEndpoint.get(), tokens.accessToken()), inFlight);
        }
        ProviderAnswers answers = new ProviderAnswers(
                callback.parameters(), answer, idToken, userinfo, http, tokens.accessToken(), inFlight);
        Identity identity = new Identity(
                provider.namespace(), idToken == null ? provider.subject().from(answers) : idToken.text("sub"));
        if (idToken != null && userinfo != null) {
            requireSubject(userinfo, identity);
            checks.add(Check.USERINFO_SUBJECT);
        }
        return SignInResult.of(identity, provider.profile().from(answers), Assurance.of(checks))
                .withTokens(tokens);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == TokenRefresh.class && provider.refresh()) {
            return Optional.of(type.cast((TokenRefresh) this::refresh));
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "OAuthConnector(" + provider + ", " + client + ")";
    }

    static HttpTransport.Request bearer(URI resource, Secret accessToken) {
        return HttpTransport.Request.get(resource).header("Authorization", "Bearer " + accessToken.reveal());
    }

    private TokenSet refresh(RefreshRequest refresh) throws InterruptedException {
        if (!provider.namespace().equals(refresh.expectedIdentity().namespace())) {
            throw ConnectorException.of(ErrorCode.IDENTITY_MISMATCH, "the identity belongs to another provider")
                    .build();
        }
        TokenRequest request = TokenRequest.to(provider.tokenEndpoint())
                .with("grant_type", "refresh_token")
                .with("refresh_token", refresh.refreshToken());
        if (!refresh.scopes().isEmpty()) {
            request = request.with("scope", String.join(" ", refresh.scopes()));
        }
        TokenSet tokens = tokens(requestTokens(request, List.of()));
        // OpenID Connect Core 1.0 section 12.2: an ID token is optional here, but one that comes must be the same
        // person's.
        if (tokens.idToken().isPresent() && idTokens != null) {
            JsonObject idToken = idTokens.verify(tokens.idToken().get(), null);
            requireSubject(idToken, refresh.expectedIdentity());
        }
        return tokens;
    }

    private JsonObject requestTokens(TokenRequest request, List<Secret> inFlight) throws InterruptedException {
        TokenRequest authenticated = provider.tokenRequest()
                .apply(provider.clientAuthentication(client).authenticate(request, client));
        List<Secret> secrets = new ArrayList<>(inFlight);
        secrets.addAll(authenticated.secrets());
        client.secret().ifPresent(secrets::add);
        JsonObject answer = provider.tokenAnswer().apply(Endpoint.TOKEN.object(http, authenticated.toHttp(), secrets));
        Optional<ConnectorException.Builder> error = Endpoint.TOKEN.oauthError(answer, secrets);
        if (error.isPresent()) {
            throw error.get().build();
        }
        return answer;
    }

    private TokenSet tokens(JsonObject answer) {
        String type = answer.text("token_type");
        if (!"bearer".equals(type.toLowerCase(Locale.ROOT))) {
            throw Endpoint.TOKEN
                    .failure(ErrorCode.INVALID_RESPONSE, "the access token is of a type that is not supported")
                    .build();
        }
        return TokenSet.builder(accessToken(answer), type)
                .refreshToken(answer.secret("refresh_token").orElse(null))
                .idToken(answer.secret("id_token").orElse(null))
                .expiresAt(expiry(answer).orElse(null))
                .grantedScope(answer.displayText("scope").orElse(null))
                .build();
    }

    private static Secret accessToken(JsonObject answer) {
        String token = answer.text("access_token");
        if (!VISIBLE.matcher(token).matches()) {
            throw Endpoint.TOKEN
                    .failure(ErrorCode.INVALID_RESPONSE, "the access token has characters that no token has")
                    .build();
        }
        return Secret.of(token);
    }

    private Optional<Instant> expiry(JsonObject answer) {
        return answer.toMap().get("expires_in") instanceof Long seconds
                        && seconds > 0
                        && seconds <= LONGEST_LIFETIME.toSeconds()
                ? Optional.of(context.clock().instant().plusSeconds(seconds))
                : Optional.empty();
    }

    private JsonObject verifyIdToken(TokenSet tokens, Secret nonce) throws InterruptedException {
        if (idTokens == null || tokens.idToken().isEmpty()) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_ID_TOKEN, "the provider sent no ID token although openid was asked for")
                    .build();
        }
        return idTokens.verify(tokens.idToken().get(), nonce);
    }

    private boolean expectsIdToken(List<String> scopes) {
        if (scopes.contains(Scopes.OPENID) && provider.issuer().isEmpty()) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_CONFIGURATION, "openid is asked of a provider whose issuer is not known")
                    .with(Detail.PARAMETER, "scope")
                    .build();
        }
        return scopes.contains(Scopes.OPENID);
    }

    private List<String> scopes(SignInAttempt attempt) {
        if (!attempt.scopes().isEmpty()) {
            return attempt.scopes();
        }
        return client.scopes().isEmpty() ? provider.defaultScopes() : client.scopes();
    }

    private static void requireSubject(JsonObject claims, Identity identity) {
        if (!claims.displayText("sub").filter(identity.subject()::equals).isPresent()) {
            throw ConnectorException.of(
                            ErrorCode.IDENTITY_MISMATCH, "the provider's answers are about different subjects")
                    .build();
        }
    }

    private static void addExtra(Map<String, String> parameters, Map<String, String> extra, ErrorCode code) {
        extra.forEach((name, value) -> {
            if (RESERVED.contains(name) || parameters.containsKey(name)) {
                throw ConnectorException.of(code, "an extra parameter has a name that is reserved or already used")
                        .with(Detail.PARAMETER, name)
                        .build();
            }
            parameters.put(name, value);
        });
    }

    private static List<Secret> secrets(TokenSet tokens) {
        List<Secret> secrets = new ArrayList<>(List.of(tokens.accessToken()));
        tokens.refreshToken().ifPresent(secrets::add);
        tokens.idToken().ifPresent(secrets::add);
        return secrets;
    }

    private static String codeChallenge(Secret codeVerifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(codeVerifier.reveal().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
