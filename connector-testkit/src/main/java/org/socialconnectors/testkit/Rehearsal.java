package org.socialconnectors.testkit;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTParser;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.simulator.AuthorizationRefusedException;
import org.socialconnectors.simulator.AuthorizationResponse;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenForgery;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * One connector opposite one simulated provider, with nothing between them but memory. It plays the host: it makes attempts,
 * verifies callbacks and remembers all secrets, so that they can be looked for.
 */
final class Rehearsal {
    final MovableClock clock;
    final SimulatedProvider provider;
    final SimulatedClient client;
    final RecordingTransport network;
    final SocialConnector connector;
    final List<String> scopes;

    private final Persona person;
    private final SocialProfile expected;
    private final List<Secret> secrets = new CopyOnWriteArrayList<>();
    private final AtomicInteger begins = new AtomicInteger();

    Rehearsal(
            MovableClock clock,
            SimulatedProvider provider,
            SimulatedClient client,
            RecordingTransport network,
            SocialConnector connector,
            List<String> scopes,
            Persona person,
            SocialProfile expected) {
        this.clock = clock;
        this.provider = provider;
        this.client = client;
        this.network = network;
        this.connector = connector;
        this.scopes = scopes;
        this.person = person;
        this.expected = expected;
    }

    /**
     * A sign-in whose browser is at the provider. The parameters are those of the authorization request, wherever they went: into
     * the redirect, or ahead of it by a pushed authorization request.
     */
    record Begun(SignInAttempt attempt, Redirect redirect, Map<String, List<String>> parameters) {
        Map<String, List<String>> query() {
            return parametersOf(redirect.uri());
        }
    }

    /** What the browser brings to the application, and how; the parameters can be changed. */
    record Callback(Map<String, List<String>> parameters, CallbackParameters.Arrival arrival) {
        Callback arriving(CallbackParameters.Arrival another) {
            return new Callback(parameters, another);
        }
    }

    Begun begin() throws InterruptedException {
        return begin(builder -> builder);
    }

    Begun begin(UnaryOperator<SignInAttempt.Builder> change) throws InterruptedException {
        begins.incrementAndGet();
        SignInAttempt attempt = change.apply(SignInAttempt.builder(ConnectorDeclarations.REDIRECT_URI)
                        .stateParameter(connector.stateParameter())
                        .callbackArrival(connector.callbackArrival())
                        .scopes(scopes))
                .build();
        secrets.addAll(attempt.secrets());
        Redirect redirect = ConnectorDeclarations.begun(connector, attempt);
        secrets.addAll(redirect.carry().values());
        return new Begun(attempt.after(redirect), redirect, authorizationRequest(redirect.uri()));
    }

    /** How many sign-ins have begun. */
    int begins() {
        return begins.get();
    }

    /** What the browser brings back when the person agrees. */
    Callback approved(Begun begun) {
        return approved(begun, person);
    }

    Callback approved(Begun begun, Persona persona) {
        try {
            Callback callback = callback(provider.approve(begun.redirect().uri(), persona));
            secrets.add(Secret.of(first(callback.parameters(), "code")));
            return callback;
        } catch (AuthorizationRefusedException refused) {
            throw new AssertionFailedError("The simulated provider shows an error page instead of asking the person ("
                    + refused.reason() + "): " + refused.getMessage());
        }
    }

    /** What the browser brings back when the person declines. */
    Callback declined(Begun begun) {
        return callback(provider.decline(begun.redirect().uri()));
    }

    SignInResult complete(Begun begun, Callback callback) throws InterruptedException {
        CallbackParameters parameters = CallbackParameters.of(callback.parameters(), callback.arrival());
        SignInResult result = ConnectorDeclarations.assertNotNullAnd(
                connector.complete(begun.attempt().verify(parameters)), "complete answered null.");
        result.tokens().flatMap(TokenSet::proofKey).ifPresent(secrets::add);
        return result;
    }

    /** A whole sign-in, in which the person agrees. */
    SignInResult signIn() throws InterruptedException {
        return signIn(person);
    }

    SignInResult signIn(Persona persona) throws InterruptedException {
        Begun begun = begin();
        return complete(begun, approved(begun, persona));
    }

    /** What the connector offers, if it offers that; it must not throw for what it does not. */
    <T> Optional<T> offered(Class<T> type) {
        try {
            return ConnectorDeclarations.assertNotNullAnd(connector.capability(type), "capability answered null.");
        } catch (RuntimeException thrown) {
            throw new AssertionFailedError(
                    "capability threw " + thrown.getClass().getName() + " for " + type.getSimpleName()
                            + ". Answer Optional.empty() for what the connector does not offer.",
                    printable(thrown));
        }
    }

    /** What the connector has to offer, unless that is denied. */
    private <T> T capability(Class<T> type, String advice) {
        return offered(type)
                .orElseThrow(() -> new AssertionFailedError("The connector does not offer " + type.getSimpleName()
                        + ". If there is none, " + advice + "."));
    }

    private DeviceSignIn deviceSignIn() {
        return capability(DeviceSignIn.class, "deny supportsDeviceSignIn()");
    }

    DeviceAuthorization startDevice() throws InterruptedException {
        DeviceAuthorization device =
                ConnectorDeclarations.assertNotNullAnd(deviceSignIn().start(scopes), "start answered null.");
        secrets.add(device.deviceCode());
        device.codeVerifier().ifPresent(secrets::add);
        return device;
    }

    /** What the person does at the provider with the code that the device shows. */
    void approveDevice(DeviceAuthorization device) {
        approveDevice(device, person);
    }

    void approveDevice(DeviceAuthorization device, Persona persona) {
        answered(() -> provider.approveDevice(device.userCode(), persona));
    }

    void denyDevice(DeviceAuthorization device) {
        answered(() -> provider.denyDevice(device.userCode()));
    }

    DeviceProgress poll(DeviceAuthorization device) throws InterruptedException {
        DeviceProgress progress =
                ConnectorDeclarations.assertNotNullAnd(deviceSignIn().poll(device), "poll answered null.");
        progress.result()
                .flatMap(SignInResult::tokens)
                .flatMap(TokenSet::proofKey)
                .ifPresent(secrets::add);
        return progress;
    }

    /** Waits as long as the device has to, and polls. */
    DeviceProgress pollInTime(DeviceAuthorization device) throws InterruptedException {
        clock.move(device.interval());
        return poll(device);
    }

    /** Changes every honest answer about the person, be it JSON or a signed JWT. */
    void changeUserinfo(Consumer<Map<String, @Nullable Object>> change) {
        UnaryOperator<Map<String, @Nullable Object>> changed = members -> {
            change.accept(members);
            return members;
        };
        provider.always(Endpoint.USERINFO, honest -> {
            HttpTransport.Response truth = honest.get();
            return isJwt(truth) ? truth : ProviderFault.changing(changed).answer(() -> truth);
        });
        provider.alwaysUserinfo(forgery(change));
    }

    /** Changes every honest answer to a further request: an object, or the objects of a list. */
    void changeResources(Consumer<Map<String, @Nullable Object>> change) {
        provider.always(Endpoint.RESOURCE, honest -> {
            HttpTransport.Response truth = honest.get();
            String text = new String(truth.body(), StandardCharsets.UTF_8);
            Object value = json(("{\"value\":" + text + "}").getBytes(StandardCharsets.UTF_8))
                    .<Object>map(wrapped -> wrapped.toMap().get("value"))
                    .orElse(null);
            return truth.status() == 200
                    ? ProviderFault.json(200, changed(value, change)).answer(() -> truth)
                    : truth;
        });
    }

    private static @Nullable Object changed(@Nullable Object value, Consumer<Map<String, @Nullable Object>> change) {
        if (value instanceof Map<?, ?> members) {
            Map<String, @Nullable Object> copy = JsonValues.copyOf(members);
            change.accept(copy);
            return copy;
        }
        return value instanceof List<?> elements
                ? elements.stream().map(element -> changed(element, change)).toList()
                : value;
    }

    static IdTokenForgery forgery(Consumer<Map<String, @Nullable Object>> change) {
        return draft -> {
            change.accept(draft.claims());
            return draft.sign();
        };
    }

    /** Whether the provider has signed what it said about the person. */
    boolean hasSignedUserinfo() {
        return exchanges(Endpoint.USERINFO).stream().anyMatch(exchange -> isJwt(exchange.response()));
    }

    TokenSet refresh(RefreshRequest request) throws InterruptedException {
        TokenRefresh refresh = capability(TokenRefresh.class, "deny supportsRefresh()");
        TokenSet tokens = ConnectorDeclarations.assertNotNullAnd(refresh.refresh(request), "refresh answered null.");
        tokens.proofKey().ifPresent(secrets::add);
        return tokens;
    }

    RefreshRequest refreshOf(SignInResult result) {
        Secret token = result.tokens()
                .flatMap(TokenSet::refreshToken)
                .orElseThrow(() -> new AssertionFailedError(
                        "The provider issued a refresh token, but the result does not carry it. Add the tokens with"
                                + " withTokens, or deny supportsRefresh()."));
        return with(result.tokens().flatMap(TokenSet::proofKey), RefreshRequest.of(result.identity(), token));
    }

    /** Answers what was revoked, so that it can be said what succeeded. */
    Secret revoke(Secret token) throws InterruptedException {
        TokenRevocation revocation = capability(TokenRevocation.class, "deny supportsRevocation()");
        secrets.add(token);
        revocation.revoke(token);
        return token;
    }

    URI logoutUrl(LogoutRequest request) throws InterruptedException {
        LogoutUrl logout = capability(LogoutUrl.class, "deny supportsLogoutUrl()");
        request.idToken().ifPresent(secrets::add);
        return ConnectorDeclarations.assertNotNullAnd(logout.logoutUrl(request), "logoutUrl answered null.");
    }

    TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
        TokenExchange exchange = capability(TokenExchange.class, "let tokenExchange() be empty");
        secrets.add(request.subjectToken());
        TokenSet tokens = ConnectorDeclarations.assertNotNullAnd(exchange.exchange(request), "exchange answered null.");
        tokens.proofKey().ifPresent(secrets::add);
        return tokens;
    }

    static RefreshRequest with(Optional<Secret> proofKey, RefreshRequest request) {
        return proofKey.map(request::proofKey).orElse(request);
    }

    /**
     * How often an endpoint was asked, not counting requests that it did not look at because it wanted a nonce in their proof (RFC
     * 9449 section 8): nothing was spent with them.
     */
    int count(Endpoint endpoint) {
        long unread = network.exchanges().stream()
                .filter(exchange -> isAt(endpoint, exchange.request().uri()) && wantsNonce(exchange.response()))
                .count();
        return provider.count(endpoint) - (int) unread;
    }

    /** The JSON objects that an endpoint answered, so far as they are JSON objects and not about a nonce. */
    List<JsonObject> answers(Endpoint endpoint) {
        return exchanges(endpoint).stream()
                .flatMap(exchange -> json(exchange.response().body()).stream())
                .toList();
    }

    /** What an endpoint answered first, as JSON or as the claims of a JWT. */
    JsonObject firstAnswer(Endpoint endpoint) {
        HttpTransport.Response answer = exchanges(endpoint).get(0).response();
        if (isJwt(answer)) {
            return claims(new String(answer.body(), StandardCharsets.US_ASCII));
        }
        return json(answer.body()).orElseThrow();
    }

    /** Whether an endpoint has refused what it was asked. */
    boolean refuses(Endpoint endpoint) {
        return exchanges(endpoint).stream()
                .anyMatch(exchange -> exchange.response().status() >= 400);
    }

    /** What userinfo said about the person, as JSON or as the claims of a JWT, if it was asked and did not refuse. */
    Optional<JsonObject> userinfo() {
        return exchanges(Endpoint.USERINFO).stream()
                .map(RecordingTransport.Exchange::response)
                .filter(answer -> answer.status() == 200)
                .findFirst()
                .flatMap(answer -> isJwt(answer)
                        ? Optional.of(claims(new String(answer.body(), StandardCharsets.US_ASCII)))
                        : json(answer.body()));
    }

    /** All that the provider answered, to whatever request. */
    Statements statements() {
        return Statements.of(network.exchanges().stream()
                .map(exchange -> exchange.response().body())
                .toList());
    }

    static JsonObject claims(String jwt) {
        try {
            Base64URL payload = JWTParser.parse(jwt.strip()).getParsedParts()[1];
            return json(payload.decode()).orElseThrow();
        } catch (ParseException notAJwt) {
            throw new AssertionFailedError("The simulated provider answered something else than a JWT.");
        }
    }

    /** The nonces for proofs that the provider has given. */
    Set<String> nonces() {
        Set<String> nonces = new LinkedHashSet<>();
        network.exchanges()
                .forEach(exchange -> exchange.response().header("DPoP-Nonce").ifPresent(nonces::add));
        return nonces;
    }

    private List<RecordingTransport.Exchange> exchanges(Endpoint endpoint) {
        return network.exchanges().stream()
                .filter(exchange -> isAt(endpoint, exchange.request().uri()) && !wantsNonce(exchange.response()))
                .toList();
    }

    private static boolean wantsNonce(HttpTransport.Response response) {
        return response.status() >= 400
                && response.header("DPoP-Nonce").isPresent()
                && json(response.body())
                        .flatMap(body -> body.displayText("error"))
                        .equals(Optional.of("use_dpop_nonce"));
    }

    private static boolean isJwt(HttpTransport.Response response) {
        return response.header("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("application/jwt"))
                .isPresent();
    }

    private static Callback callback(AuthorizationResponse response) {
        if (!response.posted()) {
            return new Callback(parametersOf(response.location()), CallbackParameters.Arrival.QUERY);
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        response.parameters().forEach((name, value) -> parameters.put(name, List.of(value)));
        return new Callback(parameters, CallbackParameters.Arrival.FORM);
    }

    /** What the address says; if that is a reference, what was pushed under it, without the client's credentials. */
    private Map<String, List<String>> authorizationRequest(URI uri) {
        Map<String, List<String>> query = parametersOf(uri);
        List<String> reference = query.getOrDefault("request_uri", List.of());
        for (RecordingTransport.Exchange exchange : exchanges(Endpoint.PUSHED_AUTHORIZATION)) {
            Optional<String> pushed =
                    json(exchange.response().body()).flatMap(answer -> answer.displayText("request_uri"));
            if (pushed.isPresent() && reference.contains(pushed.get())) {
                Map<String, List<String>> form =
                        decoded(new String(exchange.request().body(), StandardCharsets.UTF_8));
                form.keySet()
                        .removeAll(Set.of(
                                ClientCredentials.SECRET,
                                ClientCredentials.ASSERTION,
                                ClientCredentials.ASSERTION_TYPE));
                return form;
            }
        }
        return query;
    }

    private static void answered(Runnable answer) {
        try {
            answer.run();
        } catch (IllegalArgumentException unknown) {
            throw new AssertionFailedError(
                    "Nobody waits for an answer to the code that the connector wants to be shown.");
        }
    }

    boolean isAt(Endpoint endpoint, URI uri) {
        return provider.address(endpoint)
                .filter(address -> address.getRawPath().equals(uri.getRawPath())
                        && String.valueOf(address.getHost()).equals(uri.getHost()))
                .isPresent();
    }

    /** The path of a request, unless it shows what must not be seen: rules print it. */
    String path(URI uri) {
        String path = uri.getRawPath();
        return canaries().in(path).isEmpty() ? path : "(a path that shows a secret or who the person is)";
    }

    /** Where the connector asked the provider for something that it does not have, without what stands in a query. */
    List<String> addressesAskedInVain() {
        return Stream.concat(
                        provider.requests().stream()
                                .filter(request -> request.endpoint() == Endpoint.UNKNOWN_PATH)
                                .map(request ->
                                        request.method() + " " + request.uri().getScheme() + "://"
                                                + request.uri().getHost() + path(request.uri())),
                        provider.foreignHosts().stream())
                .distinct()
                .toList();
    }

    /** Has something remembered that must not be seen. */
    void remember(Secret secret) {
        secrets.add(secret);
    }

    /** Everything of this rehearsal that must not be seen: secrets, and who the person is. */
    Canaries canaries() {
        Canaries canaries = secrets();
        addPerson(canaries);
        return canaries;
    }

    /** Everything of this rehearsal that gives access to something. */
    Canaries secrets() {
        Canaries canaries = credentials();
        secrets.forEach(secret -> canaries.add("state, nonce, code verifier, code, key or token", secret.reveal()));
        provider.requests()
                .forEach(request -> request.form()
                        .getOrDefault(ClientCredentials.ASSERTION, List.of())
                        .forEach(assertion -> canaries.add("client assertion", assertion)));
        addTokens(canaries);
        answers(Endpoint.DEVICE_AUTHORIZATION)
                .forEach(answer -> canaries.add(
                        "device code", answer.displayText("device_code").orElse(null)));
        return canaries;
    }

    /** The tokens that the provider has issued. */
    Canaries tokens() {
        Canaries canaries = new Canaries();
        addTokens(canaries);
        return canaries;
    }

    private void addTokens(Canaries canaries) {
        for (JsonObject answer : answers(Endpoint.TOKEN)) {
            for (String token : List.of("access_token", "refresh_token", "id_token")) {
                canaries.add(token, answer.displayText(token).orElse(null));
            }
        }
    }

    private void addPerson(Canaries canaries) {
        canaries.add("person's subject", person.subject())
                .add("person's username", person.username())
                .add("person's username", expected.username().orElse(null));
        for (Optional<String> name :
                List.of(Optional.of(person.name()), expected.name(), expected.givenName(), expected.familyName())) {
            canaries.add("person's name", name.orElse(null));
        }
        person.email().ifPresent(email -> canaries.add("person's e-mail address", email.address()));
        expected.email().ifPresent(email -> canaries.add("person's e-mail address", email.address()));
        expected.phone().ifPresent(phone -> canaries.add("person's phone number", phone.number()));
    }

    /** What was thrown, if it may be the cause of a failure, which reports print with its words: nothing that shows what must not be seen. */
    @Nullable
    Throwable printable(Throwable thrown) {
        return canaries().in(thrown).isEmpty() ? thrown : null;
    }

    /** What must never leave the connector but as the client's credentials do: the client's secret, and private keys. */
    Canaries credentials() {
        Canaries canaries = new Canaries();
        client.secret()
                .ifPresent(secret -> canaries.add("client secret", secret.reveal())
                        .addBasicCredentials(client.clientId(), secret.reveal()));
        secrets.forEach(secret -> privatePart(secret).ifPresent(part -> canaries.add("private key", part)));
        return canaries;
    }

    private static Optional<String> privatePart(Secret secret) {
        try {
            JWK key = JWK.parse(secret.reveal());
            Base64URL part = key instanceof ECKey curve
                    ? curve.getD()
                    : key instanceof RSAKey rsa
                            ? rsa.getPrivateExponent()
                            : key instanceof OctetKeyPair pair ? pair.getD() : null;
            return Optional.ofNullable(part).map(Base64URL::toString);
        } catch (ParseException notAKey) {
            return Optional.empty();
        }
    }

    static Optional<JsonObject> json(byte[] body) {
        try {
            return Optional.of(JsonReader.config(new String(body, StandardCharsets.UTF_8)));
        } catch (ConnectorException notAnObject) {
            if (notAnObject.code() != ErrorCode.INVALID_CONFIGURATION) {
                throw notAnObject;
            }
            return Optional.empty();
        }
    }

    static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).get(0);
    }

    static Map<String, List<String>> parametersOf(URI uri) {
        return decoded(Optional.ofNullable(uri.getRawQuery()).orElse(""));
    }

    /** The members of a form; of another body the whole, under no name. */
    static Map<String, List<String>> form(HttpTransport.Request request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        boolean isForm = request.headers().entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Type")
                        && header.getValue().startsWith("application/x-www-form-urlencoded"));
        return isForm ? decoded(body) : Map.of("", List.of(body));
    }

    private static Map<String, List<String>> decoded(String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            String[] halves = pair.split("=", 2);
            if (!pair.isEmpty()) {
                parameters
                        .computeIfAbsent(URLDecoder.decode(halves[0], StandardCharsets.UTF_8), key -> new ArrayList<>())
                        .add(halves.length == 1 ? "" : URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
