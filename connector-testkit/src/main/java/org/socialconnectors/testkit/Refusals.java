package org.socialconnectors.testkit;

import static org.socialconnectors.api.error.ErrorCode.ACCESS_DENIED;
import static org.socialconnectors.api.error.ErrorCode.IDENTITY_MISMATCH;
import static org.socialconnectors.api.error.ErrorCode.INVALID_CONFIGURATION;
import static org.socialconnectors.api.error.ErrorCode.INVALID_ID_TOKEN;
import static org.socialconnectors.api.error.ErrorCode.INVALID_REQUEST;
import static org.socialconnectors.api.error.ErrorCode.INVALID_RESPONSE;
import static org.socialconnectors.api.error.ErrorCode.ISSUER_MISMATCH;
import static org.socialconnectors.api.error.ErrorCode.PROVIDER_ERROR;
import static org.socialconnectors.api.error.ErrorCode.PROVIDER_UNAVAILABLE;
import static org.socialconnectors.api.error.ErrorCode.SIGN_IN_NOT_PENDING;
import static org.socialconnectors.simulator.Endpoint.DEVICE_AUTHORIZATION;
import static org.socialconnectors.simulator.Endpoint.DISCOVERY;
import static org.socialconnectors.simulator.Endpoint.JWKS;
import static org.socialconnectors.simulator.Endpoint.PUSHED_AUTHORIZATION;
import static org.socialconnectors.simulator.Endpoint.REVOCATION;
import static org.socialconnectors.simulator.Endpoint.TOKEN;
import static org.socialconnectors.simulator.Endpoint.USERINFO;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenDraft;
import org.socialconnectors.simulator.IdTokenFault;
import org.socialconnectors.simulator.IdTokenForgery;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.simulator.UserinfoFault;

/** All that a connector with these capabilities has to refuse. Each rule runs its own; the canary sweep runs them all. */
final class Refusals {
    /** Line breaks, a terminal's escape sequence, markup and length: what a provider's words can do to a log or a page. */
    static final String HOSTILE_WORDS =
            "\r\nSet-Cookie: a=b \u001b[31m<script>alert(1)</script>\u202e" + "x".repeat(10_000);

    private static final URI ATTACKER = URI.create("https://attacker.example/oauth/token");
    private static final ProviderFault INVALID_CLIENT =
            ProviderFault.error(401, "invalid_client", "Client authentication failed");
    private static final int NESTING = 100_000;

    /** How long keys may serve on that the provider no longer publishes. */
    private static final Duration LONGEST_LIFE_OF_KEYS = Duration.ofDays(1);

    // One of each kind: most authors verify such ID tokens by the way that verifies those of a sign-in in a browser.
    private static final List<IdTokenFault> WITHOUT_A_BROWSER = List.of(
            IdTokenFault.ALG_NONE,
            IdTokenFault.HMAC_WITH_PUBLIC_KEY_PEM,
            IdTokenFault.FOREIGN_KEY_UNDER_KNOWN_KID,
            IdTokenFault.HEADER_JWK,
            IdTokenFault.ISS_OTHER,
            IdTokenFault.AUD_OTHER,
            IdTokenFault.EXP_PAST);

    // Simple string comparison tells them apart (RFC 9207 section 2.4); who makes addresses alike first does not.
    private static final List<Map.Entry<String, UnaryOperator<String>>> OTHER_SPELLINGS = List.of(
            Map.entry("in capitals", Refusals::inCapitals), Map.entry("but for a slash", Refusals::butForASlash));

    private final OAuthDeclarations kit;
    private final List<Refusal> all = new ArrayList<>();

    private Refusals(OAuthDeclarations kit) {
        this.kit = kit;
    }

    static List<Refusal> of(OAuthDeclarations kit) {
        Refusals refusals = new Refusals(kit);
        refusals.starts();
        refusals.scopes();
        refusals.callbacks();
        if (kit.pushesAuthorizationRequests()) {
            refusals.pushedRequests();
        }
        refusals.tokenEndpoint();
        refusals.tokenTypes();
        if (kit.supportsIdTokens()) {
            refusals.idTokens();
            refusals.keys();
        }
        if (kit.supportsUserinfo()) {
            refusals.userinfo();
            if (kit.providerSignsUserinfo()) {
                refusals.signedUserinfo();
            }
        }
        refusals.words();
        if (kit.supportsRefresh()) {
            refusals.refreshes();
        }
        if (kit.supportsDeviceSignIn()) {
            refusals.devices();
        }
        if (kit.supportsRevocation()) {
            refusals.revocations();
        }
        kit.tokenExchange().ifPresent(refusals::exchanges);
        return List.copyOf(refusals.all);
    }

    /**
     * What has to be refused by who asks for the provider's metadata.
     *
     * @param tokenRequests how often the token endpoint is asked before the metadata are
     */
    static List<Refusal> ofMetadata(int tokenRequests) {
        Map<String, ProviderFault> faults = new LinkedHashMap<>();
        faults.put("metadata of another issuer", ProviderFault.with("issuer", "https://attacker.example"));
        faults.put("metadata without issuer", ProviderFault.without("issuer"));
        for (Map.Entry<String, UnaryOperator<String>> spelling : OTHER_SPELLINGS) {
            faults.put(
                    "metadata whose issuer is the right one " + spelling.getKey(), ProviderFault.changing(members -> {
                        members.computeIfPresent(
                                "issuer", (name, issuer) -> spelling.getValue().apply(issuer.toString()));
                        return members;
                    }));
        }
        unusable().forEach((given, fault) -> faults.put(given + " instead of metadata", fault));
        Set<ErrorCode> codes = Set.of(INVALID_RESPONSE, INVALID_CONFIGURATION, ISSUER_MISMATCH, PROVIDER_UNAVAILABLE);
        return faults.entrySet().stream()
                .map(fault -> metadata(fault.getKey(), codes, tokenRequests, rehearsal -> fault.getValue()))
                .toList();
    }

    /**
     * What has to be refused by who takes that address from the provider's metadata; the token endpoint may have been asked less often,
     * by who looks at all addresses at once.
     */
    static List<Refusal> ofPublishedAddresses(SimulatedProvider provider) {
        Set<ErrorCode> codes = Set.of(INVALID_RESPONSE, INVALID_CONFIGURATION);
        List<Refusal> refusals = new ArrayList<>();
        refusals.add(metadata(
                "an authorization endpoint that is a script",
                codes,
                0,
                rehearsal -> ProviderFault.with("authorization_endpoint", "javascript:alert(1)")));
        refusals.add(withoutTls("a token endpoint without TLS", codes, 0, TOKEN, "token_endpoint"));
        if (provider.address(JWKS).isPresent()) {
            // Without keys: T41 says how that may end.
            Set<ErrorCode> withoutKeys =
                    Set.of(INVALID_RESPONSE, INVALID_CONFIGURATION, INVALID_ID_TOKEN, PROVIDER_UNAVAILABLE);
            refusals.add(withoutTls("keys without TLS", withoutKeys, 1, JWKS, "jwks_uri"));
        }
        if (provider.address(USERINFO).isPresent()) {
            refusals.add(withoutTls("a userinfo endpoint without TLS", codes, 1, USERINFO, "userinfo_endpoint"));
        }
        return List.copyOf(refusals);
    }

    private static Refusal withoutTls(
            String given, Set<ErrorCode> expected, int tokenRequests, Endpoint endpoint, String member) {
        return metadata(given, expected, tokenRequests, rehearsal -> {
            URI plain = withoutTls(rehearsal.provider.address(endpoint).orElseThrow());
            return ProviderFault.with(member, plain.toString());
        });
    }

    private static Refusal metadata(
            String given, Set<ErrorCode> expected, int tokenRequests, Function<Rehearsal, ProviderFault> fault) {
        return new Refusal("S35", given, expected, tokenRequests, rehearsal -> {
            rehearsal.provider.always(DISCOVERY, fault.apply(rehearsal));
            Rehearsal.Begun begun = rehearsal.begin();
            // Elsewhere nobody can agree, and the connector has accepted what it was told.
            if (rehearsal.isAt(Endpoint.AUTHORIZATION, begun.redirect().uri())) {
                rehearsal.complete(begun, rehearsal.approved(begun));
            }
        });
    }

    private void starts() {
        Set<String> own = new LinkedHashSet<>(List.of("state", "redirect_uri", "client_id", "response_type", "scope"));
        if (kit.supportsPkce()) {
            own.addAll(List.of("code_challenge", "code_challenge_method"));
        }
        if (kit.supportsIdTokens()) {
            own.add("nonce");
        }
        if (kit.receivesCallbackByForm()) {
            own.add("response_mode");
        }
        if (kit.sendsKeyThumbprint()) {
            own.add("dpop_jkt");
        }
        if (kit.pushesAuthorizationRequests()) {
            // What would be sent along, if it were not refused, stands beside the client's credentials.
            own.add("request_uri");
            own.addAll(
                    switch (kit.clientAuthentication()) {
                        case CLIENT_SECRET_POST -> List.of(ClientCredentials.SECRET);
                        case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT ->
                            List.of(ClientCredentials.ASSERTION, ClientCredentials.ASSERTION_TYPE);
                        case CLIENT_SECRET_BASIC, NONE -> List.<String>of();
                    });
        }
        own.addAll(kit.furtherAuthorizationParameters().keySet());
        for (String name : own) {
            add(
                    "T03",
                    "a host's extra parameter " + name,
                    INVALID_REQUEST,
                    0,
                    rehearsal -> rehearsal.begin(builder -> builder.extraParameters(Map.of(name, "injected"))));
        }
        if (!kit.supportsIdTokens()) {
            add(
                    "T34",
                    "the scope openid at a provider without ID tokens",
                    INVALID_CONFIGURATION,
                    0,
                    rehearsal -> rehearsal.begin(builder -> builder.scopes(List.of("openid"))));
        }
    }

    private void scopes() {
        if (!kit.signsInWithoutOpenid()) {
            add(
                    "T10",
                    "a sign-in without the scope openid",
                    INVALID_REQUEST,
                    0,
                    rehearsal -> rehearsal.begin(builder -> builder.scopes(kit.scopesWithoutIdToken())));
        }
    }

    private void callbacks() {
        add("T17", "a person who declines", ACCESS_DENIED, 0, rehearsal -> {
            Rehearsal.Begun begun = rehearsal.begin();
            rehearsal.complete(begun, rehearsal.declined(begun));
        });
        callback("T18", "a callback with both a code and an error", ACCESS_DENIED, set("error", "access_denied"));
        callback("T18", "a callback with neither a code nor an error", INVALID_REQUEST, without("code"));
        callback("T18", "a callback with an empty code", INVALID_REQUEST, set("code", ""));
        callback("T19", "a callback with two codes", INVALID_REQUEST, set("code", "one", "two"));
        callback("T19", "a callback with two errors", INVALID_REQUEST, set("error", "one", "two"));
        if (kit.pinsIssuer()) {
            callback("T20", "a callback of another issuer", ISSUER_MISMATCH, set("iss", "https://attacker.example"));
            callback("T20", "an error of another issuer", ISSUER_MISMATCH, parameters -> {
                parameters.put("error", List.of("access_denied"));
                parameters.put("iss", List.of("https://attacker.example"));
            });
            for (Map.Entry<String, UnaryOperator<String>> spelling : OTHER_SPELLINGS) {
                String given = "a callback whose issuer is the right one " + spelling.getKey();
                add("T20", given, ISSUER_MISMATCH, 0, rehearsal -> {
                    Rehearsal.Begun begun = rehearsal.begin();
                    Rehearsal.Callback callback = rehearsal.approved(begun);
                    String issuer = rehearsal.provider.issuer().toString();
                    callback.parameters().put("iss", List.of(spelling.getValue().apply(issuer)));
                    rehearsal.complete(begun, callback);
                });
            }
            if (kit.providerSendsIssuer()) {
                callback("T20", "a callback without the promised issuer", ISSUER_MISMATCH, without("iss"));
            }
        }
        boolean byForm = kit.receivesCallbackByForm();
        CallbackParameters.Arrival other = byForm ? CallbackParameters.Arrival.QUERY : CallbackParameters.Arrival.FORM;
        add("S23", "a callback by " + (byForm ? "query" : "form"), INVALID_REQUEST, 0, rehearsal -> {
            Rehearsal.Begun begun = rehearsal.begin();
            rehearsal.complete(begun, rehearsal.approved(begun).arriving(other));
        });
        add("S23", "a refusal by " + (byForm ? "query" : "form"), INVALID_REQUEST, 0, rehearsal -> {
            Rehearsal.Begun begun = rehearsal.begin();
            rehearsal.complete(begun, rehearsal.declined(begun).arriving(other));
        });
    }

    private void pushedRequests() {
        push(
                "a request that the provider does not keep",
                PROVIDER_ERROR,
                ProviderFault.error(400, "invalid_request", "No"));
        push("a push by a client that it does not know", INVALID_CONFIGURATION, INVALID_CLIENT);
        busy().forEach((status, fault) -> push(status + " at a push", PROVIDER_UNAVAILABLE, fault));
        push("a push whose answer got lost", PROVIDER_UNAVAILABLE, ProviderFault.lostAnswer());
        push("a push that cannot be made", PROVIDER_UNAVAILABLE, ProviderFault.unreachable());
        push("a redirect (307) of a push", INVALID_RESPONSE, ProviderFault.redirect(307, ATTACKER));
        push("no request_uri", INVALID_RESPONSE, ProviderFault.without("request_uri"));
        push("an empty request_uri", INVALID_RESPONSE, ProviderFault.with("request_uri", ""));
        push("a request_uri that is a number", INVALID_RESPONSE, ProviderFault.with("request_uri", 42));
        push("an OAuth error with HTTP 201", PROVIDER_ERROR, ProviderFault.json(201, Map.of("error", "invalid_scope")));
        push("hostile words at a push", PROVIDER_ERROR, ProviderFault.error(400, "invalid_request", HOSTILE_WORDS));
        unusable().forEach((given, fault) -> push(given + " at a push", INVALID_RESPONSE, fault));
    }

    private void push(String given, ErrorCode expected, ProviderFault fault) {
        add("S26", given, expected, 0, rehearsal -> {
            rehearsal.provider.always(PUSHED_AUTHORIZATION, fault);
            rehearsal.begin();
        });
    }

    private void tokenTypes() {
        if (kit.provesPossession()) {
            token("S30", "the token_type Bearer", INVALID_RESPONSE, ProviderFault.with("token_type", "Bearer"));
            token("S29", "an error with a nonce", PROVIDER_ERROR, withNonce(400, "invalid_grant"));
            token("S29", "an outage with a nonce", PROVIDER_UNAVAILABLE, withNonce(503, "temporarily_unavailable"));
            add("S29", "a nonce that is demanded again and again", PROVIDER_ERROR, 0, rehearsal -> {
                rehearsal.provider.always(TOKEN, withNonce(400, "use_dpop_nonce"));
                rehearsal.signIn();
            });
        } else {
            token("T30", "the token_type DPoP", INVALID_RESPONSE, ProviderFault.with("token_type", "DPoP"));
        }
    }

    private static ProviderFault withNonce(int status, String error) {
        return honest -> {
            Response refusal = ProviderFault.error(status, error, "No").answer(honest);
            Map<String, List<String>> headers = new LinkedHashMap<>(refusal.headers());
            headers.put("DPoP-Nonce", List.of(Secret.random().reveal()));
            return new Response(status, headers, refusal.body());
        };
    }

    private void signedUserinfo() {
        Set<ErrorCode> forged = Set.of(INVALID_ID_TOKEN, IDENTITY_MISMATCH, INVALID_RESPONSE);
        for (UserinfoFault fault : UserinfoFault.values()) {
            all.add(new Refusal("S33", "signed userinfo with the fault " + fault, forged, 1, rehearsal -> {
                rehearsal.provider.alwaysUserinfo(fault);
                rehearsal.signIn();
            }));
        }
    }

    private void devices() {
        device("a person who declines on a device", ACCESS_DENIED, (rehearsal, device) -> {
            rehearsal.denyDevice(device);
            rehearsal.pollInTime(device);
        });
        devicePoll(
                "a code whose time is over",
                SIGN_IN_NOT_PENDING,
                ProviderFault.error(400, "expired_token", "The device_code has expired"));
        busy().forEach((status, fault) -> devicePoll(status + " at a poll", PROVIDER_UNAVAILABLE, fault));
        devicePoll("a poll whose answer got lost", PROVIDER_UNAVAILABLE, ProviderFault.lostAnswer());
        devicePoll("a redirect (307) of a poll", INVALID_RESPONSE, ProviderFault.redirect(307, ATTACKER));
        devicePoll("a poll that answers no access_token", INVALID_RESPONSE, ProviderFault.without("access_token"));
        if (kit.supportsIdTokens()) {
            for (IdTokenFault fault : WITHOUT_A_BROWSER) {
                device("a device's ID token with the fault " + fault, INVALID_ID_TOKEN, (rehearsal, device) -> {
                    rehearsal.provider.always(fault);
                    rehearsal.approveDevice(device);
                    rehearsal.pollInTime(device);
                });
            }
        }
        if (kit.supportsIdTokens() && kit.supportsUserinfo()) {
            device("a device's userinfo of somebody else", IDENTITY_MISMATCH, (rehearsal, device) -> {
                rehearsal.changeUserinfo(
                        members -> MemberPath.of(kit.subjectMember()).put(members, "somebody-else"));
                rehearsal.approveDevice(device);
                rehearsal.pollInTime(device);
            });
        }
        deviceStart("a client that may not start devices", INVALID_CONFIGURATION, INVALID_CLIENT);
        busy().forEach((status, fault) -> deviceStart(status + " at a start", PROVIDER_UNAVAILABLE, fault));
        for (String member : List.of("device_code", "user_code", "verification_uri", "expires_in")) {
            deviceStart("a start without " + member, INVALID_RESPONSE, ProviderFault.without(member));
        }
        deviceStart(
                "an address to show that is a script",
                INVALID_RESPONSE,
                ProviderFault.with("verification_uri", "javascript:alert(1)"));
    }

    /** Lets something happen to a device that has its code. */
    private interface DeviceAct {
        void perform(Rehearsal rehearsal, DeviceAuthorization device) throws InterruptedException;
    }

    private void device(String given, ErrorCode expected, DeviceAct act) {
        add("S32", given, expected, 1, rehearsal -> act.perform(rehearsal, rehearsal.startDevice()));
    }

    private void devicePoll(String given, ErrorCode expected, ProviderFault fault) {
        device(given, expected, (rehearsal, device) -> {
            rehearsal.approveDevice(device);
            rehearsal.provider.always(TOKEN, fault);
            rehearsal.pollInTime(device);
        });
    }

    private void deviceStart(String given, ErrorCode expected, ProviderFault fault) {
        add("S32", given, expected, 0, rehearsal -> {
            rehearsal.provider.always(DEVICE_AUTHORIZATION, fault);
            rehearsal.startDevice();
        });
    }

    private void revocations() {
        revocation(
                "a token of a type that is not revoked",
                PROVIDER_ERROR,
                ProviderFault.error(400, "unsupported_token_type", "No"));
        revocation("a revocation by a client that is not known", INVALID_CONFIGURATION, INVALID_CLIENT);
        busy().forEach((status, fault) -> revocation(status + " at a revocation", PROVIDER_UNAVAILABLE, fault));
        revocation("a revocation that cannot be made", PROVIDER_UNAVAILABLE, ProviderFault.unreachable());
        revocation("a redirect (307) of a revocation", INVALID_RESPONSE, ProviderFault.redirect(307, ATTACKER));
    }

    private void revocation(String given, ErrorCode expected, ProviderFault fault) {
        add("R05", given, expected, 0, rehearsal -> {
            rehearsal.provider.always(REVOCATION, fault);
            rehearsal.revoke(Secret.random());
        });
    }

    private void exchanges(TokenExchangeRequest request) {
        exchange(
                request,
                "an exchange that the provider does not grant",
                PROVIDER_ERROR,
                ProviderFault.error(400, "invalid_request", "Invalid subject_token"));
        exchange(request, "an exchange by a client that is not known", INVALID_CONFIGURATION, INVALID_CLIENT);
        busy().forEach((status, fault) -> exchange(request, status + " at an exchange", PROVIDER_UNAVAILABLE, fault));
        exchange(request, "an exchange whose answer got lost", PROVIDER_UNAVAILABLE, ProviderFault.lostAnswer());
        exchange(request, "a redirect (307) of an exchange", INVALID_RESPONSE, ProviderFault.redirect(307, ATTACKER));
        exchange(
                request,
                "an exchange that answers no access_token",
                INVALID_RESPONSE,
                ProviderFault.without("access_token"));
        add("T45", "a provider that repeats the subject token in its error", PROVIDER_ERROR, 1, rehearsal -> {
            String words = "subject token " + request.subjectToken().reveal();
            rehearsal.provider.always(TOKEN, ProviderFault.error(400, "invalid_request", words));
            rehearsal.exchange(request);
        });
    }

    private void exchange(TokenExchangeRequest request, String given, ErrorCode expected, ProviderFault fault) {
        add("R07", given, expected, 1, rehearsal -> {
            rehearsal.provider.always(TOKEN, fault);
            rehearsal.exchange(request);
        });
    }

    private void tokenEndpoint() {
        token(
                "T21",
                "an invalid_grant error",
                PROVIDER_ERROR,
                ProviderFault.error(400, "invalid_grant", "Invalid code"));
        if (kit.hasCredentials()) {
            add("T22", "a wrong client secret or key", INVALID_CONFIGURATION, 1, rehearsal -> {
                // Only then, because a pushed request is authenticated too.
                Rehearsal.Begun begun = rehearsal.begin();
                Rehearsal.Callback callback = rehearsal.approved(begun);
                rehearsal.provider.register(kit.withOtherCredentials(rehearsal.client));
                rehearsal.provider.takeClientSignaturesForGranted(false);
                rehearsal.complete(begun, callback);
            });
        } else {
            token("T22", "a client that the provider does not know", INVALID_CONFIGURATION, INVALID_CLIENT);
        }
        for (int status : new int[] {500, 502, 503, 429}) {
            Response busy =
                    new Response(status, Map.of("Retry-After", List.of("1")), "{}".getBytes(StandardCharsets.UTF_8));
            token("T23", "HTTP " + status + " of the token endpoint", PROVIDER_UNAVAILABLE, ProviderFault.of(busy));
        }
        token("T24", "a token answer that got lost", PROVIDER_UNAVAILABLE, ProviderFault.lostAnswer());
        token("T25", "a token endpoint that cannot be reached", PROVIDER_UNAVAILABLE, ProviderFault.unreachable());
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            token(
                    "T29",
                    "a redirect (" + status + ") of the token endpoint to another host",
                    INVALID_RESPONSE,
                    ProviderFault.redirect(status, ATTACKER));
            add(
                    "T29",
                    "a redirect (" + status + ") of the token endpoint out of TLS",
                    INVALID_RESPONSE,
                    1,
                    rehearsal -> {
                        URI plain = withoutTls(rehearsal.provider.address(TOKEN).orElseThrow());
                        rehearsal.provider.always(TOKEN, ProviderFault.redirect(status, plain));
                        rehearsal.signIn();
                    });
        }
        add("T29", "a redirect (307) of the token endpoint to its own host", INVALID_RESPONSE, 1, rehearsal -> {
            // Once only, so that who follows it signs somebody in.
            URI again = URI.create(rehearsal.provider.address(TOKEN).orElseThrow() + "?again");
            rehearsal.provider.next(TOKEN, ProviderFault.redirect(307, again));
            rehearsal.signIn();
        });
        unusableTokenAnswers();
    }

    /** Answers of a provider that cannot do now what it is asked for. */
    private static Map<String, ProviderFault> busy() {
        Map<String, ProviderFault> busy = new LinkedHashMap<>();
        for (int status : new int[] {503, 429}) {
            busy.put("HTTP " + status, ProviderFault.json(status, Map.of()));
        }
        return busy;
    }

    /** Answers that no reader of JSON objects or lists must take for one. */
    static Map<String, ProviderFault> unusable() {
        Map<String, ProviderFault> unusable = new LinkedHashMap<>();
        unusable.put("HTML", ProviderFault.text(200, "text/html", "<p>Hello</p>"));
        unusable.put("an empty answer", ProviderFault.text(200, "application/json", ""));
        unusable.put("a JSON text", ProviderFault.json(200, "text"));
        unusable.put("a redirect (308)", ProviderFault.redirect(308, ATTACKER));
        unusable.put(
                "JSON nested very deep",
                ProviderFault.text(200, "application/json", "[".repeat(NESTING) + "]".repeat(NESTING)));
        return unusable;
    }

    private void unusableTokenAnswers() {
        token("T30", "a token answer in HTML", INVALID_RESPONSE, ProviderFault.text(200, "text/html", "<p>Hello</p>"));
        token("T30", "an empty token answer", INVALID_RESPONSE, ProviderFault.text(200, "application/json", ""));
        token("T30", "a token answer that is an array", INVALID_RESPONSE, ProviderFault.json(200, List.of()));
        token("T30", "no access_token", INVALID_RESPONSE, ProviderFault.without("access_token"));
        token("T30", "an empty access_token", INVALID_RESPONSE, ProviderFault.with("access_token", ""));
        token("T30", "an access_token that is a number", INVALID_RESPONSE, ProviderFault.with("access_token", 42));
        token("T30", "no token_type", INVALID_RESPONSE, ProviderFault.without("token_type"));
        token("T30", "the token_type mac", INVALID_RESPONSE, ProviderFault.with("token_type", "mac"));
        token(
                "T30",
                "an OAuth error with HTTP 200",
                PROVIDER_ERROR,
                ProviderFault.json(200, Map.of("error", "bad_verification_code")));
        String deep = "{\"access_token\":\"token\",\"token_type\":\"bearer\",\"more\":" + "[".repeat(NESTING)
                + "]".repeat(NESTING) + "}";
        token(
                "T31",
                "a token answer nested very deep",
                INVALID_RESPONSE,
                ProviderFault.text(200, "application/json", deep));
        token(
                "T31",
                "a token answer with two access_token members",
                INVALID_RESPONSE,
                ProviderFault.text(
                        200,
                        "application/json",
                        "{\"access_token\":\"one\",\"token_type\":\"bearer\",\"access_token\":\"two\"}"));
        byte[] notUtf8 =
                "{\"access_token\":\"\u00e9\",\"token_type\":\"bearer\"}".getBytes(StandardCharsets.ISO_8859_1);
        token(
                "T31",
                "a token answer that is not UTF-8",
                INVALID_RESPONSE,
                ProviderFault.of(new Response(200, Map.of("Content-Type", List.of("application/json")), notUtf8)));
    }

    private void idTokens() {
        idTokens("T32", IdTokenFault.ALG_NONE, IdTokenFault.UNSIGNED, IdTokenFault.SIGNATURE_OF_ZEROS);
        idTokens("T32", IdTokenFault.TAMPERED_PAYLOAD);
        idTokens("T32", IdTokenFault.FOREIGN_KEY_UNDER_KNOWN_KID, IdTokenFault.FOREIGN_KEY_UNDER_UNKNOWN_KID);
        idTokens("T32", IdTokenFault.FOREIGN_KEY_WITHOUT_KID);
        idTokens("T33", IdTokenFault.HMAC_WITH_PUBLIC_KEY_PEM, IdTokenFault.HMAC_WITH_PUBLIC_KEY_DER);
        idTokens("T33", IdTokenFault.HMAC_WITH_CLIENT_SECRET);
        token("T34", "no ID token although openid was asked for", INVALID_ID_TOKEN, ProviderFault.without("id_token"));
        token("T34", "an ID token that is not a JWT", INVALID_ID_TOKEN, ProviderFault.with("id_token", "no.jwt"));
        idTokens("T34", IdTokenFault.ISS_MISSING, IdTokenFault.ISS_OTHER, IdTokenFault.ISS_BEGINS_ALIKE);
        for (Map.Entry<String, UnaryOperator<String>> spelling : OTHER_SPELLINGS) {
            idToken(
                    "T34",
                    "an ID token whose issuer is the right one " + spelling.getKey(),
                    draft -> draft.claim(
                                    "iss",
                                    spelling.getValue()
                                            .apply(String.valueOf(draft.claims().get("iss"))))
                            .sign());
        }
        idTokens("T34", IdTokenFault.AUD_MISSING, IdTokenFault.AUD_OTHER, IdTokenFault.AUD_BEGINS_ALIKE);
        idTokens("T34", IdTokenFault.AUD_EMPTY, IdTokenFault.AUD_OTHER_WITH_OWN_AZP);
        idTokens("T34", IdTokenFault.AUD_TWO_WITHOUT_AZP, IdTokenFault.AZP_OTHER);
        idTokens("T35", IdTokenFault.EXP_PAST, IdTokenFault.EXP_MISSING, IdTokenFault.EXP_TEXT);
        idTokens("T35", IdTokenFault.IAT_AHEAD, IdTokenFault.IAT_MISSING, IdTokenFault.IAT_TEXT);
        idTokens("T35", IdTokenFault.NBF_AHEAD, IdTokenFault.SUB_MISSING, IdTokenFault.SUB_NUMBER);
        idToken(
                "T35",
                "an ID token that expired 61 seconds ago",
                draft -> draft.claim("exp", seconds(draft, -61)).sign());
        idToken(
                "T35",
                "an ID token issued 61 seconds ahead",
                draft -> draft.claim("iat", seconds(draft, 61)).sign());
        idToken(
                "T35",
                "an ID token valid only from 61 seconds ahead",
                draft -> draft.claim("nbf", seconds(draft, 61)).sign());
        idTokens("T36", IdTokenFault.NONCE_MISSING, IdTokenFault.NONCE_OTHER);
        add("T36", "an ID token with the nonce of an earlier sign-in", INVALID_ID_TOKEN, 2, rehearsal -> {
            rehearsal.signIn();
            rehearsal.provider.always(IdTokenFault.NONCE_STALE);
            rehearsal.signIn();
        });
        idTokens("T37", IdTokenFault.HEADER_JKU, IdTokenFault.HEADER_JKU_BEGINS_ALIKE, IdTokenFault.HEADER_X5U);
        idTokens("T37", IdTokenFault.HEADER_JWK, IdTokenFault.HEADER_JWK_UNDER_KNOWN_KID);
        idTokens("T37", IdTokenFault.HEADER_JWK_WITHOUT_KID, IdTokenFault.HEADER_CRIT_UNKNOWN);
        idTokens("T37", IdTokenFault.HEADER_X5C, IdTokenFault.HEADER_X5C_UNDER_KNOWN_KID);
        idTokens("T37", IdTokenFault.HEADER_X5C_WITHOUT_KID);
    }

    private void keys() {
        Set<ErrorCode> unusable = Set.of(PROVIDER_UNAVAILABLE, INVALID_RESPONSE, INVALID_ID_TOKEN);
        keys("keys that cannot be reached", Set.of(PROVIDER_UNAVAILABLE), ProviderFault.unreachable());
        keys("keys in HTML", unusable, ProviderFault.text(200, "text/html", "<p>Hello</p>"));
        keys("a redirect (307) of the keys", unusable, ProviderFault.redirect(307, ATTACKER));
        all.add(new Refusal("T41", "an RSA key of 1024 bit", unusable, 1, rehearsal -> {
            rehearsal.provider.publish(weak(rehearsal.provider.publishedKeys()));
            rehearsal.signIn();
        }));
        add("T41", "a key that was withdrawn more than a day ago", INVALID_ID_TOKEN, 2, rehearsal -> {
            rehearsal.signIn();
            rehearsal.provider.rotateKey();
            rehearsal.provider.withdrawOldKeys();
            rehearsal.clock.move(LONGEST_LIFE_OF_KEYS.plusMinutes(1));
            rehearsal.provider.always(IdTokenDraft::signWithPreviousKey);
            rehearsal.signIn();
        });
        keys("no keys at all", unusable, ProviderFault.json(200, Map.of("keys", List.of())));
        keys("keys for encryption only", unusable, ProviderFault.changing(Refusals::forEncryption));
    }

    /** Of the provider's algorithms the first that a weak key signs with: who accepts no other would refuse for the algorithm alone. */
    private static PublishedKeys weak(PublishedKeys keys) {
        return keys.algorithms().stream()
                .map(algorithm -> new PublishedKeys(List.of(algorithm), keys.keyIds(), keys.encryptionKey(), true))
                .filter(PublishedKeys::signsWithWeakRsa)
                .findFirst()
                .orElseGet(() -> PublishedKeys.of(SigningAlgorithm.RS256).withWeakRsa());
    }

    private void userinfo() {
        for (int status : new int[] {401, 403}) {
            userinfo(
                    "T43",
                    "HTTP " + status + " of userinfo",
                    PROVIDER_ERROR,
                    ProviderFault.error(status, "invalid_token", "Invalid access token"));
        }
        busy().forEach((status, fault) -> userinfo("T43", status + " of userinfo", PROVIDER_UNAVAILABLE, fault));
        userinfo("T43", "a userinfo answer that got lost", PROVIDER_UNAVAILABLE, ProviderFault.lostAnswer());
        userinfo("T29", "a redirect (307) of userinfo", INVALID_RESPONSE, ProviderFault.redirect(307, ATTACKER));
        unusable().forEach((given, fault) -> userinfo("T30", given + " from userinfo", INVALID_RESPONSE, fault));
        userinfo(
                "T46",
                "an error of userinfo with hostile words",
                PROVIDER_ERROR,
                ProviderFault.error(401, "invalid_token", HOSTILE_WORDS));
        MemberPath member = MemberPath.of(kit.subjectMember());
        subject("userinfo without subject", member::remove);
        subject("userinfo with an empty subject", members -> member.put(members, ""));
        // Signed userinfo with such a subject is no JWT.
        Set<ErrorCode> unusable = Set.of(IDENTITY_MISMATCH, INVALID_RESPONSE, INVALID_ID_TOKEN);
        subject("userinfo whose subject is true", unusable, members -> member.put(members, true));
        subject("userinfo whose subject is a list", unusable, members -> member.put(members, List.of("somebody")));
        subject(
                "userinfo whose subject is an object",
                unusable,
                members -> member.put(members, Map.of("id", "somebody")));
        for (MemberPath parent : member.parents()) {
            subject("userinfo without " + parent, parent::remove);
            subject("userinfo whose " + parent + " is a text", members -> parent.put(members, "text"));
        }
        if (kit.supportsIdTokens()) {
            subject("userinfo of somebody else", members -> member.put(members, "somebody-else"));
            subject(
                    "userinfo of somebody whose subject begins alike",
                    members -> member.put(members, member.in(members) + "0"));
            subject("userinfo whose subject is a number", members -> member.put(members, 42));
            String alike = inAnotherCase(kit.person().subject());
            if (!alike.equals(kit.person().subject())) {
                subject(
                        "userinfo of somebody whose subject differs in the case of a letter",
                        members -> member.put(members, alike));
            }
        }
        if (kit.supportsIdTokens() && kit.signsInWithoutOpenid()) {
            add("T42", "userinfo without subject, and no ID token", IDENTITY_MISMATCH, 1, rehearsal -> {
                rehearsal.changeUserinfo(member::remove);
                Rehearsal.Begun begun = rehearsal.begin(builder -> builder.scopes(kit.scopesWithoutIdToken()));
                rehearsal.complete(begun, rehearsal.approved(begun));
            });
        }
    }

    private void words() {
        callback("T46", "an error in the callback with hostile words", PROVIDER_ERROR, parameters -> {
            parameters.remove("code");
            parameters.put("error", List.of("invalid_scope"));
            parameters.put("error_description", List.of(HOSTILE_WORDS));
        });
        callback("T46", "an error in the callback whose code is hostile", PROVIDER_ERROR, parameters -> {
            parameters.remove("code");
            parameters.put("error", List.of(HOSTILE_WORDS));
        });
        token(
                "T46",
                "an error of the token endpoint with hostile words",
                PROVIDER_ERROR,
                // So many are written only where they are answered.
                honest -> ProviderFault.error(400, "invalid_grant", HOSTILE_WORDS.repeat(10))
                        .answer(honest));
        add("T45", "a provider that repeats code, verifier and secret in its error", PROVIDER_ERROR, 1, rehearsal -> {
            rehearsal.provider.always(TOKEN, repeatingWhatWasSent(rehearsal));
            rehearsal.signIn();
        });
    }

    private void refreshes() {
        refresh("R03", "a refresh token that was used before", PROVIDER_ERROR, 3, (rehearsal, request) -> {
            rehearsal.refresh(request);
            rehearsal.refresh(request);
        });
        refreshToken(
                "T46",
                "an error at a refresh with hostile words",
                PROVIDER_ERROR,
                ProviderFault.error(400, "invalid_grant", HOSTILE_WORDS));
        busy().forEach((status, fault) -> refreshToken("R03", status + " at a refresh", PROVIDER_UNAVAILABLE, fault));
        refreshToken("R03", "a refresh whose answer got lost", PROVIDER_UNAVAILABLE, ProviderFault.lostAnswer());
        refreshToken("R03", "a refresh without access_token", INVALID_RESPONSE, ProviderFault.without("access_token"));
        refreshToken("R03", "a redirect (307) at a refresh", INVALID_RESPONSE, ProviderFault.redirect(307, ATTACKER));
        refresh(
                "R04",
                "a refresh for an identity of another provider",
                IDENTITY_MISMATCH,
                1,
                (rehearsal, request) -> rehearsal.refresh(Rehearsal.with(
                        request.proofKey(),
                        RefreshRequest.of(
                                new Identity(
                                        "https://another-provider.example",
                                        request.expectedIdentity().subject()),
                                request.refreshToken()))));
        if (kit.supportsIdTokens()) {
            refreshed(
                    "a new ID token of somebody else",
                    IDENTITY_MISMATCH,
                    draft -> draft.claim("sub", "somebody-else").sign());
            for (IdTokenFault fault : WITHOUT_A_BROWSER) {
                refreshed("a new ID token with the fault " + fault, INVALID_ID_TOKEN, fault);
            }
        }
    }

    private void add(String rule, String given, ErrorCode expected, int tokenRequests, Refusal.Act act) {
        all.add(new Refusal(rule, given, Set.of(expected), tokenRequests, act));
    }

    private void callback(String rule, String given, ErrorCode expected, Consumer<Map<String, List<String>>> change) {
        add(rule, given, expected, 0, rehearsal -> {
            Rehearsal.Begun begun = rehearsal.begin();
            Rehearsal.Callback callback = rehearsal.approved(begun);
            change.accept(callback.parameters());
            rehearsal.complete(begun, callback);
        });
    }

    private void token(String rule, String given, ErrorCode expected, ProviderFault fault) {
        answer(rule, given, Set.of(expected), TOKEN, fault);
    }

    private void userinfo(String rule, String given, ErrorCode expected, ProviderFault fault) {
        answer(rule, given, Set.of(expected), USERINFO, fault);
    }

    private void subject(String given, Consumer<Map<String, @Nullable Object>> change) {
        subject(given, Set.of(IDENTITY_MISMATCH), change);
    }

    private void subject(String given, Set<ErrorCode> expected, Consumer<Map<String, @Nullable Object>> change) {
        all.add(new Refusal("T42", given, expected, 1, rehearsal -> {
            rehearsal.changeUserinfo(change);
            rehearsal.signIn();
        }));
    }

    private void keys(String given, Set<ErrorCode> expected, ProviderFault fault) {
        answer("T41", given, expected, JWKS, fault);
    }

    private void answer(String rule, String given, Set<ErrorCode> expected, Endpoint endpoint, ProviderFault fault) {
        all.add(new Refusal(rule, given, expected, 1, rehearsal -> {
            rehearsal.provider.always(endpoint, fault);
            rehearsal.signIn();
        }));
    }

    private void idTokens(String rule, IdTokenFault... faults) {
        for (IdTokenFault fault : faults) {
            idToken(rule, "an ID token with the fault " + fault, fault);
        }
    }

    private void idToken(String rule, String given, IdTokenForgery forgery) {
        add(rule, given, INVALID_ID_TOKEN, 1, rehearsal -> {
            rehearsal.provider.always(forgery);
            rehearsal.signIn();
        });
    }

    /** Refreshes the tokens of a sign-in. */
    private interface RefreshAct {
        void perform(Rehearsal rehearsal, RefreshRequest request) throws InterruptedException;
    }

    private void refresh(String rule, String given, ErrorCode expected, int tokenRequests, RefreshAct act) {
        add(rule, given, expected, tokenRequests, rehearsal -> {
            SignInResult result = rehearsal.signIn();
            act.perform(rehearsal, rehearsal.refreshOf(result));
        });
    }

    private void refreshToken(String rule, String given, ErrorCode expected, ProviderFault fault) {
        refresh(rule, given, expected, 2, (rehearsal, request) -> {
            rehearsal.provider.always(TOKEN, fault);
            rehearsal.refresh(request);
        });
    }

    private void refreshed(String given, ErrorCode expected, IdTokenForgery forgery) {
        refresh("R04", given, expected, 2, (rehearsal, request) -> {
            rehearsal.provider.always(forgery);
            rehearsal.refresh(request);
        });
    }

    private static ProviderFault repeatingWhatWasSent(Rehearsal rehearsal) {
        return honest -> {
            List<RecordedRequest> requests = rehearsal.provider.requests(TOKEN);
            Map<String, List<String>> sent = requests.get(requests.size() - 1).form();
            String words = "code " + sent.get("code") + " verifier " + sent.get("code_verifier") + " secret "
                    + rehearsal.client.secret().map(Secret::reveal).orElse("") + " assertion "
                    + sent.get(ClientCredentials.ASSERTION);
            return ProviderFault.error(400, "invalid_grant", words).answer(honest);
        };
    }

    private static Consumer<Map<String, List<String>>> set(String name, String... values) {
        return parameters -> parameters.put(name, List.of(values));
    }

    private static Consumer<Map<String, List<String>>> without(String name) {
        return parameters -> parameters.remove(name);
    }

    private static Map<String, @Nullable Object> forEncryption(Map<String, @Nullable Object> jwks) {
        UnaryOperator<@Nullable Object> change = key -> {
            Map<String, @Nullable Object> copy =
                    JsonValues.copyOf(key instanceof Map<?, ?> members ? members : Map.of());
            copy.put("use", "enc");
            copy.remove("alg");
            return copy;
        };
        if (jwks.get("keys") instanceof List<?> keys) {
            List<@Nullable Object> changed = new ArrayList<>();
            keys.forEach(key -> changed.add(change.apply(key)));
            jwks.put("keys", changed);
        }
        return jwks;
    }

    private static URI withoutTls(URI address) {
        return URI.create(
                "http" + address.toString().substring(address.getScheme().length()));
    }

    private static String inAnotherCase(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
    }

    /** Scheme and host only, which are the same however they are written (RFC 3986 section 6.2.2.1). */
    private static String inCapitals(String address) {
        URI uri = URI.create(address);
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        return origin.toUpperCase(Locale.ROOT) + address.substring(origin.length());
    }

    static String butForASlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address + "/";
    }

    private static long seconds(IdTokenDraft draft, long fromNow) {
        return draft.now().getEpochSecond() + fromNow;
    }
}
