package org.socialconnectors.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * What the author of a connector for OAuth 2.0 or OpenID Connect says about it, and the rehearsals that follow from that. The rules
 * are in {@link OAuthConnectorConformance}, the one class that an author extends.
 */
abstract class OAuthDeclarations extends SocialConnectorConformance {
    static final String CLIENT_ID = "conformance-client";
    static final String OPENID = "openid";

    private @Nullable SimulatedClient clientInUse;

    private final List<Rehearsal> rehearsals = new ArrayList<>();

    /**
     * What the provider is like: its endpoints, and whatever {@link SimulatedProvider.Builder} can say beyond them. The tests add
     * client, clock and person, and support for callbacks by form and for DPoP where that is declared.
     *
     * @return a new builder
     */
    protected abstract SimulatedProvider.Builder provider();

    /**
     * Which account {@link #person()} is.
     *
     * @return the provider's issuer and the person's subject, unless overridden
     */
    protected Identity expectedIdentity() {
        return new Identity(provider().build().issuer().toString(), person().subject());
    }

    /**
     * What the connector should say about {@link #person()}; its raw data are not compared with this, but with what the provider
     * answered.
     *
     * @return the profile
     */
    protected abstract SocialProfile expectedProfile();

    /**
     * Who signs in. For a provider whose userinfo has a shape of its own use {@link Persona#withUserinfo}.
     *
     * @return {@link Persona#VERIFIED_EMAIL} unless overridden
     */
    protected Persona person() {
        return Persona.VERIFIED_EMAIL;
    }

    /**
     * {@inheritDoc}
     *
     * @return {@code clientId} and {@code clientSecret} unless overridden; add what else your schema requires
     */
    @Override
    protected Map<String, ?> configuration() {
        return Map.of("clientId", CLIENT_ID, "clientSecret", "a-configured-client-secret");
    }

    /**
     * {@link #configuration()} with a client's ID and credentials in place of its own. Override it if the configuration's members
     * have other names than {@code clientSecret}, {@code privateKey}, and the usual one for the ID.
     *
     * @param client a client that the provider knows
     * @return the configuration for it; without a secret if the client has none, with {@link #clientKey()} if it has a public key
     */
    protected Map<String, ?> configurationFor(SimulatedClient client) {
        Map<String, Object> configuration = new LinkedHashMap<>(configuration());
        configuration.put("clientId", client.clientId());
        configuration.remove("clientSecret");
        configuration.remove("privateKey");
        client.secret().ifPresent(secret -> configuration.put("clientSecret", secret.reveal()));
        client.publicKey()
                .ifPresent(key -> configuration.put("privateKey", clientKey().reveal()));
        return configuration;
    }

    /**
     * What a sign-in asks for in the tests.
     *
     * @return {@code openid} if ID tokens are supported, {@code profile} and {@code email}, unless overridden
     */
    protected List<String> scopes() {
        return supportsIdTokens() ? List.of(OPENID, "profile", "email") : List.of("profile", "email");
    }

    /**
     * What the authorization request has beyond the standard parameters: those that the connector or its configuration adds.
     *
     * @return nothing unless overridden
     */
    protected Map<String, String> furtherAuthorizationParameters() {
        return Map.of();
    }

    /**
     * The member of userinfo that is the subject.
     *
     * @return {@code sub} unless overridden: a name, or a JSON Pointer such as {@code /user/id} or {@code /data/0/id} if it is inside
     *     another object or a list
     */
    protected String subjectMember() {
        return "sub";
    }

    /**
     * The member that says whether the e-mail address is verified, in userinfo, in the ID token or in what a further request answers.
     *
     * @return {@code email_verified} unless overridden: a name, or a JSON Pointer such as {@code /email/confirmed} if it is inside
     *     another object or a list
     */
    protected String emailVerifiedMember() {
        return "email_verified";
    }

    /**
     * What else {@link #emailVerifiedMember()} says of an address that is not verified, at a provider that says more than true and false.
     *
     * @return JSON values, such as the text {@code pending}; none unless overridden
     */
    protected List<?> unverifiedEmailValues() {
        return List.of();
    }

    /**
     * Capability: the provider issues ID tokens when {@code openid} is asked for. Denied: {@code begin} refuses {@code openid} with
     * {@code INVALID_CONFIGURATION}.
     *
     * @return true unless overridden
     */
    protected boolean supportsIdTokens() {
        return true;
    }

    /**
     * Capability: a sign-in need not ask for {@code openid}. Denied: {@code begin} refuses scopes without it with {@code
     * INVALID_REQUEST}.
     *
     * @return true unless overridden
     */
    protected boolean signsInWithoutOpenid() {
        return true;
    }

    /**
     * Capability: the provider has a userinfo endpoint. Denied: it is not asked, and without an ID token nobody signs in.
     *
     * @return true unless overridden
     */
    protected boolean supportsUserinfo() {
        return true;
    }

    /**
     * Capability: the client may have no secret. Denied: the configuration without one is refused.
     *
     * @return true unless overridden
     */
    protected boolean supportsPublicClients() {
        return true;
    }

    /**
     * Capability: PKCE with S256 (RFC 7636). Denied: neither code challenge nor code verifier is sent, and the assurance does not
     * claim it. Deny it only if the provider refuses such requests.
     *
     * @return true unless overridden
     */
    protected boolean supportsPkce() {
        return true;
    }

    /**
     * How a client with credentials authenticates wherever it has to: at the token endpoint and where requests are pushed, devices get
     * their codes and tokens are revoked. With {@link ClientAuthenticationMethod#NONE} all clients are public. No other way is
     * tried, and none beside it.
     *
     * @return {@link ClientAuthenticationMethod#CLIENT_SECRET_BASIC} unless overridden
     */
    protected ClientAuthenticationMethod clientAuthentication() {
        return ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
    }

    /**
     * The private key of a client that authenticates by {@link ClientAuthenticationMethod#PRIVATE_KEY_JWT}; the provider is told the
     * public one. Override it if the connector wants another kind of key.
     *
     * @return a private JSON Web Key, RSA or on the curve P-256; a fresh one for ES256 unless overridden
     */
    protected Secret clientKey() {
        return GeneratedKey.JWK;
    }

    /**
     * Option: the callback arrives as a form (OAuth 2.0 Form Post Response Mode). The provider of the tests then knows {@code
     * response_mode=form_post}. Not chosen: it arrives by query.
     *
     * @return false unless overridden
     */
    protected boolean receivesCallbackByForm() {
        return false;
    }

    /**
     * Option: authorization requests are pushed (RFC 9126); {@link #provider()} has to name the endpoint. Not chosen: nothing is
     * pushed.
     *
     * @return false unless overridden
     */
    protected boolean pushesAuthorizationRequests() {
        return false;
    }

    /**
     * Option: tokens are bound to a key of the sign-in (DPoP, RFC 9449). The provider of the tests then supports it. Not chosen: no
     * proof is sent.
     *
     * @return false unless overridden
     */
    protected boolean provesPossession() {
        return false;
    }

    /**
     * Capability: a device without a browser can sign somebody in (RFC 8628). Denied: the connector does not offer {@link
     * DeviceSignIn}, or answers {@code UNSUPPORTED}.
     *
     * @return whether {@link #provider()} has a device authorization endpoint, unless overridden
     */
    protected boolean supportsDeviceSignIn() {
        return has(Endpoint.DEVICE_AUTHORIZATION);
    }

    /**
     * Capability: tokens can be revoked (RFC 7009). Denied: the connector does not offer {@link TokenRevocation}, or answers {@code
     * UNSUPPORTED}.
     *
     * @return whether {@link #provider()} has a revocation endpoint, unless overridden
     */
    protected boolean supportsRevocation() {
        return has(Endpoint.REVOCATION);
    }

    /**
     * Capability: the browser can be sent to the provider to sign out (OpenID Connect RP-Initiated Logout 1.0). Denied: the
     * connector does not offer {@link LogoutUrl}, or answers {@code UNSUPPORTED}.
     *
     * @return whether {@link #provider()} has an end session endpoint, unless overridden
     */
    protected boolean supportsLogoutUrl() {
        return has(Endpoint.END_SESSION);
    }

    /**
     * Capability: a token, or what the provider takes for one, can be exchanged for an access token (RFC 8693). The tests say what the
     * provider grants by this request; with {@link SimulatedProvider.Builder#tokenExchange} an e-mail address is granted only as Hugging
     * Face does. Denied, by no request: the connector does not offer {@link TokenExchange}, or answers {@code UNSUPPORTED}.
     *
     * @return a request that the provider grants, always the same one; its scopes are asked for, or the first of {@link #scopes()} if it
     *     has none. Empty unless overridden
     */
    protected Optional<TokenExchangeRequest> tokenExchange() {
        return Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * @return false if authorization requests are pushed, else true, unless overridden
     */
    @Override
    protected boolean beginsWithoutRequest() {
        return !pushesAuthorizationRequests();
    }

    /**
     * Capability: tokens can be refreshed. Denied: the connector does not offer {@link TokenRefresh}.
     *
     * @return true unless overridden
     */
    protected boolean supportsRefresh() {
        return true;
    }

    /**
     * Capability: the result carries the tokens. Denied: it carries none.
     *
     * @return true unless overridden
     */
    protected boolean returnsTokens() {
        return true;
    }

    /**
     * Capability: the redirect pins the callback's issuer (RFC 9207). Denied: there is no issuer rule.
     *
     * @return true unless overridden
     */
    protected boolean pinsIssuer() {
        return true;
    }

    /**
     * Capability: the provider says whether an e-mail address is verified. Denied: none counts as verified.
     *
     * @return true unless overridden
     */
    protected boolean saysWhetherEmailIsVerified() {
        return true;
    }

    /**
     * Capability: the profile keeps all that the provider said. Denied: its raw data are empty.
     *
     * @return true unless overridden
     */
    protected boolean keepsRawClaims() {
        return true;
    }

    @Override
    protected HttpTransport network() {
        SimulatedProvider provider = provider(clientInUse(), InstantSource.system(), builder -> builder);
        // Who asks it looks at what the browser is shown.
        provider.takeClientSignaturesForGranted(true);
        return provider;
    }

    @Override
    final Map<String, ?> configurationInUse() {
        return configurationFor(clientInUse());
    }

    final List<String> scopesWithoutIdToken() {
        return scopes().stream().filter(scope -> !scope.equals(OPENID)).toList();
    }

    /** The least that a sign-in can ask for; nothing where nothing is asked for. */
    final List<String> fewestScopes() {
        return signsInWithoutOpenid() ? scopes().stream().limit(1).toList() : List.of(OPENID);
    }

    final boolean providerSendsIssuer() {
        return provider().build().sendsIssuerInCallback();
    }

    /** Whether the provider signs what it says about a person. */
    final boolean providerSignsUserinfo() {
        return provider().build().signsUserinfo();
    }

    /** Whether the connector itself names the key of a sign-in in the authorization request, which is optional (RFC 9449 section 10). */
    final boolean sendsKeyThumbprint() {
        return provesPossession() && run.isKeyAnnounced(this::announcesKey);
    }

    private Optional<Boolean> announcesKey() {
        try {
            return Optional.ofNullable(Outcome.of(rehearse()::begin).value())
                    .map(begun -> begun.parameters().containsKey("dpop_jkt"));
        } catch (InterruptedException interrupted) {
            throw new AssertionFailedError("begin was interrupted by itself.");
        }
    }

    /** Whether the client has a secret to send or to sign with. */
    final boolean hasSecret() {
        return client().secret().isPresent();
    }

    /** A client like that one, whose credentials are not the configured ones. */
    final SimulatedClient withOtherCredentials(SimulatedClient client) {
        return clientAuthentication() == ClientAuthenticationMethod.PRIVATE_KEY_JWT
                ? clientWithKey(GeneratedKey.OTHER_JWK)
                : client.withSecret(Secret.random());
    }

    /** Whether the token request of a sign-in can be refused because its credentials are wrong. */
    final boolean hasCredentials() {
        return clientAuthentication() != ClientAuthenticationMethod.NONE;
    }

    @Override
    final String said(ConnectorException refusal) {
        if (printable(refusal) == null) {
            return refusal.code() + ", in words that show a secret or who the person is.";
        }
        boolean ofScope = "scope".equals(refusal.details().get(Detail.PARAMETER));
        return super.said(refusal)
                + (ofScope && supportsIdTokens() ? " If the provider has no ID tokens, deny supportsIdTokens()." : "");
    }

    @Override
    final @Nullable Throwable printable(Throwable thrown) {
        return rehearsals.stream().allMatch(each -> each.printable(thrown) != null) ? super.printable(thrown) : null;
    }

    /** Keeps them out of what this rule says, though another made the rehearsal. */
    final void keepSecretsOf(Rehearsal other) {
        if (!rehearsals.contains(other)) {
            rehearsals.add(other);
        }
    }

    private boolean has(Endpoint endpoint) {
        return provider().build().address(endpoint).isPresent();
    }

    final Rehearsal rehearse() {
        return rehearse(client(), scopes(), Instant.now());
    }

    /** One in which a signature of the connector counts unseen: other rules look at what it signs (T22, S18, S20, S21, S27). */
    final Rehearsal rehearseForTheAnswer() {
        Rehearsal rehearsal = rehearse();
        rehearsal.provider.takeClientSignaturesForGranted(true);
        return rehearsal;
    }

    final Rehearsal rehearse(SimulatedClient client, List<String> scopes, Instant now) {
        return rehearse(client, scopes, now, builder -> builder);
    }

    final Rehearsal rehearse(
            SimulatedClient client, List<String> scopes, Instant now, UnaryOperator<SimulatedProvider.Builder> change) {
        MovableClock clock = new MovableClock(now);
        SimulatedProvider provider = provider(client, clock, change);
        RecordingTransport network = new RecordingTransport(provider);
        Rehearsal rehearsal = new Rehearsal(
                clock,
                provider,
                client,
                network,
                connector(configurationFor(client), ConnectorContext.of(network, clock)),
                scopes,
                person(),
                expectedProfile());
        if (client.publicKey().isPresent()) {
            rehearsal.remember(clientKey());
        }
        rehearsals.add(rehearsal);
        return rehearsal;
    }

    private SimulatedProvider provider(
            SimulatedClient client, InstantSource clock, UnaryOperator<SimulatedProvider.Builder> change) {
        // PKCE is demanded by rules of the kit, whose messages say more than a provider's error page.
        SimulatedProvider.Builder builder =
                provider().client(client).clock(clock).codeChallengeRequired(false);
        if (receivesCallbackByForm()) {
            builder.formPost(true);
        }
        if (provesPossession()) {
            builder.dpop(true);
        }
        tokenExchange()
                .ifPresent(
                        request -> builder.subjectToken(request.subjectTokenType(), request.subjectToken(), person()));
        return change.apply(builder).build();
    }

    private SimulatedClient clientInUse() {
        if (clientInUse == null) {
            clientInUse = client();
        }
        return clientInUse;
    }

    final SimulatedClient client() {
        return switch (clientAuthentication()) {
            case CLIENT_SECRET_BASIC, CLIENT_SECRET_POST, CLIENT_SECRET_JWT ->
                clientWithSecret(CLIENT_ID, canarySecret());
            case PRIVATE_KEY_JWT -> clientWithKey(clientKey());
            case NONE -> publicClient();
        };
    }

    final SimulatedClient clientWithSecret(String clientId, Secret secret) {
        SimulatedClient client =
                SimulatedClient.confidential(clientId, secret, List.of(REDIRECT_URI), registeredScopes());
        return clientAuthentication() == ClientAuthenticationMethod.CLIENT_SECRET_JWT
                ? client.authenticatingBy(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                // Where the secret belongs is a rule of the kit, whose message says more than invalid_client.
                : client.allowingSecretInBody();
    }

    private SimulatedClient clientWithKey(Secret key) {
        try {
            String publicKey = JWK.parse(key.reveal()).toPublicJWK().toJSONString();
            return SimulatedClient.withPrivateKey(CLIENT_ID, publicKey, List.of(REDIRECT_URI), registeredScopes());
        } catch (ParseException malformed) {
            throw new AssertionFailedError("clientKey() is not a JSON Web Key.");
        }
    }

    final SimulatedClient publicClient() {
        return SimulatedClient.withoutSecret(CLIENT_ID, List.of(REDIRECT_URI), registeredScopes());
    }

    private List<String> registeredScopes() {
        Stream<String> exchanged = tokenExchange().stream().flatMap(request -> request.scopes().stream());
        return Stream.concat(scopes().stream(), exchanged).distinct().toList();
    }

    /** Keys of clients, made once. */
    private static final class GeneratedKey {
        private static final Secret JWK = generate();
        private static final Secret OTHER_JWK = generate();

        private static Secret generate() {
            try {
                return Secret.of(new ECKeyGenerator(Curve.P_256)
                        .keyID(UUID.randomUUID().toString())
                        .generate()
                        .toJSONString());
            } catch (JOSEException impossible) {
                throw new IllegalStateException("every Java platform has P-256", impossible);
            }
        }
    }

    private static Secret canarySecret() {
        return Secret.of("canary-" + Secret.random().reveal());
    }
}
