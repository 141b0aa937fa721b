package org.socialconnectors.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;

/** From a grant to a person: exchanges it for tokens, verifies what comes with them, and asks who it is. Thread-safe. */
final class Identification {
    /** RFC 6749 appendix A.12; anything else could not travel in a header. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]+");

    /** What is wrong with an ID token; anything else is wrong with the keys that it takes to find out. */
    private static final Set<ErrorCode> VERDICTS = EnumSet.of(ErrorCode.INVALID_ID_TOKEN, ErrorCode.IDENTITY_MISMATCH);

    private static final Duration LONGEST_LIFETIME = Duration.ofDays(3650);

    private final OAuthProvider provider;
    private final OAuthClient client;
    private final Metadata metadata;
    private final BackChannel backChannel;
    private final InstantSource clock;
    private final @Nullable ProviderSignatures signatures;
    private final @Nullable IdTokenVerifier idTokens;

    Identification(
            OAuthProvider provider,
            OAuthClient client,
            Metadata metadata,
            BackChannel backChannel,
            ConnectorContext context) {
        this.provider = provider;
        this.client = client;
        this.metadata = metadata;
        this.backChannel = backChannel;
        this.clock = context.clock();
        if (provider.issuer().isPresent()) {
            ProviderKeys keys = new ProviderKeys(metadata, context.http(), clock);
            signatures = new ProviderSignatures(provider.idTokenAlgorithms(), keys);
            idTokens = new IdTokenVerifier(provider.issuer().get(), client, signatures, clock, client.clockSkew());
        } else {
            signatures = null;
            idTokens = null;
        }
    }

    /** Whether an ID token belongs to these scopes. */
    boolean expectsIdToken(List<String> scopes) {
        boolean openid = scopes.contains(Scopes.OPENID);
        if (openid && provider.issuer().isEmpty()) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_CONFIGURATION, "openid is asked of a provider whose issuer is not known")
                    .with(Detail.PARAMETER, "scope")
                    .build();
        }
        if (!openid && provider.openidRequired()) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_REQUEST, "a sign-in without openid is asked of a provider of ID tokens")
                    .with(Detail.PARAMETER, "scope")
                    .build();
        }
        if (!openid && (client.maxAge().isPresent() || !client.acrValues().isEmpty())) {
            throw Metadata.mismatch("what only an ID token proves is demanded, but openid is not asked for", "/scope");
        }
        return openid;
    }

    SignInResult identify(TokenRequest request, Exchange exchange) throws InterruptedException {
        JsonObject answer = backChannel.tokens(request, exchange.proofKey(), exchange.inFlight());
        boolean openid = expectsIdToken(exchange.scopes());
        TokenSet tokens = tokens(answer, exchange.proofKey(), openid);
        List<Secret> inFlight = new ArrayList<>(exchange.inFlight());
        inFlight.addAll(secrets(tokens));
        Set<Check> checks = EnumSet.noneOf(Check.class);
        checks.addAll(exchange.checks());

        JsonObject idToken = null;
        if (openid) {
            idToken = verifyIdToken(tokens, exchange.nonce());
            requireIssuerOfCallback(exchange, idToken);
            checks.addAll(List.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS));
            if (exchange.nonce() != null) {
                checks.add(Check.NONCE);
            }
        }
        String namespace = provider.namespace(idToken);
        JsonObject userinfo = userinfo(tokens, exchange.proofKey(), idToken, inFlight);
        ProviderAnswers answers = new ProviderAnswers(
                exchange.callback(),
                answer,
                idToken,
                userinfo,
                resource -> {
                    requireProviderHost(resource);
                    return backChannel.resource(Endpoint.RESOURCE, resource, tokens.accessToken(), exchange.proofKey());
                },
                inFlight);
        Identity identity = new Identity(namespace, idToken == null ? subject(answers) : idToken.text("sub"));
        if (idToken != null && userinfo != null) {
            requireSubject(userinfo, identity);
            checks.add(Check.USERINFO_SUBJECT);
        }
        return SignInResult.of(identity, provider.profile().from(answers), Assurance.of(checks))
                .withTokens(tokens);
    }

    private String subject(ProviderAnswers answers) throws InterruptedException {
        try {
            String subject = provider.subject().from(answers);
            if (subject == null) {
                throw noSubject();
            }
            return subject;
        } catch (ConnectorException refusal) {
            // A member that cannot be read is no subject; what went wrong at an endpoint stays what it is.
            boolean read = refusal.code() == ErrorCode.INVALID_RESPONSE
                    && refusal.detail(Detail.ENDPOINT).isEmpty();
            throw read ? noSubject() : refusal;
        }
    }

    private static ConnectorException noSubject() {
        return ConnectorException.of(ErrorCode.IDENTITY_MISMATCH, "the provider names no usable subject")
                .build();
    }

    TokenSet refresh(TokenRequest request, Identity expected, @Nullable ProofKey proofKey) throws InterruptedException {
        JsonObject answer = backChannel.tokens(request, proofKey, List.of());
        TokenSet tokens = tokens(answer, proofKey, idTokens != null);
        if (idTokens == null || tokens.idToken().isEmpty()) {
            return tokens;
        }
        // OpenID Connect Core 1.0 section 12.2: none need come, but one that comes must be the same person's.
        try {
            JsonObject claims = idTokens.verify(tokens.idToken().get(), tokens.accessToken());
            requireSubject(claims, expected);
            requireSame(provider.namespace(claims).equals(expected.namespace()));
            return tokens;
        } catch (ConnectorException failure) {
            if (VERDICTS.contains(failure.code())) {
                throw failure;
            }
            // Nobody could say whether it is genuine, and the refresh token is spent: as if none had come.
            return tokens(answer, proofKey, false);
        }
    }

    private JsonObject verifyIdToken(TokenSet tokens, @Nullable Secret nonce) throws InterruptedException {
        if (idTokens == null || tokens.idToken().isEmpty()) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_ID_TOKEN, "the provider sent no ID token although openid was asked for")
                    .build();
        }
        return idTokens.verifySignIn(tokens.idToken().get(), nonce, tokens.accessToken());
    }

    // An access token goes to the provider, whatever an answer says.
    private void requireProviderHost(URI resource) throws InterruptedException {
        for (Endpoint endpoint : List.of(Endpoint.USERINFO, Endpoint.TOKEN, Endpoint.AUTHORIZATION)) {
            boolean sameHost = metadata.find(endpoint)
                    .filter(known -> known.getScheme().equalsIgnoreCase(resource.getScheme())
                            && known.getRawAuthority().equalsIgnoreCase(resource.getRawAuthority()))
                    .isPresent();
            if (sameHost) {
                return;
            }
        }
        throw ConnectorException.of(
                        ErrorCode.CONNECTOR_FAILURE,
                        "the connector asks a host that has none of the provider's endpoints")
                .build();
    }

    // RFC 9207 section 2.4, where only the ID token says which of the issuers it is.
    private void requireIssuerOfCallback(Exchange exchange, JsonObject idToken) {
        Optional<String> named = exchange.callback().single("iss");
        if (provider.hasTenants() && named.isPresent() && !named.equals(idToken.displayText("iss"))) {
            throw ConnectorException.of(
                            ErrorCode.ISSUER_MISMATCH, "the callback and the ID token are of different issuers")
                    .with(Detail.PARAMETER, "iss")
                    .build();
        }
    }

    private @Nullable JsonObject userinfo(
            TokenSet tokens, @Nullable ProofKey proofKey, @Nullable JsonObject idToken, List<Secret> inFlight)
            throws InterruptedException {
        Optional<URI> endpoint = metadata.find(Endpoint.USERINFO);
        if (endpoint.isEmpty()) {
            return null;
        }
        HttpTransport.Response response =
                backChannel.resource(Endpoint.USERINFO, endpoint.get(), tokens.accessToken(), proofKey);
        boolean signed = response.header("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("application/jwt"))
                .isPresent();
        if (!signed || signatures == null) {
            return Endpoint.USERINFO.object(response, inFlight);
        }
        Endpoint.USERINFO.success(response, inFlight);
        JsonObject claims = signatures
                .verify(new String(response.body(), StandardCharsets.US_ASCII).strip())
                .claims();
        requireOurs(claims, idToken);
        return claims;
    }

    // OpenID Connect Core 1.0 section 5.3.2: signed userinfo should name issuer and audience; another's name is never
    // right.
    private void requireOurs(JsonObject claims, @Nullable JsonObject idToken) {
        boolean ours = (!claims.has("iss") || isIssuer(claims.toMap().get("iss"), idToken))
                && (!claims.has("aud")
                        || claims.displayText("aud").filter(client.id()::equals).isPresent()
                        || claims.texts("aud").contains(client.id()));
        if (!ours) {
            throw Endpoint.USERINFO
                    .failure(ErrorCode.IDENTITY_MISMATCH, "signed userinfo is of another issuer or for another client")
                    .build();
        }
    }

    private boolean isIssuer(@Nullable Object named, @Nullable JsonObject idToken) {
        Optional<String> issuer =
                idToken == null ? provider.issuer().map(Issuer::published) : idToken.displayText("iss");
        return issuer.equals(Optional.ofNullable(named));
    }

    /** Tokens for which nobody signed in. */
    TokenSet exchange(TokenRequest request, @Nullable ProofKey proofKey) throws InterruptedException {
        return tokens(backChannel.tokens(request, proofKey, List.of()), proofKey, false);
    }

    /** Has the provider's keys at hand before something is spent that cannot be spent twice. */
    void fetchKeys() throws InterruptedException {
        if (signatures != null) {
            signatures.fetchKeys();
        }
    }

    // An ID token that nobody verifies is not passed on: it would look as good as one that was.
    private TokenSet tokens(JsonObject answer, @Nullable ProofKey proofKey, boolean verifiesIdToken) {
        String type = answer.text("token_type");
        // RFC 9449 section 5: a provider that ignores the proof answers Bearer, and its tokens are bound to nothing.
        if (!type.equalsIgnoreCase(proofKey == null ? "bearer" : "dpop")) {
            throw Endpoint.TOKEN
                    .failure(ErrorCode.INVALID_RESPONSE, "the access token is of a type that was not asked for")
                    .build();
        }
        return TokenSet.builder(accessToken(answer), type)
                .refreshToken(answer.secret("refresh_token").orElse(null))
                .idToken(verifiesIdToken ? answer.secret("id_token").orElse(null) : null)
                .expiresAt(expiry(answer).orElse(null))
                .grantedScope(answer.displayText("scope").orElse(null))
                .proofKey(proofKey == null ? null : proofKey.jwk())
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
                ? Optional.of(clock.instant().plusSeconds(seconds))
                : Optional.empty();
    }

    private static void requireSubject(JsonObject claims, Identity identity) {
        requireSame(claims.displayText("sub").filter(identity.subject()::equals).isPresent());
    }

    private static void requireSame(boolean same) {
        if (!same) {
            throw ConnectorException.of(
                            ErrorCode.IDENTITY_MISMATCH, "the provider's answers are about different subjects")
                    .build();
        }
    }

    private static List<Secret> secrets(TokenSet tokens) {
        List<Secret> secrets = new ArrayList<>(List.of(tokens.accessToken()));
        tokens.refreshToken().ifPresent(secrets::add);
        tokens.idToken().ifPresent(secrets::add);
        return secrets;
    }
}
