package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;

/** What the rules of several themes do and demand: how something ends, and what requests, tokens and proofs are like. */
abstract class OAuthAssertions extends OAuthDeclarations {
    final <T> T succeeds(String given, Outcome.Action<T> action) throws InterruptedException {
        return succeeded(given, Outcome.of(action));
    }

    final <T> T succeeded(String given, Outcome<T> outcome) {
        if (outcome.value() != null) {
            return outcome.value();
        }
        Throwable end = assertNotNullAnd(outcome.thrown(), "Given " + given + ": this answered null.");
        String message = run.honestFailureLike(end).orElseGet(() -> failure(given, end));
        throw new AssertionFailedError(message, end instanceof ConnectorException ? null : printable(end));
    }

    /** What most rules begin with. That nobody can sign in is told alike wherever it shows, so that one mistake looks like one. */
    final SignInResult signsIn(Rehearsal rehearsal) throws InterruptedException {
        return signedIn(rehearsal, Outcome.of(rehearsal::signIn));
    }

    /** One at an honest provider that other rules of the run look at too: nothing may be done with it. */
    final ConformanceRun.SignIn honestSignIn() throws InterruptedException {
        ConformanceRun.SignIn signIn = run.honestSignIn(person()).get(() -> {
            Rehearsal rehearsal = rehearse();
            return new ConformanceRun.SignIn(rehearsal, Outcome.of(rehearsal::signIn));
        });
        keepSecretsOf(signIn.rehearsal());
        return signIn;
    }

    final SignInResult signedIn(ConformanceRun.SignIn signIn) {
        return signedIn(signIn.rehearsal(), signIn.outcome());
    }

    final SignInResult signedIn(Rehearsal rehearsal, Outcome<SignInResult> outcome) {
        Throwable end = outcome.thrown();
        if (end == null) {
            run.honestSignInSucceeds();
        } else {
            run.honestSignInFails(
                    end,
                    sentences(
                            failure("an honest provider", end),
                            lostRequests(rehearsal),
                            refusedTokenRequest(rehearsal),
                            disagreementAboutTheSubject(rehearsal),
                            "Mend this first (S18)."));
        }
        return succeeded("an honest provider", outcome);
    }

    /** Those that are not empty. */
    static String sentences(String... sentences) {
        return Stream.of(sentences).filter(each -> !each.isEmpty()).collect(Collectors.joining(" "));
    }

    /** Often the test and the connector differ in an address. */
    private static String lostRequests(Rehearsal rehearsal) {
        List<String> lost = rehearsal.addressesAskedInVain();
        return lost.isEmpty() ? "" : "It asked addresses that provider() does not mention: " + lost + ".";
    }

    /** The provider's error code says less than what the request lacks. */
    private String refusedTokenRequest(Rehearsal rehearsal) {
        List<RecordedRequest> requests = rehearsal.provider.requests(Endpoint.TOKEN);
        if (requests.isEmpty() || !rehearsal.refuses(Endpoint.TOKEN)) {
            return "";
        }
        Set<String> missing = new LinkedHashSet<>(List.of("grant_type", "code", "redirect_uri"));
        if (supportsPkce()) {
            missing.add("code_verifier");
        }
        missing.removeAll(requests.get(requests.size() - 1).form().keySet());
        boolean blamesTheCode = rehearsal.answers(Endpoint.TOKEN).stream()
                .anyMatch(answer -> answer.displayText("error").equals(Optional.of("invalid_grant")));
        return "The token endpoint refuses the request"
                + (missing.isEmpty() ? "" : ", which lacks " + missing)
                + ": see T07"
                + (missing.isEmpty() && blamesTheCode && supportsPkce() ? ", and T01 for the code challenge." : ".");
    }

    /** What is wrong if the test calls the person otherwise than userinfo does; nothing if it does not, or userinfo was not asked. */
    final String disagreementAboutTheSubject(Rehearsal rehearsal) {
        MemberPath member = MemberPath.of(subjectMember());
        return rehearsal
                .userinfo()
                .map(userinfo -> Objects.toString(member.in(new LinkedHashMap<>(userinfo.toMap())), ""))
                .filter(subject -> !subject.equals(person().subject()))
                .map(another -> "Userinfo does not have the subject of person() at the member " + subjectMember()
                        + ". Override subjectMember(), with its name or with a JSON Pointer such as /user/id; or give person() the"
                        + " subject that its userinfo has.")
                .orElse("");
    }

    private String failure(String given, Throwable end) {
        return "Given " + given + ": this should succeed, but it ends in "
                + (end instanceof ConnectorException refusal
                        ? said(refusal)
                        : end.getClass().getName() + ". Throw nothing but ConnectorException.");
    }

    /**
     * Uses what the connector is declared to offer besides a sign-in in a browser, one of which came before. What comes of it is other
     * rules' concern; what is declared and not offered is told.
     */
    final void useAll(Rehearsal rehearsal, @Nullable SignInResult result) throws InterruptedException {
        if (supportsRefresh()
                && result != null
                && result.tokens().flatMap(TokenSet::refreshToken).isPresent()) {
            Outcome.of(() -> rehearsal.refresh(rehearsal.refreshOf(result)));
        }
        if (supportsRevocation()) {
            Outcome.of(() -> rehearsal.revoke(Secret.random()));
        }
        if (supportsLogoutUrl()) {
            Outcome.of(() -> rehearsal.logoutUrl(LogoutRequest.create().idToken(Secret.random())));
        }
        Optional<TokenExchangeRequest> exchange = tokenExchange();
        if (exchange.isPresent()) {
            Outcome.of(() -> rehearsal.exchange(exchange.get()));
        }
        if (supportsDeviceSignIn()) {
            Outcome.of(() -> {
                DeviceAuthorization device = rehearsal.startDevice();
                rehearsal.poll(device);
                rehearsal.approveDevice(device);
                return rehearsal.pollInTime(device);
            });
        }
    }

    /** Where all that the connector offers was used once, for rules that look at what it sent. */
    final Rehearsal allUsed() throws InterruptedException {
        Rehearsal used = run.allUsed.get(() -> {
            Rehearsal rehearsal = rehearse();
            useAll(rehearsal, Outcome.of(rehearsal::signIn).value());
            return rehearsal;
        });
        keepSecretsOf(used);
        return used;
    }

    final Trial tried(Refusal refusal) {
        return run.trial(refusal).get(() -> refusal.triedIn(rehearseForTheAnswer()));
    }

    final List<ConnectorException> assertRefused(String rule, String advice) {
        List<ConnectorException> refusals = new ArrayList<>();
        assertAllHold(Refusals.of(this).stream()
                .filter(refusal -> refusal.rule().equals(rule))
                .<Executable>map(refusal -> () -> refusals.add(refused(tried(refusal), advice)))
                .toList());
        return refusals;
    }

    private ConnectorException refused(Trial trial, String advice) {
        try {
            return trial.assertRefused(advice);
        } catch (AssertionFailedError wrong) {
            throw run.honestFailureLike(trial.thrown())
                    .map(message -> new AssertionFailedError(message, wrong.getCause()))
                    .orElse(wrong);
        }
    }

    final void assertIdentity(Identity actual, String otherwise) {
        Identity expected = expectedIdentity();
        // The text of an identity leaves out the subject; these people are invented.
        assertEquals(
                expected.subject() + " of " + expected.namespace(),
                actual.subject() + " of " + actual.namespace(),
                otherwise);
    }

    final Set<Check> expectedChecks() {
        Set<Check> expected = new TreeSet<>();
        if (supportsPkce()) {
            expected.add(Check.PKCE);
        }
        if (supportsIdTokens()) {
            expected.addAll(List.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.NONCE));
        }
        if (supportsIdTokens() && supportsUserinfo()) {
            expected.add(Check.USERINFO_SUBJECT);
        }
        return expected;
    }

    static RecordedRequest onlyTokenRequest(Rehearsal rehearsal) {
        return lastTokenRequest(rehearsal, 1);
    }

    static RecordedRequest lastTokenRequest(Rehearsal rehearsal, int expected) {
        assertEquals(
                expected, rehearsal.count(Endpoint.TOKEN), "The token endpoint was not asked as often as it should.");
        List<RecordedRequest> requests = rehearsal.provider.requests(Endpoint.TOKEN);
        RecordedRequest last = requests.get(requests.size() - 1);
        assertEquals("POST", last.method(), "The token request is not a POST.");
        return last;
    }

    static void assertParameter(Map<String, List<String>> parameters, String name, String expected) {
        List<String> values = parameters.getOrDefault(name, List.of());
        assertFalse(values.isEmpty(), () -> "The parameter " + name + " is missing.");
        assertEquals(1, values.size(), () -> "The parameter " + name + " is there more than once.");
        // Not assertEquals: some of the values are secret.
        assertTrue(
                expected.equals(values.get(0)),
                () -> "The parameter " + name + " does not have the value that it should"
                        + (name.equals("scope") || name.equals("redirect_uri") || name.endsWith("_method")
                                ? ", " + expected + ", but " + values.get(0) + "."
                                : "."));
    }

    final void assertClientAuthentication(SimulatedClient client, RecordedRequest request) {
        boolean proves = client.secret().isPresent() || client.publicKey().isPresent();
        ClientAuthenticationMethod expected = proves ? clientAuthentication() : ClientAuthenticationMethod.NONE;
        assertEquals(
                List.of(),
                ClientCredentials.findings(request, client, expected).stream()
                        .map(finding -> "The " + nameOf(request) + " " + finding + ".")
                        .toList(),
                "The client does not authenticate as it should, " + expected.identifier() + ".");
    }

    static String nameOf(RecordedRequest request) {
        return request.endpoint().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " request";
    }

    static void assertTokens(JsonObject answer, Rehearsal rehearsal, TokenSet tokens) {
        assertAll(
                // Not assertEquals: what it would print of secrets says nothing.
                () -> assertTrue(
                        answer.secret("access_token").equals(Optional.of(tokens.accessToken())),
                        "The result carries another access token than the provider issued."),
                () -> assertTrue(
                        answer.secret("refresh_token").equals(tokens.refreshToken()),
                        "The result carries another refresh token than the provider issued, or none."),
                () -> assertTrue(
                        answer.secret("id_token").equals(tokens.idToken()),
                        "The result carries another ID token than the provider issued, or none."),
                () -> assertEquals(answer.text("token_type"), tokens.tokenType(), "The token type was changed."),
                () -> assertEquals(
                        answer.optionalText("scope"), tokens.grantedScope(), "The granted scope was changed."),
                () -> assertEquals(
                        Optional.of(rehearsal
                                .clock
                                .instant()
                                .plusSeconds(answer.integer("expires_in").orElseThrow())),
                        tokens.expiresAt(),
                        "The access token's end is not the clock's time plus expires_in."));
    }

    final void assertProofs(Rehearsal rehearsal) {
        ProofInspection inspection = new ProofInspection(rehearsal.clock.instant(), rehearsal.nonces());
        List<String> findings = rehearsal.provider.requests().stream()
                .flatMap(request ->
                        inspection.findings(request).stream().map(finding -> nameOf(request) + ": " + finding))
                .toList();
        assertEquals(List.of(), findings, "A request's proof is not as it should be.");
    }

    /** The keys of all proofs but those of the first so many requests. */
    static Set<String> keysOfProofs(Rehearsal rehearsal, int before) {
        ProofInspection inspection = new ProofInspection(rehearsal.clock.instant(), rehearsal.nonces());
        List<RecordedRequest> requests = rehearsal.provider.requests();
        requests.subList(before, requests.size()).forEach(inspection::findings);
        return inspection.thumbprints();
    }

    /** Of a private key only. */
    static Optional<String> thumbprint(Secret key) {
        try {
            JWK parsed = JWK.parse(key.reveal());
            return parsed.isPrivate() ? Optional.of(parsed.computeThumbprint().toString()) : Optional.empty();
        } catch (ParseException | JOSEException notAKey) {
            return Optional.empty();
        }
    }
}
