package org.socialconnectors.api.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;

class SignInAttemptTest {
    private static final URI CALLBACK = URI.create("https://app.example/callback");
    private static final URI AUTHORIZE = URI.create("https://provider.example/authorize?state=canary");
    private static final String ISSUER = "https://provider.example";

    private final SignInAttempt attempt = SignInAttempt.builder(CALLBACK).build();
    private final String state = attempt.state().reveal();

    @Test
    void T01_state_nonce_and_verifier_of_100000_attempts_are_distinct_and_43_characters_of_the_alphabet() {
        Pattern value = Pattern.compile("[A-Za-z0-9_-]{43}");
        Set<String> seen = new HashSet<>();
        for (int count = 0; count < 100_000; count++) {
            SignInAttempt fresh = SignInAttempt.builder(CALLBACK).build();
            for (Secret secret : List.of(fresh.state(), fresh.nonce(), fresh.codeVerifier())) {
                assertTrue(value.matcher(secret.reveal()).matches());
                seen.add(secret.reveal());
            }
        }

        assertEquals(300_000, seen.size());
    }

    @Test
    void an_attempt_asks_for_what_the_host_asks_for() {
        List<String> scopes = new ArrayList<>(List.of("openid"));
        Map<String, String> extra = new LinkedHashMap<>(Map.of("orgIds", "abc"));
        SignInAttempt asking = SignInAttempt.builder(CALLBACK)
                .stateParameter("RelayState")
                .scopes(scopes)
                .prompt("login")
                .loginHint("ada")
                .uiLocales("fr en")
                .extraParameters(extra)
                .build();
        scopes.add("email");
        extra.clear();

        assertEquals(CALLBACK, asking.redirectUri());
        assertEquals("RelayState", asking.stateParameter());
        assertEquals(List.of("openid"), asking.scopes());
        assertEquals(Optional.of("login"), asking.prompt());
        assertEquals(Optional.of("ada"), asking.loginHint());
        assertEquals(Optional.of("fr en"), asking.uiLocales());
        assertEquals(Map.of("orgIds", "abc"), asking.extraParameters());
        assertThrows(
                UnsupportedOperationException.class,
                () -> asking.extraParameters().clear());
    }

    @Test
    void an_attempt_asks_for_nothing_by_itself() {
        assertEquals("state", attempt.stateParameter());
        assertEquals(List.of(), attempt.scopes());
        assertEquals(Optional.empty(), attempt.prompt());
        assertEquals(Optional.empty(), attempt.loginHint());
        assertEquals(Optional.empty(), attempt.uiLocales());
        assertEquals(Map.of(), attempt.extraParameters());
        assertEquals(Optional.empty(), attempt.issuerRule());
        assertEquals(Map.of(), attempt.carry());
    }

    @Test
    void after_the_redirect_the_attempt_remembers_what_the_connector_asked_for_and_only_what_the_callback_needs() {
        SignInAttempt asking = SignInAttempt.builder(CALLBACK)
                .stateParameter("RelayState")
                .callbackArrival(Arrival.FORM)
                .scopes(List.of("openid"))
                .prompt("login")
                .loginHint("ada")
                .uiLocales("fr")
                .extraParameters(Map.of("orgIds", "abc"))
                .build();
        IssuerRule rule = new IssuerRule(ISSUER, true);
        SignInAttempt begun = asking.after(Redirect.to(AUTHORIZE)
                .remembering("request_token", Secret.of("t"))
                .expecting(rule)
                .remembering("other", Secret.of("o")));

        assertEquals(Optional.of(rule), begun.issuerRule());
        assertEquals(Map.of("request_token", Secret.of("t"), "other", Secret.of("o")), begun.carry());
        assertThrows(UnsupportedOperationException.class, () -> begun.carry().clear());
        assertEquals(asking.redirectUri(), begun.redirectUri());
        assertEquals("RelayState", begun.stateParameter());
        assertEquals(List.of("openid"), begun.scopes());
        assertEquals(Arrival.FORM, begun.callbackArrival());
        assertEquals(Optional.empty(), begun.prompt());
        assertEquals(Optional.empty(), begun.loginHint());
        assertEquals(Optional.empty(), begun.uiLocales());
        assertEquals(Map.of(), begun.extraParameters());
        assertEquals(asking.state(), begun.state());
        assertEquals(asking.nonce(), begun.nonce());
        assertEquals(asking.codeVerifier(), begun.codeVerifier());
        assertEquals(Map.of(), asking.carry());
    }

    @Test
    void a_redirect_says_where_to_send_the_browser() {
        Redirect redirect = Redirect.to(AUTHORIZE);

        assertEquals(AUTHORIZE, redirect.uri());
        assertEquals(Optional.empty(), redirect.issuerRule());
        assertEquals(Map.of(), redirect.carry());
        assertEquals(
                AUTHORIZE,
                redirect.remembering("a", Secret.of("b"))
                        .expecting(new IssuerRule(ISSUER, false))
                        .uri());
    }

    @Test
    void the_secrets_of_an_attempt_are_all_that_a_provider_could_echo() {
        SignInAttempt begun = attempt.after(Redirect.to(AUTHORIZE).remembering("request_token", Secret.of("t")));

        assertEquals(
                Set.of(attempt.state(), attempt.nonce(), attempt.codeVerifier(), Secret.of("t")),
                Set.copyOf(begun.secrets()));
    }

    @Test
    void a_stored_attempt_gets_its_own_secrets_back() {
        SignInAttempt restored = SignInAttempt.builder(CALLBACK)
                .restore(attempt.state(), attempt.nonce(), attempt.codeVerifier())
                .build();

        assertEquals(attempt.secrets(), restored.secrets());
        assertSame(restored, restored.verify(query("state=" + state)).attempt());
    }

    @Test
    void a_callback_that_arrives_by_another_way_than_was_asked_for_is_refused() {
        CallbackParameters parameters = CallbackParameters.parse("code=c&state=" + state, Arrival.FORM);

        assertInvalid(() -> attempt.verify(parameters));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid profile", "", " ", "a\"b", "a\\b", "é"})
    void a_scope_is_one_token(String scope) {
        SignInAttempt.Builder builder = SignInAttempt.builder(CALLBACK);

        assertInvalid(() -> builder.scopes(List.of("profile", scope)));
    }

    @Test
    void a_value_that_would_swell_the_address_is_refused() {
        String longest = "x".repeat(2048);
        SignInAttempt.Builder builder = SignInAttempt.builder(CALLBACK)
                .prompt(longest)
                .loginHint(longest)
                .uiLocales(longest)
                .extraParameters(Map.of(longest, longest));
        String longer = longest + "x";

        assertInvalid(() -> builder.prompt(longer));
        assertInvalid(() -> builder.loginHint(longer));
        assertInvalid(() -> builder.uiLocales(longer));
        assertInvalid(() -> builder.extraParameters(Map.of("a", longer)));
        assertInvalid(() -> builder.extraParameters(Map.of(longer, "a")));
    }

    @ParameterizedTest
    @EnumSource(Arrival.class)
    void a_callback_with_the_state_of_the_attempt_that_arrives_as_asked_is_verified(Arrival arrival) {
        SignInAttempt asking = SignInAttempt.builder(CALLBACK)
                .callbackArrival(arrival)
                .restore(attempt.state(), attempt.nonce(), attempt.codeVerifier())
                .build();
        CallbackParameters parameters = CallbackParameters.parse("code=c&extra=x&state=" + state, arrival);

        VerifiedCallback callback = asking.verify(parameters);

        assertSame(asking, callback.attempt());
        assertSame(parameters, callback.parameters());
        assertEquals(Secret.of("c"), callback.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=c", "state=", "state", "state=other&code=c", "State=&code=c", "error=access_denied"})
    void T12_T17_a_callback_without_the_attempts_state_fits_no_attempt(String query) {
        assertRefused(ErrorCode.SIGN_IN_NOT_PENDING, "state", attempt, query);
    }

    @Test
    void T12_T14_only_exactly_the_attempts_state_fits() {
        SignInAttempt another = SignInAttempt.builder(CALLBACK).build();
        String otherCase = state.chars()
                .mapToObj(character -> Character.toString(
                        Character.isUpperCase(character)
                                ? Character.toLowerCase(character)
                                : Character.toUpperCase(character)))
                .reduce("", String::concat);

        for (String wrong : List.of(
                another.state().reveal(),
                attempt.nonce().reveal(),
                attempt.codeVerifier().reveal(),
                state.substring(1),
                state.substring(0, 42),
                state + "A",
                state + "%00",
                "+" + state,
                state + "%ff",
                otherCase)) {
            assertRefused(ErrorCode.SIGN_IN_NOT_PENDING, "state", attempt, "code=c&state=" + wrong);
        }
    }

    @Test
    void T17_an_error_with_a_foreign_state_is_not_taken_for_a_refusal_by_the_user() {
        assertRefused(
                ErrorCode.SIGN_IN_NOT_PENDING, "state", attempt, "error=access_denied&error_description=x&state=other");
    }

    @Test
    void T19_a_state_given_twice_is_refused_even_if_one_or_both_fit() {
        assertRefused(ErrorCode.INVALID_REQUEST, "state", attempt, "state=" + state + "&state=" + state);
        assertRefused(ErrorCode.INVALID_REQUEST, "state", attempt, "state=" + state + "&state=other");
        assertRefused(ErrorCode.INVALID_REQUEST, "state", attempt, "state=&state=" + state);
    }

    @Test
    void the_state_may_come_back_under_another_name_and_then_only_there() {
        SignInAttempt relaying =
                SignInAttempt.builder(CALLBACK).stateParameter("RelayState").build();
        String relayed = relaying.state().reveal();

        assertSame(relaying, relaying.verify(query("RelayState=" + relayed)).attempt());
        assertRefused(ErrorCode.SIGN_IN_NOT_PENDING, "RelayState", relaying, "state=" + relayed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void T20_another_issuer_is_refused_whether_or_not_the_provider_promises_one(boolean required) {
        SignInAttempt begun = begunWith(new IssuerRule(ISSUER, required));

        for (String other : List.of(
                "https://evil.example",
                "https://provider.example/",
                "HTTPS://provider.example",
                "",
                "https://provider.example%ff")) {
            assertRefused(ErrorCode.ISSUER_MISMATCH, "iss", begun, "code=c&state=" + state + "&iss=" + other);
            assertRefused(
                    ErrorCode.ISSUER_MISMATCH, "iss", begun, "error=access_denied&state=" + state + "&iss=" + other);
        }
    }

    @Test
    void T20_a_missing_issuer_is_refused_only_if_the_provider_promises_one() {
        assertRefused(
                ErrorCode.ISSUER_MISMATCH, "iss", begunWith(new IssuerRule(ISSUER, true)), "code=c&state=" + state);
        assertEquals(
                Secret.of("c"),
                begunWith(new IssuerRule(ISSUER, false))
                        .verify(query("code=c&state=" + state))
                        .code());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void T20_the_pinned_issuer_is_accepted(boolean required) {
        assertEquals(
                Secret.of("c"),
                begunWith(new IssuerRule(ISSUER, required))
                        .verify(query("code=c&state=" + state + "&iss=https%3A%2F%2Fprovider.example"))
                        .code());
    }

    @Test
    void T20_an_issuer_given_twice_is_refused_even_if_none_is_pinned() {
        assertRefused(ErrorCode.INVALID_REQUEST, "iss", attempt, "state=" + state + "&iss=a&iss=a");
    }

    @Test
    void without_a_pinned_issuer_any_is_accepted() {
        assertEquals(
                Secret.of("c"),
                attempt.verify(query("code=c&state=" + state + "&iss=a")).code());
    }

    @Test
    void the_state_is_judged_before_the_issuer() {
        assertRefused(
                ErrorCode.SIGN_IN_NOT_PENDING,
                "state",
                begunWith(new IssuerRule(ISSUER, true)),
                "state=other&iss=https://evil.example");
    }

    private SignInAttempt begunWith(IssuerRule rule) {
        return attempt.after(Redirect.to(AUTHORIZE).expecting(rule));
    }

    private static CallbackParameters query(String encoded) {
        return CallbackParameters.parse(encoded, Arrival.QUERY);
    }

    private static void assertRefused(ErrorCode code, String parameter, SignInAttempt attempt, String query) {
        ConnectorException refusal = assertThrows(ConnectorException.class, () -> attempt.verify(query(query)));
        assertEquals(code, refusal.code());
        assertEquals(Optional.of(parameter), refusal.detail(Detail.PARAMETER));
        assertFalse(refusal.toString().contains(attempt.state().reveal()));
        assertEquals(Optional.empty(), refusal.providerDescription());
    }

    private static void assertInvalid(Executable call) {
        assertEquals(
                ErrorCode.INVALID_REQUEST,
                assertThrows(ConnectorException.class, call).code());
    }
}
