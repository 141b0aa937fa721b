package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;

/**
 * The rules for what a connector can offer beside the browser's sign-in: device sign-in, refresh, revocation, logout address and token
 * exchange. What is denied must not be offered.
 */
abstract class CapabilityRules extends ProofRules {
    /**
     * A device shows the code that the provider gave, asks as often as it may, and signs in whoever approved: by the same checks as a
     * browser's sign-in, but for those that need a browser (RFC 8628 sections 3.1 to 3.5).
     *
     * <p>If this fails, check the two requests member by member against the message; for a provider without device sign-in deny
     * {@link #supportsDeviceSignIn()}.
     */
    @Test
    public final void S31_a_device_signs_in_who_approved_it() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsDeviceSignIn()) {
            assertNotOffered(
                    rehearsal.offered(DeviceSignIn.class),
                    offered -> offered.start(scopes()),
                    "DeviceSignIn although supportsDeviceSignIn() is denied. Do not deny it");
            return;
        }
        Outcome<DeviceAuthorization> start = Outcome.of(rehearsal::startDevice);
        // The request says more than the provider's refusal of it.
        assertAll(() -> succeeded("an honest provider", start), () -> assertDeviceRequest(rehearsal));
        DeviceAuthorization device = succeeded("an honest provider", start);
        assertDevice(rehearsal, device);
        DeviceAuthorization waiting = pending(rehearsal, device, "a person who has not decided");
        RecordedRequest poll = onlyTokenRequest(rehearsal);
        assertParameter(poll.form(), "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        assertParameter(poll.form(), "device_code", device.deviceCode().reveal());
        assertClientAuthentication(rehearsal.client, poll);
        DeviceProgress soon = succeeds("a poll that is too soon", () -> rehearsal.poll(waiting));
        DeviceAuthorization slower =
                soon.next().orElseThrow(() -> new AssertionFailedError("A poll that is too soon ends the sign-in."));
        assertTrue(
                slower.interval().compareTo(waiting.interval().plusSeconds(5)) >= 0,
                "After slow_down the interval has to grow by five seconds.");
        rehearsal.approveDevice(slower);
        SignInResult result = succeeds("a person who approved", () -> rehearsal.pollInTime(slower))
                .result()
                .orElseThrow(() -> new AssertionFailedError("The person approved, but nobody is signed in."));
        assertIdentity(result.identity(), "Somebody else signed in.");
        Set<Check> checks = new TreeSet<>(expectedChecks());
        checks.removeAll(Set.of(Check.PKCE, Check.NONCE));
        assertEquals(
                checks,
                new TreeSet<>(result.assurance().checks()),
                "The assurance does not claim what was checked, or claims what no device can check.");
    }

    /**
     * A second device of another person has a code of its own, and signs in that person.
     *
     * <p>If this fails, look for fields of the connector that change; it has to be immutable. The host keeps what {@code start} answers.
     */
    @Test
    public final void S31_a_second_device_signs_in_who_approved_that_one() throws InterruptedException {
        if (!supportsDeviceSignIn()) {
            return;
        }
        assertSubjectAnswered();
        Rehearsal rehearsal = rehearseForTheAnswer();
        Persona other = somebody(person().subject() + "2");
        DeviceAuthorization first = succeeds("an honest provider", rehearsal::startDevice);
        DeviceAuthorization second = succeeds("a second device", rehearsal::startDevice);
        assertNotEquals(
                first.deviceCode(),
                second.deviceCode(),
                "Two devices have one code. Keep nothing of a start in the connector.");
        rehearsal.approveDevice(first, person());
        rehearsal.approveDevice(second, other);
        assertEquals(
                List.of(person().subject(), other.subject()),
                List.of(subjectOnTheDevice(rehearsal, first), subjectOnTheDevice(rehearsal, second)),
                "Of two people with a device each, one became the other, or nobody. Keep nothing of a sign-in in the connector.");
    }

    private String subjectOnTheDevice(Rehearsal rehearsal, DeviceAuthorization device) throws InterruptedException {
        return succeeds("a person who approved", () -> rehearsal.pollInTime(device))
                .result()
                .map(result -> result.identity().subject())
                .orElse("nobody");
    }

    /**
     * What a browser's sign-in would refuse a device's refuses too; a person who declines is {@code ACCESS_DENIED}, a code whose time
     * is over {@code SIGN_IN_NOT_PENDING} (RFC 8628 section 3.5).
     *
     * <p>If this fails, use one way from the token answer to the person for browsers and devices.
     */
    @Test
    public final void S32_a_device_that_is_not_approved_signs_nobody_in() {
        if (supportsDeviceSignIn()) {
            assertRefused("S32", "Use one way from the token answer to the person for browsers and devices.");
        }
    }

    /**
     * A refresh is one request with the refresh token, authenticated as the code exchange was, and asks for a scope only if it
     * should be narrower (RFC 6749 section 6).
     *
     * <p>If this fails, check the request member by member; for a provider without refresh tokens deny {@link #supportsRefresh()}.
     */
    @Test
    public final void R01_a_refresh_is_one_authenticated_request() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsRefresh()) {
            assertEquals(
                    Optional.empty(),
                    rehearsal.offered(TokenRefresh.class),
                    "The connector offers TokenRefresh although supportsRefresh() is denied. Do not deny it.");
            return;
        }
        SignInResult result = signsIn(rehearsal);
        RefreshRequest request = rehearsal.refreshOf(result);
        List<TokenSet> first = new ArrayList<>();
        // The request says more than the provider's refusal of it.
        assertAll(() -> first.add(succeeds("a refresh", () -> rehearsal.refresh(request))), () -> {
            RecordedRequest sent = lastTokenRequest(rehearsal, 2);
            assertAll(
                    () -> assertParameter(sent.form(), "grant_type", "refresh_token"),
                    () -> assertParameter(
                            sent.form(), "refresh_token", request.refreshToken().reveal()),
                    () -> assertFalse(sent.form().containsKey("scope"), "A scope is sent though none was asked for."),
                    () -> assertClientAuthentication(rehearsal.client, sent));
        });
        List<String> narrower = fewestScopes();
        if (narrower.isEmpty()) {
            return;
        }
        RefreshRequest narrow = Rehearsal.with(
                request.proofKey(),
                RefreshRequest.of(result.identity(), first.get(0).refreshToken().orElse(request.refreshToken()))
                        .scopes(narrower));
        succeeds("a refresh for fewer scopes", () -> rehearsal.refresh(narrow));
        assertParameter(lastTokenRequest(rehearsal, 3).form(), "scope", String.join(" ", narrower));
    }

    /**
     * A refresh answers the new tokens; a new refresh token is handed on so that the host can replace the old one (RFC 9700 section
     * 4.14.2).
     *
     * <p>If this fails, read the answer of a refresh as that of the code exchange; do not put the old refresh token into it.
     */
    @Test
    public final void R02_a_refresh_answers_the_new_tokens() throws InterruptedException {
        if (supportsRefresh()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            RefreshRequest request = rehearsal.refreshOf(signsIn(rehearsal));
            TokenSet tokens = succeeds("a refresh", () -> rehearsal.refresh(request));
            List<JsonObject> answers = rehearsal.answers(Endpoint.TOKEN);
            assertTokens(answers.get(answers.size() - 1), rehearsal, tokens);
            Rehearsal steady = rehearseForTheAnswer();
            RefreshRequest once = steady.refreshOf(signsIn(steady));
            steady.provider.always(Endpoint.TOKEN, ProviderFault.without("refresh_token"));
            assertEquals(
                    Optional.empty(),
                    succeeds("a refresh without a new refresh token", () -> steady.refresh(once))
                            .refreshToken(),
                    "A refresh token is handed on though the provider sent none.");
        }
    }

    /**
     * A refresh that fails is not repeated, and ends in the same codes as a code exchange.
     *
     * <p>If this fails, read the answer of a refresh as that of a code exchange, and never repeat the request: the token may be used up.
     */
    @Test
    public final void R03_a_refresh_that_fails_is_not_repeated() {
        if (supportsRefresh()) {
            assertRefused("R03", "Read its answer as that of a code exchange, and never repeat a token request.");
        }
    }

    /**
     * A refresh is for the person who signed in: a new ID token of somebody else is refused, and a token of another provider is not
     * sent (OpenID Connect Core 1.0 section 12.2).
     *
     * <p>If this fails, verify a new ID token, compare its subject, and compare the namespace before anything is sent.
     */
    @Test
    public final void R04_a_refresh_is_for_the_expected_identity() {
        if (supportsRefresh()) {
            assertRefused("R04", "Verify a new ID token against the expected identity; check the namespace first.");
        }
    }

    /**
     * A token is revoked by one authenticated request; one that the provider does not know is no error, and one that it refuses is (RFC
     * 7009 sections 2.1 and 2.2).
     *
     * <p>If this fails, send the token as {@code token} in a form; for a provider without revocation deny {@link
     * #supportsRevocation()}.
     */
    @Test
    public final void R05_a_token_is_revoked_by_one_authenticated_request() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsRevocation()) {
            assertNotOffered(
                    rehearsal.offered(TokenRevocation.class),
                    offered -> offered.revoke(Secret.random()),
                    "TokenRevocation although supportsRevocation() is denied. Do not deny it");
            return;
        }
        Secret token = Secret.random();
        succeeds("a token that the provider does not know", () -> rehearsal.revoke(token));
        List<RecordedRequest> requests = rehearsal.provider.requests(Endpoint.REVOCATION);
        assertEquals(1, requests.size(), "The revocation endpoint was not asked once.");
        RecordedRequest request = requests.get(0);
        assertEquals("POST", request.method(), "The revocation request is not a POST.");
        assertParameter(request.form(), "token", token.reveal());
        assertClientAuthentication(rehearsal.client, request);
        assertRefused("R05", "Read an error as that of the token endpoint.");
    }

    /**
     * The address for signing out is the provider's, and carries what the host gave and the client's ID at most (OpenID Connect
     * RP-Initiated Logout 1.0 section 2).
     *
     * <p>If this fails, send {@code id_token_hint}, {@code post_logout_redirect_uri} and {@code state} if the host gave them; for a
     * provider without such an address deny {@link #supportsLogoutUrl()}.
     */
    @Test
    public final void R06_the_logout_address_carries_what_the_host_gave() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        if (!supportsLogoutUrl()) {
            assertNotOffered(
                    rehearsal.offered(LogoutUrl.class),
                    offered -> offered.logoutUrl(LogoutRequest.create()),
                    "LogoutUrl although supportsLogoutUrl() is denied. Do not deny it");
            return;
        }
        Secret idToken = Secret.random();
        Secret state = Secret.random();
        LogoutRequest request = LogoutRequest.create().idToken(idToken).returnTo(REDIRECT_URI, state);
        assertLogout(
                rehearsal,
                succeeds("an honest provider", () -> rehearsal.logoutUrl(request)),
                Map.of(
                        "id_token_hint", idToken.reveal(),
                        "post_logout_redirect_uri", REDIRECT_URI.toString(),
                        "state", state.reveal()));
        assertLogout(
                rehearsal,
                succeeds("a request that says nothing", () -> rehearsal.logoutUrl(LogoutRequest.create())),
                Map.of());
        assertEquals(
                0, rehearsal.count(Endpoint.END_SESSION), "The connector went there itself; that is the browser's.");
    }

    /**
     * A token of another kind is exchanged by one authenticated request, which asks for a scope only if the host does. The tokens are
     * handed on as stated, but for an ID token, which nobody verified; where possession is proven they come with the key they are bound
     * to. An exchange that fails is not repeated (RFC 8693 sections 2.1 and 2.2, RFC 9449 section 5).
     *
     * <p>If this fails, check the request member by member, and read its answer as that of the code exchange; for a connector that offers
     * {@link TokenExchange} override {@link #tokenExchange()}.
     */
    @Test
    public final void R07_a_token_is_exchanged_by_one_authenticated_request() throws InterruptedException {
        Optional<TokenExchangeRequest> granted = tokenExchange();
        if (granted.isEmpty()) {
            assertNotOffered(
                    rehearse().offered(TokenExchange.class),
                    offered -> offered.exchange(
                            TokenExchangeRequest.of(Secret.random(), "urn:ietf:params:oauth:token-type:access_token")),
                    "TokenExchange although tokenExchange() is empty. Let it say what is exchanged");
            return;
        }
        TokenExchangeRequest request = granted.get();
        assertExchange("an exchange for all that the provider grants", request.scopes(List.of()));
        assertExchange(
                "an exchange for certain scopes",
                request.scopes().isEmpty() ? request.scopes(fewestScopes()) : request);
        assertRefused("R07", "Read its answer as that of a code exchange, and never repeat a token request.");
    }

    private static void assertDeviceRequest(Rehearsal rehearsal) {
        List<RecordedRequest> requests = rehearsal.provider.requests(Endpoint.DEVICE_AUTHORIZATION);
        assertEquals(1, requests.size(), "The device authorization endpoint was not asked once.");
        RecordedRequest request = requests.get(0);
        assertEquals("POST", request.method(), "The device authorization request is not a POST.");
        assertAll(
                () -> assertParameter(request.form(), "scope", String.join(" ", rehearsal.scopes)),
                () -> assertClientId(request, rehearsal.client));
    }

    private static void assertDevice(Rehearsal rehearsal, DeviceAuthorization device) {
        JsonObject answer = rehearsal.answers(Endpoint.DEVICE_AUTHORIZATION).get(0);
        assertAll(
                () -> assertEquals(answer.text("user_code"), device.userCode(), "Another code would be shown."),
                () -> assertEquals(
                        answer.text("verification_uri"),
                        device.verificationUri().toString(),
                        "Another address would be shown."),
                () -> assertEquals(
                        rehearsal
                                .clock
                                .instant()
                                .plusSeconds(answer.integer("expires_in").orElseThrow()),
                        device.expiresAt(),
                        "The code's end is not the clock's time plus expires_in."),
                () -> assertEquals(
                        Duration.ofSeconds(answer.integer("interval").orElse(5)),
                        device.interval(),
                        "The interval is not what the provider says, or five seconds if it says nothing."));
    }

    /** The client names itself if it does not authenticate otherwise (RFC 8628 section 3.1). */
    private static void assertClientId(RecordedRequest request, SimulatedClient client) {
        if (request.header("Authorization").isEmpty()) {
            assertParameter(request.form(), "client_id", client.clientId());
        }
    }

    private DeviceAuthorization pending(Rehearsal rehearsal, DeviceAuthorization device, String given)
            throws InterruptedException {
        DeviceProgress progress = succeeds(given, () -> rehearsal.pollInTime(device));
        assertEquals(Optional.empty(), progress.result(), "Somebody signed in before the person decided.");
        return progress.next()
                .orElseThrow(
                        () -> new AssertionFailedError("There is nothing to poll with, though nobody has decided."));
    }

    private static void assertLogout(Rehearsal rehearsal, URI address, Map<String, String> expected) {
        assertTrue(
                rehearsal.isAt(Endpoint.END_SESSION, address) && "https".equalsIgnoreCase(address.getScheme()),
                "The browser is not sent to the end session endpoint that provider() names.");
        Map<String, List<String>> query = Rehearsal.parametersOf(address);
        Set<String> names = new TreeSet<>(query.keySet());
        if (names.remove("client_id")) {
            assertParameter(query, "client_id", rehearsal.client.clientId());
        }
        assertEquals(new TreeSet<>(expected.keySet()), names, "The address has other parameters than it should.");
        expected.forEach((name, value) -> assertParameter(query, name, value));
    }

    private void assertExchange(String given, TokenExchangeRequest exchange) throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        rehearsal.provider.always(Endpoint.TOKEN, ProviderFault.with("id_token", "of.nobody.verified"));
        Outcome<TokenSet> outcome = Outcome.of(() -> rehearsal.exchange(exchange));
        // The request says more than the provider's refusal of it.
        assertAll(
                () -> {
                    TokenSet tokens = succeeded(given, outcome);
                    assertTrue(tokens.idToken().isEmpty(), "An ID token is handed on that nobody has verified.");
                    Map<String, @Nullable Object> answer = new LinkedHashMap<>(
                            rehearsal.answers(Endpoint.TOKEN).get(0).toMap());
                    answer.remove("id_token");
                    assertTokens(JsonObject.response(answer), rehearsal, tokens);
                    assertKeyOfProofs(rehearsal, tokens);
                },
                () -> assertExchangeRequest(onlyTokenRequest(rehearsal), rehearsal, exchange));
    }

    private void assertExchangeRequest(RecordedRequest sent, Rehearsal rehearsal, TokenExchangeRequest exchange) {
        Map<String, List<String>> form = sent.form();
        assertAll(
                () -> assertParameter(form, "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                () -> assertParameter(
                        form, "subject_token", exchange.subjectToken().reveal()),
                () -> assertParameter(form, "subject_token_type", exchange.subjectTokenType()),
                () -> {
                    if (exchange.scopes().isEmpty()) {
                        assertFalse(form.containsKey("scope"), "A scope is sent though none was asked for.");
                    } else {
                        assertParameter(form, "scope", String.join(" ", exchange.scopes()));
                    }
                },
                () -> assertClientAuthentication(rehearsal.client, sent),
                () -> {
                    if (provesPossession()) {
                        assertProofs(rehearsal);
                    }
                });
    }

    /** What is bound to a key is of no use without it. */
    private void assertKeyOfProofs(Rehearsal rehearsal, TokenSet tokens) {
        assertEquals(
                keysOfProofs(rehearsal, 0),
                tokens.proofKey().flatMap(OAuthAssertions::thumbprint).stream().collect(Collectors.toSet()),
                "The key of the proofs, with its private part, does not come with the tokens.");
    }

    /** Something that a capability can do. */
    @FunctionalInterface
    private interface Use<T> {
        void of(T capability) throws InterruptedException;
    }

    /** A connector that learns from the provider what there is may offer it before it knows, and say then that there is none. */
    private static <T> void assertNotOffered(Optional<T> capability, Use<T> use, String what)
            throws InterruptedException {
        if (capability.isPresent()) {
            ErrorCode end = null;
            try {
                use.of(capability.get());
            } catch (ConnectorException refusal) {
                end = refusal.code();
            }
            assertEquals(ErrorCode.UNSUPPORTED, end, "The connector offers " + what + ", or answer UNSUPPORTED.");
        }
    }
}
