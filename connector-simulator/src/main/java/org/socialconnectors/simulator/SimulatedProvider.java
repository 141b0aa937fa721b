package org.socialconnectors.simulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.secret.Secret;

/**
 * An OAuth 2.0 authorization server and OpenID provider that lives in memory and never opens a socket. By default it is shaped
 * like Hugging Face; hosts, paths and userinfo can be those of any other provider.
 *
 * <p>It is handed to a connector as its {@link HttpTransport}. The user's part, for which a real provider needs a browser, is
 * {@link #authorize} and {@link #deny}. {@link SimulatedServer} shows the same provider to a real browser.
 *
 * <pre>{@code
 * SimulatedProvider provider = SimulatedProvider.huggingFace().client(client).build();
 * URI callback = provider.authorize(redirect.uri(), Persona.VERIFIED_EMAIL);
 * assertEquals(1, provider.count(Endpoint.TOKEN));
 * }</pre>
 *
 * <p>It checks what a provider checks: the client and its way of authenticating, redirect URIs, scopes, PKCE with S256, single
 * use of codes and of refresh tokens. Beyond that it knows, where the {@link Builder} switches them on, pushed authorization
 * requests (RFC 9126), posted answers, DPoP (RFC 9449), the device flow (RFC 8628), token exchange (RFC 8693), revocation (RFC
 * 7009), signing out, and userinfo as a signed JWT; its metadata promise exactly what is on. What it should do wrong is said
 * with {@link #next(Endpoint, ProviderFault)}, {@link #always(Endpoint, ProviderFault)} and their like for ID tokens.
 *
 * <p>Thread-safe. Nothing of it logs.
 */
public final class SimulatedProvider implements HttpTransport {
    private static final URI HUGGING_FACE = URI.create("https://huggingface.co");

    private final URI issuer;
    private final Addresses addresses;
    private final List<Persona> personas;
    private final boolean issuerInCallback;
    private final boolean signedUserinfo;
    private final Set<String> grantTypes;
    private final ProviderKeys keys;
    private final IdTokens idTokens;
    private final ClientSignatures clientSignatures = new ClientSignatures();
    private final Dpop dpop;
    private final ClientAuthentication clientAuthentication;
    private final AuthorizationEndpoint authorizationEndpoint;
    private final BrowserSession session;
    private final Codes codes;
    private final Tokens tokens;
    private final Devices devices;
    private final TokenEndpoint tokenEndpoint;
    private final Logout logout;
    private final Traffic traffic = new Traffic();
    private final Faults faults = new Faults();

    // Guarded by this.
    private final Map<String, SimulatedClient> clients = new LinkedHashMap<>();

    private SimulatedProvider(Builder builder) {
        InstantSource clock = builder.clock;
        issuer = builder.issuer;
        personas = List.copyOf(builder.personas);
        addresses = new Addresses(issuer, builder.endpoints, builder.resources, personas);
        issuerInCallback = builder.issuerInCallback;
        signedUserinfo = builder.signedUserinfo;
        grantTypes = grantTypes(builder);
        builder.clients.forEach(client -> clients.put(client.clientId(), client));
        keys = new ProviderKeys(builder.keys);
        idTokens = new IdTokens(issuer, address(Endpoint.USERINFO).isPresent(), builder.accessTokenHash, clock, keys);
        dpop = new Dpop(builder.dpop, builder.dpopNonceRequired, clientSignatures, clock);
        session = new BrowserSession(clock);
        tokens = new Tokens(clock, idTokens, dpop);
        codes = new Codes(clock, tokens);
        devices = new Devices(
                URI.create(issuer + "/device"),
                builder.deviceInterval,
                builder.deviceCodeChallengeRequired,
                clock,
                tokens);
        clientAuthentication = new ClientAuthentication(
                this::client, new ClientAssertions(assertionAudiences(), clientSignatures, clock));
        authorizationEndpoint = new AuthorizationEndpoint(
                addresses.of(Endpoint.AUTHORIZATION),
                new AuthorizationReview(this::client, builder.codeChallengeRequired, builder.formPost),
                new PushedRequests(clock),
                builder.pushedAuthorizationRequired);
        tokenEndpoint = new TokenEndpoint(
                clientAuthentication,
                dpop,
                codes,
                tokens,
                devices,
                new TokenExchange(builder.tokenExchange, personas, Map.copyOf(builder.subjectTokens), clock, tokens),
                grantTypes);
        logout = new Logout(issuer, this::client, session);
    }

    /**
     * A provider shaped like Hugging Face, at its real address; no request ever gets there.
     *
     * @return a builder with the five personas that {@link Persona} has, and no client
     */
    public static Builder huggingFace() {
        return huggingFace(HUGGING_FACE);
    }

    /**
     * A provider shaped like Hugging Face, at another address.
     *
     * @param hub the address without a slash at the end; it is the issuer too
     * @return a builder with the five personas that {@link Persona} has, and no client
     */
    public static Builder huggingFace(URI hub) {
        return builder(hub)
                .authorizationEndpoint(URI.create(hub + "/oauth/authorize"))
                .tokenEndpoint(URI.create(hub + "/oauth/token"))
                .userinfoEndpoint(URI.create(hub + "/oauth/userinfo"))
                .jwksUri(URI.create(hub + "/oauth/jwks"))
                .deviceAuthorizationEndpoint(URI.create(hub + "/oauth/device"))
                .tokenExchange(true)
                .discovery(true)
                .persona(Persona.VERIFIED_EMAIL)
                .persona(Persona.UNVERIFIED_EMAIL)
                .persona(Persona.NO_EMAIL)
                .persona(Persona.PRO_WITH_ORGANIZATIONS)
                .persona(Persona.RENAMED);
    }

    /**
     * A provider of any shape. It has the endpoints that are set, and no others.
     *
     * @param issuer the issuer, without a slash at the end
     * @return a builder without discovery, clients and personas
     */
    public static Builder builder(URI issuer) {
        return new Builder(issuer);
    }

    /**
     * Registers a client, or registers it anew under the same client ID.
     *
     * @param client the client
     */
    public synchronized void register(SimulatedClient client) {
        clients.put(client.clientId(), client);
    }

    /**
     * The issuer.
     *
     * @return its address
     */
    public URI issuer() {
        return issuer;
    }

    /**
     * Where an endpoint is.
     *
     * @param endpoint one of those that have an address
     * @return the address, if the provider has this endpoint
     */
    public Optional<URI> address(Endpoint endpoint) {
        return addresses.of(endpoint);
    }

    /**
     * Whether callbacks carry {@code iss} (RFC 9207).
     *
     * @return what {@link Builder#issuerInCallback} says
     */
    public boolean sendsIssuerInCallback() {
        return issuerInCallback;
    }

    /**
     * Whether userinfo is a signed JWT (OpenID Connect Core section 5.3.2).
     *
     * @return what {@link Builder#signedUserinfo} says
     */
    public boolean signsUserinfo() {
        return signedUserinfo;
    }

    /**
     * Who can sign in.
     *
     * @return everybody, in the order in which they were added
     */
    public List<Persona> personas() {
        return personas;
    }

    /**
     * What happens when a user is sent to the provider and approves. With {@code prompt=none} nobody is asked: unless the
     * persona is {@linkplain #signedIn signed in already}, {@code login_required} comes back.
     *
     * @param authorizationRequest the address that the browser was sent to
     * @param persona who the user is; need not be one of {@link #personas()}
     * @return where the browser is sent next: the redirect URI with {@code code} and, if it was given, {@code state}
     * @throws AuthorizationRefusedException if the provider shows an error page instead
     * @throws IllegalStateException if the request wants the answer to be posted; {@link #approve} gives that
     */
    public URI authorize(URI authorizationRequest, Persona persona) {
        return approve(authorizationRequest, persona).location();
    }

    /**
     * What happens when a user is sent to the provider and declines.
     *
     * @param authorizationRequest the address that the browser was sent to
     * @return where the browser is sent next: the redirect URI with {@code error=access_denied}, {@code error_description} and,
     *     if it was given, {@code state}
     * @throws AuthorizationRefusedException if the provider shows an error page instead
     * @throws IllegalStateException if the request wants the answer to be posted; {@link #decline} gives that
     */
    public URI deny(URI authorizationRequest) {
        return decline(authorizationRequest).location();
    }

    /**
     * As {@link #authorize}, for answers in the query and answers that are posted.
     *
     * @param authorizationRequest the address that the browser was sent to
     * @param persona who the user is; need not be one of {@link #personas()}
     * @return what the browser brings to the application
     * @throws AuthorizationRefusedException if the provider shows an error page instead
     */
    public AuthorizationResponse approve(URI authorizationRequest, Persona persona) {
        AuthorizationRequest request = receive(visit(authorizationRequest));
        return request.silent() ? answerSilently(request, Optional.of(persona)) : approved(request, persona);
    }

    /**
     * As {@link #deny}, for answers in the query and answers that are posted.
     *
     * @param authorizationRequest the address that the browser was sent to
     * @return what the browser brings to the application
     * @throws AuthorizationRefusedException if the provider shows an error page instead
     */
    public AuthorizationResponse decline(URI authorizationRequest) {
        return declined(receive(visit(authorizationRequest)));
    }

    /**
     * Lets somebody be signed in at the provider itself. Unless {@code prompt=login} or {@code max_age} asks for a new sign-in,
     * {@code auth_time} is from now on that moment, and {@code prompt=none} succeeds. Nobody is signed in at first: every
     * approval is a sign-in of its own, which the provider does not remember.
     *
     * @param persona who
     * @param since when they signed in
     */
    public void signedIn(Persona persona, Instant since) {
        session.begin(persona, since);
    }

    /** Lets nobody be signed in at the provider itself. */
    public void signedOut() {
        session.end();
    }

    /**
     * What happens when a user types the code that a device shows, and approves.
     *
     * @param userCode the code, in any case
     * @param persona who the user is; need not be one of {@link #personas()}
     * @throws IllegalArgumentException if nobody waits for an answer to that code
     */
    public void approveDevice(String userCode, Persona persona) {
        if (!devices.approve(userCode, persona)) {
            throw new IllegalArgumentException("no device waits for an answer to this code");
        }
    }

    /**
     * What happens when a user types the code that a device shows, and declines.
     *
     * @param userCode the code, in any case
     * @throws IllegalArgumentException if nobody waits for an answer to that code
     */
    public void denyDevice(String userCode) {
        if (!devices.deny(userCode)) {
            throw new IllegalArgumentException("no device waits for an answer to this code");
        }
    }

    /**
     * Answers as the provider would, without a network. The address may be https, or http on a loopback host.
     *
     * @throws ConnectorException with {@code PROVIDER_UNAVAILABLE} if the host is not the provider's or a fault says so, {@code
     *     INVALID_RESPONSE} if the answer is larger than the request allows, {@code INVALID_CONFIGURATION} if the address is not
     *     https
     */
    @Override
    public Response send(Request request) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!isSecure(request.uri())) {
            throw ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "the address is not https")
                    .build();
        }
        Response response = answer(new RecordedRequest(
                addresses.endpointAt(request.uri()),
                request.method(),
                request.uri(),
                request.headers(),
                new String(request.body(), StandardCharsets.UTF_8)));
        if (response.body().length > request.maxBodyBytes()) {
            throw ConnectorException.of(ErrorCode.INVALID_RESPONSE, "the answer is too large")
                    .with(Detail.LIMIT, request.maxBodyBytes() + " bytes")
                    .build();
        }
        return response;
    }

    /**
     * Lets an endpoint answer once in another way. Several wait in line: one for each request.
     *
     * @param endpoint which
     * @param fault what it answers
     */
    public void next(Endpoint endpoint, ProviderFault fault) {
        faults.next(endpoint, fault);
    }

    /**
     * Lets an endpoint answer in another way until {@link #clearFaults()}.
     *
     * @param endpoint which
     * @param fault what it answers
     */
    public void always(Endpoint endpoint, ProviderFault fault) {
        faults.always(endpoint, fault);
    }

    /**
     * Forges the next ID token. Several wait in line: one for each token.
     *
     * @param forgery what to do to it
     */
    public void next(IdTokenForgery forgery) {
        idTokens.forgeries().next(forgery);
    }

    /**
     * Forges every ID token until {@link #clearFaults()}.
     *
     * @param forgery what to do to them
     */
    public void always(IdTokenForgery forgery) {
        idTokens.forgeries().always(forgery);
    }

    /**
     * Forges the next userinfo that is sent as a JWT. Several wait in line.
     *
     * @param forgery what to do to it; {@link UserinfoFault} has those that everybody must refuse
     */
    public void nextUserinfo(IdTokenForgery forgery) {
        idTokens.userinfoForgeries().next(forgery);
    }

    /**
     * Forges all userinfo that is sent as a JWT until {@link #clearFaults()}.
     *
     * @param forgery what to do to it
     */
    public void alwaysUserinfo(IdTokenForgery forgery) {
        idTokens.userinfoForgeries().always(forgery);
    }

    /** Makes the provider honest again. */
    public void clearFaults() {
        faults.clear();
        idTokens.forgeries().clear();
        idTokens.userinfoForgeries().clear();
    }

    /** Signs with new keys from now on, which are published at once; the old ones stay published. */
    public void rotateKey() {
        keys.rotate();
    }

    /** Changes the keys just before the next token is signed: who has fetched the keys before does not have the right one. */
    public void rotateKeyBeforeSigning() {
        keys.rotateBeforeSigning();
    }

    /** Publishes the newest keys only. */
    public void withdrawOldKeys() {
        keys.withdrawOldKeys();
    }

    /**
     * Publishes, and signs with, other keys from now on.
     *
     * @param published which
     */
    public void publish(PublishedKeys published) {
        keys.publish(published);
    }

    /**
     * Which keys it publishes, and signs with, now. Rotations do not change that.
     *
     * @return what it was built with or told to {@link #publish} last
     */
    public PublishedKeys publishedKeys() {
        return keys.published();
    }

    /** Wants another nonce in DPoP proofs from now on, if it wants one at all (RFC 9449 section 8). */
    public void rotateDpopNonce() {
        dpop.rotateNonce();
    }

    /**
     * Whether a signature that a client made with its private key, or with that of a DPoP proof, counts without being verified; all else
     * about assertions and proofs is looked at as ever, and a secret is always compared. Verifying is most of what a sign-in costs here,
     * so that tests of something else may do without. Signatures are verified unless this is called.
     *
     * @param granted true if they count unseen from now on
     */
    public void takeClientSignaturesForGranted(boolean granted) {
        clientSignatures.takeForGranted(granted);
    }

    /**
     * How many requests an endpoint has seen.
     *
     * @param endpoint which
     * @return the number since the provider was made
     */
    public int count(Endpoint endpoint) {
        return traffic.count(endpoint);
    }

    /**
     * The requests that an endpoint has seen.
     *
     * @param endpoint which
     * @return the requests in order, among the last 10,000 of the whole provider
     */
    public List<RecordedRequest> requests(Endpoint endpoint) {
        return requests().stream()
                .filter(request -> request.endpoint() == endpoint)
                .toList();
    }

    /**
     * All requests.
     *
     * @return the last 10,000 in order
     */
    public List<RecordedRequest> requests() {
        return traffic.requests();
    }

    /**
     * The hosts that are not the provider's and were asked nevertheless.
     *
     * @return their names
     */
    public Set<String> foreignHosts() {
        Set<String> foreign = new TreeSet<>();
        requests(Endpoint.FOREIGN_HOST)
                .forEach(request -> foreign.add(String.valueOf(request.uri().getHost())));
        return foreign;
    }

    /** The issuer only. */
    @Override
    public String toString() {
        return "simulated provider " + issuer;
    }

    /** Looks at an authorization request as the provider's page does, and records it. */
    AuthorizationRequest receive(RecordedRequest request) {
        traffic.record(request);
        return authorizationEndpoint.receive(request.uri());
    }

    /** Answers a request with which nobody may be asked; an expected persona has to be the one who is signed in. */
    AuthorizationResponse answerSilently(AuthorizationRequest request, Optional<Persona> expected) {
        Optional<Persona> known = session.persona(request)
                .filter(persona ->
                        expected.isEmpty() || expected.get().subject().equals(persona.subject()));
        return known.map(persona -> approved(request, expected.orElse(persona)))
                .orElseGet(() -> refused(request, "login_required", "The user is not signed in"));
    }

    AuthorizationResponse approved(AuthorizationRequest request, Persona persona) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", codes.issue(request, persona, session.signedInAt(request, persona)));
        return response(request, parameters);
    }

    AuthorizationResponse declined(AuthorizationRequest request) {
        return refused(request, "access_denied", "The user denied the request");
    }

    Optional<Persona> persona(Optional<String> username) {
        return personas.stream()
                .filter(each -> username.equals(Optional.of(each.username())))
                .findFirst();
    }

    Devices devices() {
        return devices;
    }

    Endpoint endpointAt(URI uri) {
        return addresses.endpointAt(uri);
    }

    Response answer(RecordedRequest request) {
        traffic.record(request);
        if (request.endpoint() == Endpoint.FOREIGN_HOST) {
            throw Answers.unreachable();
        }
        Optional<ProviderFault> fault = faults.take(request.endpoint());
        // Outside any lock: a fault may block.
        return fault.isPresent() ? fault.get().answer(() -> honestAnswer(request)) : honestAnswer(request);
    }

    private Response honestAnswer(RecordedRequest request) {
        List<String> methods = methods(request.endpoint());
        if (methods.isEmpty()) {
            return Json.response(404, Map.of("error", "Not found"));
        }
        if (!methods.contains(request.method())) {
            return Answers.with(
                    Json.response(405, Map.of("error", "Method not allowed")), "Allow", String.join(", ", methods));
        }
        return switch (request.endpoint()) {
            case TOKEN -> tokenEndpoint.answer(request);
            case PUSHED_AUTHORIZATION -> clientAuthentication.answer(request, authorizationEndpoint::push);
            case DEVICE_AUTHORIZATION -> clientAuthentication.answer(request, devices::start);
            case REVOCATION -> clientAuthentication.answer(request, tokens::revoke);
            case END_SESSION -> logout.answer(request);
            case USERINFO -> tokens.forBearer(request, this::userinfo);
            case RESOURCE ->
                tokens.forBearer(
                        request,
                        grant -> Json.response(
                                200,
                                addresses.resource(request.uri()).orElseThrow().apply(grant.persona())));
            case JWKS -> Json.response(200, keys.keySet());
            case DISCOVERY -> Json.response(200, metadata());
            case AVATAR ->
                Answers.text(
                        200,
                        "image/svg+xml",
                        Avatar.svg(addresses.avatarOwner(request.uri()).orElseThrow()));
            case AUTHORIZATION, UNKNOWN_PATH, FOREIGN_HOST -> throw new IllegalStateException("answered above");
        };
    }

    private static List<String> methods(Endpoint endpoint) {
        return switch (endpoint) {
            case TOKEN, PUSHED_AUTHORIZATION, DEVICE_AUTHORIZATION, REVOCATION -> List.of("POST");
            case USERINFO, END_SESSION -> List.of("GET", "POST");
            case RESOURCE, JWKS, DISCOVERY, AVATAR -> List.of("GET");
            case AUTHORIZATION, UNKNOWN_PATH, FOREIGN_HOST -> List.of();
        };
    }

    private Response userinfo(Grant grant) {
        return signedUserinfo
                ? Answers.text(200, "application/jwt", idTokens.userinfo(grant))
                : Json.response(200, Userinfo.of(issuer, grant.persona(), grant.scopes()));
    }

    private synchronized Map<String, Object> metadata() {
        return new Metadata(
                        issuer,
                        addresses,
                        grantTypes,
                        keys.published().algorithms(),
                        clients.values(),
                        issuerInCallback,
                        authorizationEndpoint.review().formPostSupported(),
                        signedUserinfo,
                        authorizationEndpoint.pushedOnly(),
                        dpop.supported())
                .members();
    }

    private AuthorizationResponse refused(AuthorizationRequest request, String error, String description) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error);
        parameters.put("error_description", description);
        return response(request, parameters);
    }

    private AuthorizationResponse response(AuthorizationRequest request, Map<String, String> parameters) {
        request.state().ifPresent(state -> parameters.put("state", state));
        if (issuerInCallback) {
            parameters.put("iss", issuer.toString());
        }
        return new AuthorizationResponse(request.redirectUri(), parameters, request.formPost());
    }

    private static RecordedRequest visit(URI uri) {
        return new RecordedRequest(Endpoint.AUTHORIZATION, "GET", uri, Map.of(), "");
    }

    private synchronized Optional<SimulatedClient> client(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    private Set<String> assertionAudiences() {
        Set<String> audiences = new LinkedHashSet<>(Set.of(issuer.toString()));
        Stream.of(Endpoint.TOKEN, Endpoint.PUSHED_AUTHORIZATION)
                .flatMap(endpoint -> addresses.of(endpoint).stream())
                .forEach(uri -> audiences.add(uri.toString()));
        return audiences;
    }

    private static Set<String> grantTypes(Builder builder) {
        Set<String> grantTypes = new LinkedHashSet<>(List.of("authorization_code", "refresh_token"));
        if (builder.endpoints.containsKey(Endpoint.DEVICE_AUTHORIZATION)) {
            grantTypes.add(Devices.GRANT_TYPE);
        }
        if (builder.tokenExchange || !builder.subjectTokens.isEmpty()) {
            grantTypes.add(TokenExchange.GRANT_TYPE);
        }
        return grantTypes;
    }

    private static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme())
                        && LoopbackRedirect.HOSTS.contains(String.valueOf(uri.getHost())));
    }

    /** Says what a provider is like. Mutable, for one thread. */
    public static final class Builder {
        private final URI issuer;
        private final Map<Endpoint, URI> endpoints = new EnumMap<>(Endpoint.class);
        private final Map<URI, Function<Persona, ?>> resources = new LinkedHashMap<>();
        private final List<SimulatedClient> clients = new ArrayList<>();
        private final List<Persona> personas = new ArrayList<>();
        private final Map<SubjectToken, Persona> subjectTokens = new LinkedHashMap<>();
        private boolean issuerInCallback;
        private boolean codeChallengeRequired = true;
        private boolean formPost;
        private boolean accessTokenHash;
        private boolean signedUserinfo;
        private boolean pushedAuthorizationRequired;
        private boolean tokenExchange;
        private boolean dpop;
        private boolean dpopNonceRequired;
        private Optional<Duration> deviceInterval = Optional.empty();
        private boolean deviceCodeChallengeRequired;
        private PublishedKeys keys = PublishedKeys.of(SigningAlgorithm.RS256);
        private InstantSource clock = InstantSource.system();

        private Builder(URI issuer) {
            this.issuer = issuer;
        }

        /**
         * Where the browser is sent.
         *
         * @param uri the address
         * @return this builder
         */
        public Builder authorizationEndpoint(URI uri) {
            return endpoint(Endpoint.AUTHORIZATION, uri);
        }

        /**
         * Where codes are exchanged.
         *
         * @param uri the address
         * @return this builder
         */
        public Builder tokenEndpoint(URI uri) {
            return endpoint(Endpoint.TOKEN, uri);
        }

        /**
         * Where the bearer of an access token learns who its user is. A provider without it says all that in its ID tokens.
         *
         * @param uri the address; a query in a request to it is recorded and otherwise ignored
         * @return this builder
         */
        public Builder userinfoEndpoint(URI uri) {
            return endpoint(Endpoint.USERINFO, uri);
        }

        /**
         * Where the public keys are.
         *
         * @param uri the address
         * @return this builder
         */
        public Builder jwksUri(URI uri) {
            return endpoint(Endpoint.JWKS, uri);
        }

        /**
         * Whether the metadata is found at {@code /.well-known/openid-configuration} under the issuer.
         *
         * @param published true if so
         * @return this builder
         */
        public Builder discovery(boolean published) {
            if (published) {
                return endpoint(Endpoint.DISCOVERY, URI.create(issuer + "/.well-known/openid-configuration"));
            }
            endpoints.remove(Endpoint.DISCOVERY);
            return this;
        }

        /**
         * Something else for the bearer of an access token, such as a list of e-mail addresses.
         *
         * @param uri the address
         * @param answer the JSON value for a persona: maps, lists, strings, numbers, booleans and nulls
         * @return this builder
         */
        public Builder resource(URI uri, Function<Persona, ?> answer) {
            resources.put(uri, answer);
            return this;
        }

        /**
         * Whether callbacks carry {@code iss}, and the metadata promises it (RFC 9207). They do not by default.
         *
         * @param sent true if so
         * @return this builder
         */
        public Builder issuerInCallback(boolean sent) {
            issuerInCallback = sent;
            return this;
        }

        /**
         * Whether an authorization request without PKCE is refused. It is by default. A code challenge that is sent is checked
         * in any case, and has to be S256.
         *
         * @param required true if so
         * @return this builder
         */
        public Builder codeChallengeRequired(boolean required) {
            codeChallengeRequired = required;
            return this;
        }

        /**
         * Where authorization requests are pushed (RFC 9126). Each serves once, within 60 seconds.
         *
         * @param uri the address
         * @return this builder
         */
        public Builder pushedAuthorizationEndpoint(URI uri) {
            return endpoint(Endpoint.PUSHED_AUTHORIZATION, uri);
        }

        /**
         * Whether authorization requests that were not pushed are refused. They are not by default.
         *
         * @param required true if so
         * @return this builder
         */
        public Builder pushedAuthorizationRequired(boolean required) {
            pushedAuthorizationRequired = required;
            return this;
        }

        /**
         * Where tokens are revoked (RFC 7009). With a refresh token go the access tokens of its grant.
         *
         * @param uri the address
         * @return this builder
         */
        public Builder revocationEndpoint(URI uri) {
            return endpoint(Endpoint.REVOCATION, uri);
        }

        /**
         * Where the browser is sent to sign out (OpenID Connect RP-Initiated Logout). What it brings is in {@link
         * SimulatedProvider#requests(Endpoint)}.
         *
         * @param uri the address
         * @return this builder
         */
        public Builder endSessionEndpoint(URI uri) {
            return endpoint(Endpoint.END_SESSION, uri);
        }

        /**
         * Where devices get their codes (RFC 8628), which live for ten minutes. On by default at Hugging Face, at {@code
         * /oauth/device}.
         *
         * @param uri the address
         * @return this builder
         */
        public Builder deviceAuthorizationEndpoint(URI uri) {
            return endpoint(Endpoint.DEVICE_AUTHORIZATION, uri);
        }

        /**
         * How long a device has to wait between two questions, sent as {@code interval}. By default nothing is sent, and five
         * seconds hold (RFC 8628 section 3.2). Who asks too soon by the provider's clock is told to slow down, by five seconds
         * each time.
         *
         * @param interval whole seconds
         * @return this builder
         */
        public Builder deviceInterval(Duration interval) {
            deviceInterval = Optional.of(interval);
            return this;
        }

        /**
         * Whether a device has to send a code challenge when it asks for its codes, and the code verifier when it asks for
         * tokens, as clients of Keycloak that enforce PKCE have to. It need not by default. A code challenge that is sent is
         * checked in any case, and has to be S256.
         *
         * @param required true if so
         * @return this builder
         */
        public Builder deviceCodeChallengeRequired(boolean required) {
            deviceCodeChallengeRequired = required;
            return this;
        }

        /**
         * Whether a client with a secret may exchange the e-mail address of a persona for an access token (RFC 8693), as
         * organizations do at Hugging Face. On by default there only.
         *
         * @param allowed true if so
         * @return this builder
         */
        public Builder tokenExchange(boolean allowed) {
            tokenExchange = allowed;
            return this;
        }

        /**
         * Adds something that stands for somebody: any client may exchange it for an access token (RFC 8693). An e-mail
         * address is for clients with a secret all the same where {@link #tokenExchange} is on.
         *
         * @param type what it is, as a URI
         * @param token the token
         * @param persona for whom it stands
         * @return this builder
         */
        public Builder subjectToken(String type, Secret token, Persona persona) {
            subjectTokens.put(new SubjectToken(type, token), persona);
            return this;
        }

        /**
         * Whether a DPoP proof at the token endpoint binds the tokens to its key (RFC 9449); refresh tokens are bound for every
         * client. Without a proof there are bearer tokens. Off by default: the header is ignored.
         *
         * @param supported true if so
         * @return this builder
         */
        public Builder dpop(boolean supported) {
            dpop = supported;
            return this;
        }

        /**
         * Whether proofs have to carry the provider's nonce (RFC 9449 section 8), at the token endpoint and where tokens are
         * used. They need not by default.
         *
         * @param required true if so
         * @return this builder
         */
        public Builder dpopNonceRequired(boolean required) {
            dpopNonceRequired = required;
            return this;
        }

        /**
         * Whether {@code response_mode=form_post} is known (OAuth 2.0 Form Post Response Mode). It is not by default.
         *
         * @param supported true if so
         * @return this builder
         */
        public Builder formPost(boolean supported) {
            formPost = supported;
            return this;
        }

        /**
         * Whether ID tokens carry {@code at_hash} (OpenID Connect Core section 3.1.3.6). They do not by default.
         *
         * @param sent true if so
         * @return this builder
         */
        public Builder accessTokenHash(boolean sent) {
            accessTokenHash = sent;
            return this;
        }

        /**
         * Whether userinfo is a signed JWT (OpenID Connect Core section 5.3.2). It is plain JSON by default.
         *
         * @param signed true if so
         * @return this builder
         */
        public Builder signedUserinfo(boolean signed) {
            signedUserinfo = signed;
            return this;
        }

        /**
         * The keys; one for RS256 by default.
         *
         * @param published which
         * @return this builder
         */
        public Builder keys(PublishedKeys published) {
            keys = published;
            return this;
        }

        /**
         * The provider's clock; the system's by default.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Registers a client.
         *
         * @param client the client
         * @return this builder
         */
        public Builder client(SimulatedClient client) {
            clients.add(client);
            return this;
        }

        /**
         * Adds somebody who can sign in.
         *
         * @param persona who
         * @return this builder
         */
        public Builder persona(Persona persona) {
            personas.add(persona);
            return this;
        }

        /**
         * Makes the provider.
         *
         * @return a new provider
         */
        public SimulatedProvider build() {
            return new SimulatedProvider(this);
        }

        private Builder endpoint(Endpoint endpoint, URI uri) {
            endpoints.put(endpoint, uri);
            return this;
        }
    }
}
