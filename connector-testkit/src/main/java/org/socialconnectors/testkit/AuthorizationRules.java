package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;

/**
 * The rules for what goes through the browser, where others can read and change it: the authorization request, pushed or not, and the
 * callback.
 */
abstract class AuthorizationRules extends OAuthAssertions {
    private static final int STARTS = 50;

    /**
     * State, nonce and code challenge of a start are those of its attempt, fresh every time, and the challenge is the S256 of the
     * verifier (RFC 6749 section 10.12, OpenID Connect Core 1.0 section 3.1.2.1, RFC 7636 section 4.2).
     *
     * <p>If this fails, check that nothing of an attempt is kept in the connector, and that the challenge is
     * BASE64URL(SHA-256(ASCII(verifier))) without padding, with the method {@code S256}.
     */
    @Test
    public final void T01_state_nonce_and_code_challenge_are_fresh_in_every_start() throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        for (int start = 0; start < STARTS; start++) {
            Rehearsal.Begun begun = rehearsal.begin();
            Map<String, List<String>> query = begun.parameters();
            String verifier = begun.attempt().codeVerifier().reveal();
            assertParameter(query, "state", begun.attempt().state().reveal());
            if (supportsIdTokens()) {
                assertParameter(query, "nonce", begun.attempt().nonce().reveal());
            }
            if (supportsPkce()) {
                assertParameter(query, "code_challenge_method", "S256");
                assertParameter(query, "code_challenge", s256(verifier));
            } else {
                assertEquals(
                        null,
                        query.get("code_challenge"),
                        "A code challenge is sent although supportsPkce() is denied. Do not deny it.");
            }
        }
    }

    /**
     * The authorization request goes to the authorization endpoint and has exactly the standard parameters, each once, byte for
     * byte what was asked for (RFC 6749 section 4.1.1, RFC 7636 section 4.3), and the host's extra ones.
     *
     * <p>If this fails, check the encoding of the parameter that the message names, and send those that are missing; declare what your
     * provider needs besides the standard ones in {@link #furtherAuthorizationParameters()}.
     */
    @Test
    public final void T02_the_authorization_request_has_exactly_the_standard_parameters() throws InterruptedException {
        assertRequestFor(scopes());
        if (signsInWithoutOpenid()) {
            assertRequestFor(scopesWithoutIdToken());
        }
        Rehearsal.Begun unsaid = Outcome.of(() -> rehearse().begin(builder -> builder.scopes(List.of())))
                .value();
        assertFalse(
                unsaid != null && List.of("").equals(unsaid.parameters().get("scope")),
                "An empty scope is sent where the host asks for none. Leave it out, or ask for what the connector needs.");
    }

    /**
     * An extra parameter of the host never takes the place of one of the connector's own, nor is one sent twice.
     *
     * <p>If this fails, refuse such names in {@code begin} with {@code INVALID_REQUEST} before anything is put together.
     */
    @Test
    public final void T03_an_extra_parameter_never_replaces_the_connectors_own() {
        assertRefused("T03", "Refuse an extra parameter whose name the connector sets itself.");
    }

    /**
     * A person who declines is {@code ACCESS_DENIED}, and the token endpoint is not asked (RFC 6749 section 4.1.2.1).
     *
     * <p>If this fails, begin {@code complete} with {@code callback.code()}, which throws for you.
     */
    @Test
    public final void T17_a_person_who_declines_is_access_denied() {
        assertRefused("T17", "Begin complete with callback.code().");
    }

    /**
     * A callback with an error counts as one even if it has a code; without both, or with an empty code, it is malformed.
     *
     * <p>If this fails, begin {@code complete} with {@code callback.code()}, which throws for you.
     */
    @Test
    public final void T18_a_callback_without_a_usable_code_is_refused() {
        assertRefused("T18", "Begin complete with callback.code(), and do not read the parameter yourself.");
    }

    /**
     * A callback with two codes is malformed, whichever would have worked (RFC 6749 section 3.1).
     *
     * <p>If this fails, read callback parameters with {@code single}.
     */
    @Test
    public final void T19_a_repeated_parameter_is_refused() {
        assertRefused("T19", "Read callback parameters with single(name), not with all(name).");
    }

    /**
     * The redirect pins the issuer, so that a callback of another is refused before the code is sent anywhere (RFC 9207 section
     * 2.4, RFC 9700 section 4.4).
     *
     * <p>If this fails, answer {@code Redirect.to(uri).expecting(new IssuerRule(issuer, promised))}; the rule is required if the
     * provider's metadata has {@code authorization_response_iss_parameter_supported}.
     */
    @Test
    public final void T20_a_callback_of_another_issuer_is_refused() throws InterruptedException {
        Optional<IssuerRule> rule = rehearse().begin().attempt().issuerRule();
        assertEquals(
                pinsIssuer(),
                rule.isPresent(),
                pinsIssuer()
                        ? "The redirect pins no issuer. If the provider has none, deny pinsIssuer()."
                        : "The redirect pins an issuer although pinsIssuer() is denied. Do not deny it.");
        if (pinsIssuer()) {
            assertRefused("T20", "Pin the issuer with Redirect.expecting.");
        }
    }

    /**
     * The authorization request asks for the callback in the way in which the connector says that it arrives: by form (OAuth 2.0 Form
     * Post Response Mode section 2), or by query.
     *
     * <p>If this fails, let {@code callbackArrival} and {@code response_mode} follow from one setting.
     */
    @Test
    public final void S22_the_callback_is_asked_for_as_it_should_arrive() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        boolean byForm = receivesCallbackByForm();
        assertEquals(
                byForm ? CallbackParameters.Arrival.FORM : CallbackParameters.Arrival.QUERY,
                rehearsal.connector.callbackArrival(),
                "callbackArrival() is not what receivesCallbackByForm() says.");
        List<String> responseMode = rehearsal.begin().parameters().getOrDefault("response_mode", List.of("query"));
        assertEquals(
                List.of(byForm ? "form_post" : "query"),
                responseMode,
                "The response_mode is not what receivesCallbackByForm() says.");
    }

    /**
     * A callback that arrives by another way than was asked for is refused: what was asked for by form must not be in an address.
     *
     * <p>If this fails, check that {@code callbackArrival} says how the callback arrives.
     */
    @Test
    public final void S23_a_callback_that_arrives_by_another_way_is_refused() {
        assertRefused("S23", "Let callbackArrival say how the callback arrives.");
    }

    /**
     * A request that was pushed leaves the client ID and the reference in the redirect, each once, and nothing else (RFC 9126 section
     * 4); that the request itself is complete is rule T02.
     *
     * <p>If this fails, build the redirect from {@code client_id} and {@code request_uri} only.
     */
    @Test
    public final void S24_a_pushed_request_leaves_only_its_reference_in_the_redirect() throws InterruptedException {
        if (pushesAuthorizationRequests()) {
            Rehearsal rehearsal = rehearse();
            Map<String, List<String>> query = rehearsal.begin().query();
            assertEquals(
                    new TreeSet<>(Set.of("client_id", "request_uri")),
                    new TreeSet<>(query.keySet()),
                    "The redirect of a pushed request does not have exactly these parameters.");
            assertParameter(query, "client_id", rehearsal.client.clientId());
            String reference =
                    rehearsal.firstAnswer(Endpoint.PUSHED_AUTHORIZATION).text("request_uri");
            assertParameter(query, "request_uri", reference);
        }
    }

    /**
     * {@code begin} asks for nothing but the provider's metadata and, if that is declared, to have its request kept: once.
     *
     * <p>If this fails, put everything else off until the browser is back; declare {@link #pushesAuthorizationRequests()} if
     * requests are pushed.
     */
    @Test
    public final void S25_begin_asks_for_nothing_else_than_declared() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        rehearsal.begin();
        List<Endpoint> asked = rehearsal.provider.requests().stream()
                .map(RecordedRequest::endpoint)
                .filter(endpoint -> endpoint != Endpoint.DISCOVERY)
                .toList();
        assertEquals(
                pushesAuthorizationRequests() ? List.of(Endpoint.PUSHED_AUTHORIZATION) : List.of(),
                asked,
                "begin does not ask what pushesAuthorizationRequests() says.");
    }

    /**
     * When the provider does not keep a request, the sign-in ends there: no redirect, and no second try (RFC 9126 section 2.3).
     *
     * <p>If this fails, read the answer as you read the token endpoint's, and demand {@code request_uri} of it.
     */
    @Test
    public final void S26_a_request_that_is_not_kept_ends_the_sign_in() {
        if (pushesAuthorizationRequests()) {
            assertRefused("S26", "Read the answer as the token endpoint's; never fall back to the whole request.");
        }
    }

    /**
     * Metadata are the issuer's own, and no address in them is taken that is not {@code https}: a sign-in with others ends before
     * anybody else is asked (OpenID Connect Discovery 1.0 section 4.3, RFC 8414 section 3.3). Tried if the connector asks for metadata.
     *
     * <p>If this fails, compare {@code issuer} with the one that you asked, exactly; follow no redirect; and refuse every address whose
     * scheme is not {@code https}.
     */
    @Test
    public final void S35_metadata_of_another_issuer_or_with_unsafe_addresses_are_refused()
            throws InterruptedException {
        ConformanceRun.SignIn honest = honestSignIn();
        List<Endpoint> asked = honest.rehearsal().provider.requests().stream()
                .map(RecordedRequest::endpoint)
                .toList();
        int metadata = asked.indexOf(Endpoint.DISCOVERY);
        if (honest.outcome().value() != null && metadata >= 0) {
            int tokenRequests = asked.subList(0, metadata).contains(Endpoint.TOKEN) ? 1 : 0;
            List<Executable> assertions = new ArrayList<>();
            Refusals.ofMetadata(tokenRequests)
                    .forEach(refusal -> assertions.add(() -> assertMetadataRefused(tried(refusal))));
            Refusals.ofPublishedAddresses(honest.rehearsal().provider)
                    .forEach(refusal -> assertions.add(() -> {
                        Trial trial = tried(refusal);
                        if (!signsInByAddressesOfItsOwn(trial)) {
                            assertMetadataRefused(trial.perhapsRefusedSooner());
                        }
                    }));
            assertAllHold(assertions);
        }
    }

    private static void assertMetadataRefused(Trial trial) {
        trial.assertRefused("Compare the issuer of the metadata exactly, and take no address that is not https.");
        trial.assertShowsNothing();
    }

    /** Whoever knows an address need not look at what the metadata say of it. */
    private static boolean signsInByAddressesOfItsOwn(Trial trial) {
        return trial.thrown() == null
                && trial.rehearsal().count(Endpoint.TOKEN) == 1
                && trial.rehearsal().provider.foreignHosts().isEmpty()
                && trial.askedWithoutTls().isEmpty();
    }

    private void assertRequestFor(List<String> scopes) throws InterruptedException {
        Rehearsal rehearsal = rehearse(client(), scopes, Instant.now());
        Map<String, String> extra = Map.of("conformance_extra", "a b&c=d+e%20\u00e9");
        Rehearsal.Begun begun = rehearsal.begin(builder -> builder.extraParameters(extra)
                .prompt("consent")
                .loginHint("ada+1@example.org")
                .uiLocales("fr en"));
        Map<String, List<String>> expected = new LinkedHashMap<>();
        Consumer<Map<String, String>> add =
                parameters -> parameters.forEach((name, value) -> expected.put(name, List.of(value)));
        add.accept(Map.of("response_type", "code", "client_id", CLIENT_ID, "redirect_uri", REDIRECT_URI.toString()));
        add.accept(Map.of("state", begun.attempt().state().reveal()));
        add.accept(Map.of("prompt", "consent", "login_hint", "ada+1@example.org", "ui_locales", "fr en"));
        add.accept(extra);
        add.accept(furtherAuthorizationParameters());
        if (!scopes.isEmpty()) {
            add.accept(Map.of("scope", String.join(" ", scopes)));
        }
        if (scopes.contains(OPENID)) {
            add.accept(Map.of("nonce", begun.attempt().nonce().reveal()));
        }
        if (supportsPkce()) {
            String challenge = s256(begun.attempt().codeVerifier().reveal());
            add.accept(Map.of("code_challenge", challenge, "code_challenge_method", "S256"));
        }
        if (receivesCallbackByForm()) {
            add.accept(Map.of("response_mode", "form_post"));
        }
        Map<String, List<String>> query = new LinkedHashMap<>(begun.parameters());
        if (scopes.isEmpty()) {
            // What the connector asks for then is its own choice.
            query.remove("scope");
        }
        if (provesPossession()) {
            // Optional; that it names the right key is a rule of its own.
            query.remove("dpop_jkt");
        }
        assertTrue(
                rehearsal.isAt(Endpoint.AUTHORIZATION, begun.redirect().uri()),
                "The browser is not sent to the authorization endpoint that provider() names.");
        assertEquals(
                new TreeSet<>(expected.keySet()),
                new TreeSet<>(query.keySet()),
                "The authorization request does not have exactly the parameters that it should (with the scopes "
                        + scopes + ")." + difference(expected.keySet(), query.keySet()));
        expected.keySet().forEach(name -> assertParameter(query, name, Rehearsal.first(expected, name)));
    }

    private String difference(Set<String> expected, Set<String> actual) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        Set<String> further = new TreeSet<>(missing);
        further.retainAll(furtherAuthorizationParameters().keySet());
        missing.removeAll(further);
        return (missing.isEmpty() ? "" : " Send what is missing: " + missing + ".")
                + (further.isEmpty()
                        ? ""
                        : " Send, or do not declare in furtherAuthorizationParameters(): " + further + ".")
                + (expected.containsAll(actual)
                        ? ""
                        : " Declare what your provider needs besides in furtherAuthorizationParameters().");
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
