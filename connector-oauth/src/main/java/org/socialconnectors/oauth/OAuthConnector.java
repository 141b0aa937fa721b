package org.socialconnectors.oauth;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;

/**
 * The engine: signs people in with any provider that {@link OAuthProvider} can describe, by the authorization code flow (RFC 6749
 * section 4.1) with PKCE (RFC 7636) and, when {@code openid} is among the scopes, a mandatory and fully verified ID token (OpenID
 * Connect Core 1.0 section 3.1). Immutable apart from what the provider publishes, which it keeps; thread-safe.
 *
 * <p>Capabilities, where the provider's data has them: {@link TokenRefresh}, {@link TokenRevocation}, {@link TokenExchange},
 * {@link LogoutUrl}, {@link DeviceSignIn}.
 */
public final class OAuthConnector implements SocialConnector {
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
            "dpop_jkt",
            "prompt",
            "login_hint",
            "ui_locales",
            "max_age",
            "acr_values",
            "id_token_hint",
            "code_verifier",
            "client_assertion",
            "client_assertion_type",
            "request",
            "request_uri",
            "");

    /** What a hook must leave as it is: each is checked when the browser is back. */
    private static final List<String> PROTECTION =
            List.of("redirect_uri", "state", "nonce", "code_challenge", "code_challenge_method", "dpop_jkt", "max_age");

    private static final String PROOF_KEY = "proof_key";

    private final OAuthProvider provider;
    private final OAuthClient client;
    private final Metadata metadata;
    private final BackChannel backChannel;
    private final InstantSource clock;
    private final Identification identification;

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
        this.metadata = new Metadata(provider, context.http(), context.clock());
        this.clock = context.clock();
        this.backChannel = new BackChannel(provider, client, metadata, context);
        this.identification = new Identification(provider, client, metadata, backChannel, context);
    }

    /**
     * The parameters of an authorization request that only the engine may set; {@code request} and {@code request_uri} could
     * replace all the others (RFC 9101). Neither a configuration nor a host can give them as further parameters.
     *
     * @return their names, and the empty one
     */
    public static Set<String> reservedParameters() {
        return RESERVED;
    }

    @Override
    public CallbackParameters.Arrival callbackArrival() {
        return client.formPost() ? CallbackParameters.Arrival.FORM : CallbackParameters.Arrival.QUERY;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConnectorException with {@code INVALID_REQUEST} if an extra parameter has a name that the engine sets itself, or {@code
     *     openid} is not asked of a provider that requires it; {@code
     *     INVALID_CONFIGURATION} if the configuration has one, if {@code openid} is asked of a provider without issuer, or if
     *     pushed authorization requests are asked of a provider without them; {@code INVALID_RESPONSE} or {@code
     *     PROVIDER_UNAVAILABLE} if discovery, or pushing the request, fails
     */
    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        Optional<ProofKey> proofKey = client.proofOfPossession() ? Optional.of(ProofKey.generate()) : Optional.empty();
        Map<String, String> parameters = parameters(attempt);
        proofKey.ifPresent(key -> parameters.put("dpop_jkt", key.thumbprint()));
        addExtra(parameters, client.authorizationParameters(), ErrorCode.INVALID_CONFIGURATION);
        addExtra(parameters, attempt.extraParameters(), ErrorCode.INVALID_REQUEST);
        AuthorizationRequest request = adjusted(parameters);
        if (client.pushedAuthorizationRequests() || metadata.promises("require_pushed_authorization_requests")) {
            request = pushed(request, attempt);
        }

        Redirect redirect = Redirect.to(request.toUri());
        if (provider.issuer().isPresent() && !provider.hasTenants()) {
            redirect =
                    redirect.expecting(new IssuerRule(provider.issuer().get().published(), promisesIssuerInCallback()));
        }
        return proofKey.isPresent()
                ? redirect.remembering(PROOF_KEY, proofKey.get().jwk())
                : redirect;
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        SignInAttempt attempt = callback.attempt();
        if (provider.hasTenants()) {
            requireIssuer(callback);
        }
        Secret code = callback.code();
        Set<Check> checks = EnumSet.noneOf(Check.class);
        if ((attempt.issuerRule().isPresent() || provider.hasTenants())
                && callback.parameters().single("iss").isPresent()) {
            checks.add(Check.CALLBACK_ISSUER);
        }
        TokenRequest request = backChannel
                .request(metadata.require(Endpoint.TOKEN))
                .with("grant_type", "authorization_code")
                .with("code", code)
                .with("redirect_uri", attempt.redirectUri().toString());
        if (provider.pkce()) {
            request = request.with("code_verifier", attempt.codeVerifier());
            checks.add(Check.PKCE);
        }
        List<Secret> inFlight = new ArrayList<>(attempt.secrets());
        inFlight.add(code);
        return identification.identify(
                request,
                new Exchange(
                        callback.parameters(),
                        scopes(attempt.scopes()),
                        attempt.nonce(),
                        Optional.ofNullable(attempt.carry().get(PROOF_KEY))
                                .map(ProofKey::of)
                                .orElse(null),
                        checks,
                        inFlight));
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        Map<Endpoint, URI> known = provider.endpoints();
        if (type == TokenRefresh.class && provider.refresh()) {
            return Optional.of(type.cast((TokenRefresh) this::refresh));
        }
        if (type == TokenExchange.class && provider.tokenExchange()) {
            return Optional.of(type.cast((TokenExchange) this::exchange));
        }
        if (type == TokenRevocation.class && (provider.discovered() || known.containsKey(Endpoint.REVOCATION))) {
            return Optional.of(type.cast((TokenRevocation) this::revoke));
        }
        if (type == LogoutUrl.class && (provider.discovered() || known.containsKey(Endpoint.END_SESSION))) {
            return Optional.of(type.cast((LogoutUrl) this::logoutUrl));
        }
        if (type == DeviceSignIn.class && (provider.discovered() || known.containsKey(Endpoint.DEVICE_AUTHORIZATION))) {
            return Optional.of(type.cast(
                    new DeviceFlow(provider, client, metadata, backChannel, identification, this::scopes, clock)));
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "OAuthConnector(" + provider + ", " + client + ")";
    }

    private boolean promisesIssuerInCallback() throws InterruptedException {
        return provider.issuerInCallback() || metadata.promises("authorization_response_iss_parameter_supported");
    }

    // RFC 9207 section 2.4 for an issuer that begin could not pin, because it depends on who signs in.
    private void requireIssuer(VerifiedCallback callback) throws InterruptedException {
        Optional<String> named = callback.parameters().single("iss");
        boolean fits = named.isPresent()
                ? provider.issuer()
                        .filter(issuer -> issuer.accepts(named.get()))
                        .isPresent()
                : !promisesIssuerInCallback();
        if (!fits) {
            throw ConnectorException.of(ErrorCode.ISSUER_MISMATCH, "the callback's issuer is missing or another")
                    .with(Detail.PARAMETER, "iss")
                    .build();
        }
    }

    private Map<String, String> parameters(SignInAttempt attempt) {
        List<String> scopes = scopes(attempt.scopes());
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        if (client.formPost()) {
            parameters.put("response_mode", "form_post");
        }
        parameters.put("client_id", client.id());
        parameters.put("redirect_uri", attempt.redirectUri().toString());
        if (!scopes.isEmpty()) {
            parameters.put("scope", String.join(" ", scopes));
        }
        parameters.put("state", attempt.state().reveal());
        if (identification.expectsIdToken(scopes)) {
            parameters.put("nonce", attempt.nonce().reveal());
            client.maxAge().ifPresent(value -> parameters.put("max_age", Long.toString(value.toSeconds())));
            if (!client.acrValues().isEmpty()) {
                parameters.put("acr_values", String.join(" ", client.acrValues()));
            }
        }
        if (provider.pkce()) {
            parameters.putAll(CodeChallenge.of(attempt.codeVerifier()));
        }
        attempt.prompt().or(client::prompt).ifPresent(value -> parameters.put("prompt", value));
        attempt.loginHint().ifPresent(value -> parameters.put("login_hint", value));
        attempt.uiLocales().ifPresent(value -> parameters.put("ui_locales", value));
        return parameters;
    }

    private AuthorizationRequest adjusted(Map<String, String> parameters) throws InterruptedException {
        AuthorizationRequest request = provider.authorizationRequest()
                .apply(AuthorizationRequest.of(metadata.require(Endpoint.AUTHORIZATION), parameters));
        for (String name : PROTECTION) {
            if (!Objects.equals(parameters.get(name), request.parameters().get(name))) {
                throw hookFailure(name);
            }
        }
        boolean asked = Scopes.split(parameters.getOrDefault("scope", "")).contains(Scopes.OPENID);
        if (asked
                != Scopes.split(request.parameters().getOrDefault("scope", "")).contains(Scopes.OPENID)) {
            throw hookFailure("scope");
        }
        return request;
    }

    private static ConnectorException hookFailure(String parameter) {
        return ConnectorException.of(
                        ErrorCode.CONNECTOR_FAILURE, "a hook of the connector changes what protects the sign-in")
                .with(Detail.PARAMETER, parameter)
                .build();
    }

    // RFC 9126 section 2: what goes through the browser is then a reference, which nobody can alter.
    private AuthorizationRequest pushed(AuthorizationRequest request, SignInAttempt attempt)
            throws InterruptedException {
        URI endpoint = metadata.find(Endpoint.PUSHED_AUTHORIZATION_REQUEST)
                .orElseThrow(() -> Metadata.mismatch(
                        "the provider has no endpoint for pushed authorization requests",
                        "/pushedAuthorizationRequests"));
        TokenRequest push = backChannel.request(endpoint);
        for (Map.Entry<String, String> parameter : request.parameters().entrySet()) {
            push = push.with(parameter.getKey(), parameter.getValue());
        }
        JsonObject answer = backChannel.object(Endpoint.PUSHED_AUTHORIZATION_REQUEST, push, attempt.secrets());
        return AuthorizationRequest.of(
                metadata.require(Endpoint.AUTHORIZATION),
                Map.of("client_id", client.id(), "request_uri", answer.text("request_uri")));
    }

    private TokenSet refresh(RefreshRequest refresh) throws InterruptedException {
        if (!provider.owns(refresh.expectedIdentity().namespace())) {
            throw ConnectorException.of(ErrorCode.IDENTITY_MISMATCH, "the identity belongs to another provider")
                    .build();
        }
        if (scopes(refresh.scopes()).contains(Scopes.OPENID)) {
            // While the refresh token is not spent yet: afterwards an ID token that cannot be verified is left out.
            identification.fetchKeys();
        }
        TokenRequest request = backChannel
                .request(metadata.require(Endpoint.TOKEN))
                .with("grant_type", "refresh_token")
                .with("refresh_token", refresh.refreshToken());
        if (!refresh.scopes().isEmpty()) {
            request = request.with("scope", String.join(" ", refresh.scopes()));
        }
        return identification.refresh(
                request,
                refresh.expectedIdentity(),
                refresh.proofKey().map(ProofKey::of).orElse(null));
    }

    private TokenSet exchange(TokenExchangeRequest exchange) throws InterruptedException {
        TokenRequest request = backChannel
                .request(metadata.require(Endpoint.TOKEN))
                .with("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
                .with("subject_token", exchange.subjectToken())
                .with("subject_token_type", exchange.subjectTokenType());
        if (!exchange.scopes().isEmpty()) {
            request = request.with("scope", String.join(" ", exchange.scopes()));
        }
        return identification.exchange(request, client.proofOfPossession() ? ProofKey.generate() : null);
    }

    private void revoke(Secret token) throws InterruptedException {
        TokenRequest request =
                backChannel.request(metadata.offered(Endpoint.REVOCATION)).with("token", token);
        backChannel.tell(Endpoint.REVOCATION, request, List.of());
    }

    private URI logoutUrl(LogoutRequest logout) throws InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", client.id());
        logout.idToken().ifPresent(token -> parameters.put("id_token_hint", token.reveal()));
        logout.returnTo().ifPresent(uri -> parameters.put("post_logout_redirect_uri", uri.toString()));
        logout.state().ifPresent(state -> parameters.put("state", state.reveal()));
        return AuthorizationRequest.of(metadata.offered(Endpoint.END_SESSION), parameters)
                .toUri();
    }

    private List<String> scopes(List<String> asked) {
        if (Scopes.malformed(asked).isPresent()) {
            throw ConnectorException.of(ErrorCode.INVALID_REQUEST, "a scope is not a single scope token")
                    .with(Detail.PARAMETER, "scope")
                    .build();
        }
        if (!asked.isEmpty()) {
            return asked;
        }
        return client.scopes().isEmpty() ? provider.defaultScopes() : client.scopes();
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
}
