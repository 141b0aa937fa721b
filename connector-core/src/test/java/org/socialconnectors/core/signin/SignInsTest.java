package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.socialconnectors.core.signin.Node.callback;
import static org.socialconnectors.core.signin.Node.settings;
import static org.socialconnectors.core.signin.Node.state;
import static org.socialconnectors.core.signin.PendingSignInsContract.assertNotPending;
import static org.socialconnectors.core.signin.PendingSignInsContract.assertRefused;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.core.connection.Connections;

class SignInsTest {
    private static final URI REDIRECT_URI = Node.REDIRECT_URI;

    private final MemoryPendingSignIns store = new MemoryPendingSignIns();
    private final Node node = new Node(store);
    private final FakeFactory factory = node.factory;
    private final Connections connections = node.connections;
    private final SignIns signIns = node.signIns;
    private final BrowserKey browser = BrowserKey.random();

    @Test
    void a_sign_in_comes_back_with_what_the_host_wanted_to_keep() throws Exception {
        SignInRequest request = SignInRequest.builder(REDIRECT_URI)
                .returnTo("/cart?step=2#total")
                .hostState("link to account 7")
                .build();
        SignInStart start = signIns.begin("one", browser, request);

        CompletedSignIn completed = signIns.complete("one", browser, callback("code=ada&state=" + state(start)));

        assertEquals("one", completed.connectionId());
        assertEquals("ada", completed.result().identity().subject());
        assertEquals(Optional.of("/cart?step=2#total"), completed.returnTo());
        assertEquals(Optional.of("link to account 7"), completed.hostState());
        assertEquals(0, store.size());
        assertFalse(start.location().toString().contains("account"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback/one/",
                "https://app.example/callback/ONE",
                "https://app.example:443/callback/one",
                "https://app.example/callback/one?x=1",
                "http://app.example/callback/one",
                "https://evil.example/callback/one",
                "javascript:alert(1)"
            })
    void T04_a_redirect_URI_that_is_not_on_the_list_is_refused_and_nothing_is_stored(String other) {
        assertRefused(
                ErrorCode.INVALID_REQUEST, () -> signIns.begin("one", browser, SignInRequest.to(URI.create(other))));
        assertEquals(0, store.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "javascript:alert(1)",
                "evil",
                "",
                "/a\nb",
                "/\t/evil.example",
                "/a\\b",
                " /a",
                "/.//evil.example",
                "/a/..//evil.example",
                "/%2e%2E//evil.example",
                "/a//b",
                "/a/../b",
                "/.",
                "/a/%2e",
                "/%2fevil.example",
                "/%09/evil.example",
                "/%5Cevil.example",
                "/\u0085/evil.example",
                "/\u2028evil.example",
                "/\u560d\u560aSet-Cookie:x",
                "/é"
            })
    void T05_a_return_address_that_could_lead_elsewhere_is_refused(String returnTo) {
        SignInRequest.Builder builder = SignInRequest.builder(REDIRECT_URI);
        assertRefused(ErrorCode.INVALID_REQUEST, () -> builder.returnTo(returnTo));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a.b/...c", "/a?next=//b/../c", "/a#//b", "/%C3%A9?q=%2F"})
    void T05_a_plain_path_is_fine_with_anything_behind_it(String returnTo) throws Exception {
        SignInRequest request =
                SignInRequest.builder(REDIRECT_URI).returnTo(returnTo).build();

        assertEquals(Optional.of(returnTo), request.returnTo());
    }

    @Test
    void T06_an_unknown_and_a_disabled_connection_are_the_administrator_s_matter() {
        connections.put(settings("three", "client-3").enabled(false));

        for (String id : List.of("three", "four", "../one", "")) {
            assertRefused(
                    ErrorCode.INVALID_CONFIGURATION, () -> signIns.begin(id, browser, SignInRequest.to(REDIRECT_URI)));
        }
        assertEquals(0, factory.made.get());
    }

    @Test
    void T20_the_issuer_of_a_callback_is_checked_when_it_is_there_and_demanded_when_it_is_promised() throws Exception {
        String other = "&iss=https%3A%2F%2Fattacker.example";
        String mixedUp = state(begin());
        assertRefused(
                ErrorCode.ISSUER_MISMATCH,
                () -> signIns.complete("one", browser, callback("code=a&state=" + mixedUp + other)));
        String mixedUpDenial = state(begin());
        assertRefused(
                ErrorCode.ISSUER_MISMATCH,
                () -> signIns.complete("one", browser, callback("error=access_denied&state=" + mixedUpDenial + other)));
        signIns.complete("one", browser, callback("code=a&state=" + state(begin())));
        assertEquals(1, factory.exchanges.get());

        factory.issuerPromised = true;
        String silent = state(begin());
        assertRefused(
                ErrorCode.ISSUER_MISMATCH, () -> signIns.complete("one", browser, callback("code=a&state=" + silent)));
        signIns.complete("one", browser, callback("code=a&iss=https%3A%2F%2Fprovider.example&state=" + state(begin())));
        assertEquals(2, factory.exchanges.get());
    }

    @Test
    void a_sign_in_does_not_outlive_the_configuration_it_began_with() throws Exception {
        CallbackParameters parameters = callback("code=a&state=" + state(begin()));
        connections.put(settings("one", "another-client"));

        assertNotPending(() -> signIns.complete("one", browser, parameters));
        assertEquals(0, factory.exchanges.get());
    }

    @Test
    void a_sign_in_does_not_outlive_the_redirect_URI_it_began_with() throws Exception {
        CallbackParameters parameters = callback("code=a&state=" + state(begin()));
        connections.put(settings("one", "client-1").redirectUris("https://app.example/elsewhere"));

        assertNotPending(() -> signIns.complete("one", browser, parameters));
        assertEquals(0, factory.exchanges.get());
    }

    @Test
    void a_callback_that_arrives_as_a_form_needs_https_and_arrives_no_other_way() throws Exception {
        factory.arrival = CallbackParameters.Arrival.FORM;
        connections.put(settings("local", "client-3").redirectUris("http://127.0.0.1:8080/callback"));
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> signIns.begin("local", browser, SignInRequest.to(URI.create("http://127.0.0.1:8080/callback"))));

        SignInStart start = begin();
        assertEquals(CallbackParameters.Arrival.FORM, start.callbackArrival());
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                () -> signIns.complete("one", browser, callback("code=a&state=" + state(start))));
        String posted = "code=b&state=" + state(begin());
        assertEquals(
                "b",
                subject(signIns.complete(
                        "one", browser, CallbackParameters.parse(posted, CallbackParameters.Arrival.FORM))));
    }

    @Test
    void several_tabs_of_one_browser_finish_in_any_order() throws Exception {
        String first = state(begin());
        String second = state(begin());

        assertEquals("b", subject(signIns.complete("one", browser, callback("code=b&state=" + second))));
        assertEquals("a", subject(signIns.complete("one", browser, callback("code=a&state=" + first))));
    }

    @Test
    void T47_a_store_that_is_down_stops_the_start_and_the_callback_and_may_be_asked_again() throws Exception {
        PendingSignIns broken = mock(PendingSignIns.class);
        doThrow(new IllegalStateException("canary: payload of the store"))
                .when(broken)
                .put(any(), any());
        when(broken.take(any(), any(), any())).thenThrow(new IllegalStateException("canary: payload of the store"));
        SignIns flow = new SignIns(connections, broken);

        for (Executable call : List.<Executable>of(
                () -> flow.begin("one", browser, SignInRequest.to(REDIRECT_URI)),
                () -> flow.complete("one", browser, callback("code=a&state=b")))) {
            ConnectorException refusal = assertRefused(ErrorCode.STORE_UNAVAILABLE, call);
            assertTrue(refusal.code().retryable());
            assertFalse(refusal.getMessage().contains("canary"));
            assertNull(refusal.getCause());
            assertEquals(Optional.of("java.lang.IllegalStateException"), refusal.detail(Detail.CAUSE_TYPE));
        }
        assertEquals(0, factory.exchanges.get());
    }

    @Test
    void T15_a_store_that_answers_with_a_sign_in_of_another_connection_is_not_believed() {
        SignInAttempt attempt = SignInAttempt.builder(REDIRECT_URI).build();
        PendingSignIn other = new PendingSignIn("two", connections.get("one").revision(), attempt, null, null);
        PendingSignIns careless = mock(PendingSignIns.class);
        when(careless.take(any(), any(), any())).thenReturn(Optional.of(other));

        assertNotPending(() -> new SignIns(connections, careless)
                .complete(
                        "one",
                        browser,
                        callback("code=a&state=" + attempt.state().reveal())));
        assertEquals(0, factory.exchanges.get());
    }

    @Test
    void T45_what_a_host_holds_shows_nothing_of_the_person_or_the_secrets() throws Exception {
        SignInStart start = begin();
        assertEquals("SignInStart", start.toString());
        assertEquals(
                "PendingSignIn(connection-4711)", PendingSignInFields.full().toString());
        CompletedSignIn completed = signIns.complete("one", browser, callback("code=ada&state=" + state(start)));
        assertEquals("CompletedSignIn(one, " + completed.result() + ")", completed.toString());
        assertFalse(completed.toString().contains("ada"));
    }

    @Test
    void T49_a_store_that_is_full_is_heard_and_any_other_word_of_a_store_is_not() {
        PendingSignIns store = mock(PendingSignIns.class);
        SignIns flow = new SignIns(connections, store);
        for (ErrorCode code : ErrorCode.values()) {
            ConnectorException word =
                    ConnectorException.of(code, "a store said so").build();
            doThrow(word).when(store).put(any(), any());
            doThrow(word).when(store).take(any(), any(), any());
            ErrorCode expected =
                    code == ErrorCode.CAPACITY_EXCEEDED ? ErrorCode.CAPACITY_EXCEEDED : ErrorCode.STORE_UNAVAILABLE;

            assertRefused(expected, () -> flow.begin("one", browser, SignInRequest.to(REDIRECT_URI)));
            assertRefused(expected, () -> flow.complete("one", browser, callback("code=a&state=b")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert",
                "/authorize",
                "https:/authorize",
                "http://provider.example/authorize",
                "http://localhost.provider.example/authorize",
                "http://[0:0:0:0:0:0:0:1]/authorize"
            })
    void a_connector_that_redirects_neither_to_https_nor_to_this_machine_broke_its_contract(String address) {
        factory.redirectTo = address;
        assertRefused(ErrorCode.CONNECTOR_FAILURE, this::begin);
        assertEquals(0, store.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://provider.example/authorize",
                "http://localhost:8080/authorize",
                "http://127.0.0.2/authorize",
                "http://[::1]/authorize"
            })
    void a_connector_may_redirect_to_https_and_to_this_machine(String address) throws Exception {
        factory.redirectTo = address;
        assertTrue(begin().location().toString().startsWith(address));
    }

    @Test
    void the_connector_is_made_once_when_it_is_first_needed() throws Exception {
        assertEquals(0, factory.made.get());
        begin();
        begin();
        assertEquals(1, factory.made.get());
    }

    private static String subject(CompletedSignIn completed) {
        return completed.result().identity().subject();
    }

    private SignInStart begin() throws InterruptedException {
        return signIns.begin("one", browser, SignInRequest.to(REDIRECT_URI));
    }
}
