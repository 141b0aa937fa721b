package org.socialconnectors.simulator;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;

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
 * use of codes and of refresh tokens. What it should do wrong is said with {@link #next(Endpoint, ProviderFault)}, {@link
 * #always(Endpoint, ProviderFault)} and their like for ID tokens.
 *
 * <p>Thread-safe. Nothing of it logs.
 */
public final class SimulatedProvider implements HttpTransport {
    private static final int REQUESTS_REMEMBERED = 10_000;
    private static final URI HUGGING_FACE = URI.create("https://huggingface.co");

    private final URI issuer;
    private final Map<Endpoint, URI> endpoints;
    private final Map<URI, Function<Persona, ?>> resources;
    private final boolean issuerInCallback;
    private final boolean codeChallengeRequired;
    private final InstantSource clock;
    private final List<Persona> personas;
    private final Set<String> hosts;
    private final Authorizations authorizations;
    private final IdTokens idTokens;

    // Guarded by this.
    private final Map<String, SimulatedClient> clients = new LinkedHashMap<>();
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Map<Endpoint, Integer> counts = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, Deque<ProviderFault>> nextFaults = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, ProviderFault> lastingFaults = new EnumMap<>(Endpoint.class);

    private SimulatedProvider(Builder builder) {
        this.issuer = builder.issuer;
        this.endpoints = Map.copyOf(builder.endpoints);
        this.resources = Map.copyOf(builder.resources);
        this.issuerInCallback = builder.issuerInCallback;
        this.codeChallengeRequired = builder.codeChallengeRequired;
        this.clock = builder.clock;
        this.personas = List.copyOf(builder.personas);
        this.hosts = new TreeSet<>();
        endpoints.values().forEach(uri -> hosts.add(origin(uri)));
        resources.keySet().forEach(uri -> hosts.add(origin(uri)));
        hosts.add(origin(issuer));
        builder.clients.forEach(client -> clients.put(client.clientId(), client));
        this.idTokens = new IdTokens(issuer, clock);
        this.authorizations = new Authorizations(clock, idTokens);
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
        return Optional.ofNullable(endpoints.get(endpoint));
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
     * What happens when a user is sent to the provider and approves.
     *
     * @param authorizationRequest the address that the browser was sent to
     * @param persona who the user is; need not be one of {@link #personas()}
     * @return where the browser is sent next: the redirect URI with {@code code} and, if it was given, {@code state}
     * @throws AuthorizationRefusedException if the provider shows an error page instead
     */
    public URI authorize(URI authorizationRequest, Persona persona) {
        return approve(receive(authorizationRequest), persona);
    }

    /**
     * What happens when a user is sent to the provider and declines.
     *
     * @param authorizationRequest the address that the browser was sent to
     * @return where the browser is sent next: the redirect URI with {@code error=access_denied}, {@code error_description} and,
     *     if it was given, {@code state}
     * @throws AuthorizationRefusedException if the provider shows an error page instead
     */
    public URI deny(URI authorizationRequest) {
        return decline(receive(authorizationRequest));
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
                endpointAt(request.uri()),
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
    public synchronized void next(Endpoint endpoint, ProviderFault fault) {
        nextFaults.computeIfAbsent(endpoint, key -> new ArrayDeque<>()).add(fault);
    }

    /**
     * Lets an endpoint answer in another way until {@link #clearFaults()}.
     *
     * @param endpoint which
     * @param fault what it answers
     */
    public synchronized void always(Endpoint endpoint, ProviderFault fault) {
        lastingFaults.put(endpoint, fault);
    }

    /**
     * Forges the next ID token. Several wait in line: one for each token.
     *
     * @param forgery what to do to it
     */
    public void next(IdTokenForgery forgery) {
        idTokens.next(forgery);
    }

    /**
     * Forges every ID token until {@link #clearFaults()}.
     *
     * @param forgery what to do to them
     */
    public void always(IdTokenForgery forgery) {
        idTokens.always(forgery);
    }

    /** Makes the provider honest again. */
    public synchronized void clearFaults() {
        nextFaults.clear();
        lastingFaults.clear();
        idTokens.clear();
    }

    /** Signs with a new key from now on, which is published at once; the old ones stay published. */
    public void rotateKey() {
        idTokens.rotate();
    }

    /** Publishes the newest key only. */
    public void withdrawOldKeys() {
        idTokens.withdrawOldKeys();
    }

    /**
     * How many requests an endpoint has seen.
     *
     * @param endpoint which
     * @return the number since the provider was made
     */
    public synchronized int count(Endpoint endpoint) {
        return counts.getOrDefault(endpoint, 0);
    }

    /**
     * The requests that an endpoint has seen.
     *
     * @param endpoint which
     * @return the requests in order, among the last 10,000 of the whole provider
     */
    public synchronized List<RecordedRequest> requests(Endpoint endpoint) {
        return requests.stream()
                .filter(request -> request.endpoint() == endpoint)
                .toList();
    }

    /**
     * All requests.
     *
     * @return the last 10,000 in order
     */
    public synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
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
    AuthorizationRequest receive(URI uri) {
        record(new RecordedRequest(Endpoint.AUTHORIZATION, "GET", uri, Map.of(), ""));
        return review(uri);
    }

    AuthorizationRequest review(URI uri) {
        return new AuthorizationReview(address(Endpoint.AUTHORIZATION), this::client, codeChallengeRequired)
                .review(uri);
    }

    URI approve(AuthorizationRequest request, Persona persona) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", authorizations.issueCode(request, persona));
        return callback(request, parameters);
    }

    URI decline(AuthorizationRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", "access_denied");
        parameters.put("error_description", "The user denied the request");
        return callback(request, parameters);
    }

    Endpoint endpointAt(URI uri) {
        if (!hosts.contains(origin(uri))) {
            return Endpoint.FOREIGN_HOST;
        }
        for (Map.Entry<Endpoint, URI> endpoint : endpoints.entrySet()) {
            if (samePlace(endpoint.getValue(), uri)) {
                return endpoint.getKey();
            }
        }
        if (resource(uri).isPresent()) {
            return Endpoint.RESOURCE;
        }
        return avatarOwner(uri).isPresent() ? Endpoint.AVATAR : Endpoint.UNKNOWN_PATH;
    }

    Response answer(RecordedRequest request) {
        record(request);
        if (request.endpoint() == Endpoint.FOREIGN_HOST) {
            throw Answers.unreachable();
        }
        Optional<ProviderFault> fault = takeFault(request.endpoint());
        // Outside any lock: a fault may block.
        return fault.isPresent() ? fault.get().answer(() -> honestAnswer(request)) : honestAnswer(request);
    }

    private Response honestAnswer(RecordedRequest request) {
        String method = request.endpoint() == Endpoint.TOKEN ? "POST" : "GET";
        if (request.endpoint() == Endpoint.UNKNOWN_PATH || request.endpoint() == Endpoint.AUTHORIZATION) {
            return Json.response(404, Map.of("error", "Not found"));
        }
        if (!request.method().equals(method)
                && !(request.endpoint() == Endpoint.USERINFO && request.method().equals("POST"))) {
            return Answers.with(Json.response(405, Map.of("error", "Method not allowed")), "Allow", method);
        }
        return switch (request.endpoint()) {
            case TOKEN -> authorizations.token(request, this::client);
            case USERINFO ->
                authorizations.forBearer(
                        request, grant -> Json.response(200, Userinfo.of(issuer, grant.persona(), grant.scopes())));
            case RESOURCE ->
                authorizations.forBearer(
                        request,
                        grant -> Json.response(
                                200, resource(request.uri()).orElseThrow().apply(grant.persona())));
            case JWKS -> Json.response(200, new JWKSet(idTokens.publishedKeys()).toJSONObject());
            case DISCOVERY -> Json.response(200, metadata());
            case AVATAR ->
                Answers.text(
                        200,
                        "image/svg+xml",
                        Avatar.svg(avatarOwner(request.uri()).orElseThrow()));
            case AUTHORIZATION, UNKNOWN_PATH, FOREIGN_HOST -> throw new IllegalStateException("answered above");
        };
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer.toString());
        address(Endpoint.AUTHORIZATION).ifPresent(uri -> metadata.put("authorization_endpoint", uri.toString()));
        address(Endpoint.TOKEN).ifPresent(uri -> metadata.put("token_endpoint", uri.toString()));
        address(Endpoint.USERINFO).ifPresent(uri -> metadata.put("userinfo_endpoint", uri.toString()));
        address(Endpoint.JWKS).ifPresent(uri -> metadata.put("jwks_uri", uri.toString()));
        metadata.put("scopes_supported", List.of("openid", "profile", "email"));
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "none"));
        if (issuerInCallback) {
            metadata.put("authorization_response_iss_parameter_supported", true);
        }
        return metadata;
    }

    private URI callback(AuthorizationRequest request, Map<String, String> parameters) {
        request.state().ifPresent(state -> parameters.put("state", state));
        if (issuerInCallback) {
            parameters.put("iss", issuer.toString());
        }
        StringBuilder uri = new StringBuilder(request.redirectUri().toString());
        char separator = request.redirectUri().getRawQuery() == null ? '?' : '&';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            uri.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return URI.create(uri.toString());
    }

    private synchronized Optional<SimulatedClient> client(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    synchronized void record(RecordedRequest request) {
        counts.merge(request.endpoint(), 1, Integer::sum);
        requests.add(request);
        if (requests.size() > REQUESTS_REMEMBERED) {
            requests.remove();
        }
    }

    private synchronized Optional<ProviderFault> takeFault(Endpoint endpoint) {
        Deque<ProviderFault> waiting = nextFaults.getOrDefault(endpoint, new ArrayDeque<>());
        ProviderFault fault = waiting.isEmpty() ? lastingFaults.get(endpoint) : waiting.remove();
        return Optional.ofNullable(fault);
    }

    private Optional<Function<Persona, ?>> resource(URI uri) {
        for (Map.Entry<URI, Function<Persona, ?>> resource : resources.entrySet()) {
            if (samePlace(resource.getKey(), uri)) {
                return Optional.of(resource.getValue());
            }
        }
        return Optional.empty();
    }

    private Optional<String> avatarOwner(URI uri) {
        return personas.stream()
                .flatMap(Userinfo::usernames)
                .filter(username -> samePlace(Userinfo.avatar(issuer, username), uri))
                .findFirst();
    }

    private static boolean samePlace(URI one, URI other) {
        return origin(one).equals(origin(other)) && one.getRawPath().equals(other.getRawPath());
    }

    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
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
        private boolean issuerInCallback;
        private boolean codeChallengeRequired = true;
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
         * Where the bearer of an access token learns who its user is.
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
