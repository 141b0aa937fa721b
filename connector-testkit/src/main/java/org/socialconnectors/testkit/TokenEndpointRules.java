package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;

/** The rules for the exchange of the code: one request, what becomes of each answer, and the tokens as the provider stated them. */
abstract class TokenEndpointRules extends ClientAuthenticationRules {
    /**
     * The code is exchanged by one request, a form with the code, the same redirect URI and the code verifier, by a client that
     * authenticates as declared and puts no secret anywhere else (RFC 6749 sections 2.3 and 4.1.3, RFC 7636 section 4.5).
     *
     * <p>If this fails, check the token request member by member against the message.
     */
    @Test
    public final void T07_the_code_is_exchanged_once_by_an_authenticated_client_with_the_same_redirect_uri()
            throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        Rehearsal.Begun begun = succeeds("an honest provider", rehearsal::begin);
        Rehearsal.Callback callback = rehearsal.approved(begun);
        // The request says more than the provider's refusal of it.
        assertAll(
                () -> assertIdentity(
                        signedIn(rehearsal, Outcome.of(() -> rehearsal.complete(begun, callback)))
                                .identity(),
                        "Somebody else signed in."),
                () -> assertCodeExchange(rehearsal, begun, Rehearsal.first(callback.parameters(), "code")));
    }

    /**
     * An {@code invalid_grant} of the token endpoint is {@code PROVIDER_ERROR}, names the provider's code, and the code is not sent
     * again (RFC 6749 section 5.2).
     *
     * <p>If this fails, make the exception with {@code ConnectorException.ofOAuthError}.
     */
    @Test
    public final void T21_an_invalid_grant_is_a_provider_error() {
        for (ConnectorException refusal : assertRefused("T21", "Use ConnectorException.ofOAuthError.")) {
            assertEquals(
                    Optional.of("invalid_grant"),
                    refusal.detail(Detail.OAUTH_ERROR),
                    "The exception does not carry the provider's error code. Use ConnectorException.ofOAuthError.");
        }
    }

    /**
     * A wrong client secret is the administrator's mistake, {@code INVALID_CONFIGURATION}.
     *
     * <p>If this fails, make the exception with {@code ConnectorException.ofOAuthError}, which knows {@code invalid_client}.
     */
    @Test
    public final void T22_a_wrong_client_secret_is_a_configuration_error() {
        assertRefused("T22", "Use ConnectorException.ofOAuthError, which knows invalid_client.");
    }

    /**
     * A provider that cannot answer now is {@code PROVIDER_UNAVAILABLE}, and the code is not sent again: it may have been used.
     *
     * <p>If this fails, map HTTP 5xx and 429 to {@code PROVIDER_UNAVAILABLE}, and never repeat a token request.
     */
    @Test
    public final void T23_a_busy_provider_is_unavailable_and_the_code_is_not_sent_again() {
        assertRefused("T23", "Map HTTP 5xx and 429 to PROVIDER_UNAVAILABLE, and never repeat a token request.");
    }

    /**
     * A token answer that got lost is not asked for again.
     *
     * <p>If this fails, let the exception of {@code context.http()} pass; the transport decides about repetition.
     */
    @Test
    public final void T24_a_lost_token_answer_is_not_asked_for_again() {
        assertRefused("T24", "Let the exception of context.http() pass.");
    }

    /**
     * A provider that cannot be reached is {@code PROVIDER_UNAVAILABLE}.
     *
     * <p>If this fails, let the exception of {@code context.http()} pass; the transport decides about repetition.
     */
    @Test
    public final void T25_a_provider_that_cannot_be_reached_is_unavailable() {
        assertRefused("T25", "Let the exception of context.http() pass.");
    }

    /**
     * A redirect is not followed: it could carry code, verifier and credentials to another host.
     *
     * <p>If this fails, treat every status from 300 to 399 as {@code INVALID_RESPONSE}.
     */
    @Test
    public final void T29_a_redirect_is_not_followed() {
        assertRefused("T29", "Treat HTTP 3xx as INVALID_RESPONSE; never send a request to its Location.");
    }

    /**
     * An answer that is not what RFC 6749 section 5.1 describes is {@code INVALID_RESPONSE}; an error object is an error even with
     * HTTP 200.
     *
     * <p>If this fails, read required members with {@code JsonObject.response(...).text(name)}, and look for {@code error} first.
     */
    @Test
    public final void T30_an_unusable_answer_is_refused() {
        assertRefused(
                "T30", "Read required members with JsonObject.response(...).text(name), and look for error first.");
    }

    /**
     * JSON that harms parsers is refused: nesting without end, a member twice, bytes that are not UTF-8 (RFC 8259 sections 4, 8.1
     * and 9). A life of the access token that no clock can count is refused too, or left out.
     *
     * <p>If this fails, set your parser's limit of depth and its refusal of duplicates, decode strictly, and look how long
     * {@code expires_in} is before you add it to a time.
     */
    @Test
    public final void T31_json_that_harms_parsers_is_refused() {
        assertAll(
                () -> assertRefused(
                        "T31", "Limit the parser's depth, refuse duplicate members, and decode UTF-8 strictly."),
                () -> assertAllHold(List.<Number>of(Long.MAX_VALUE, 1e30).stream()
                        .<Executable>map(life -> () -> assertNoClockBreaks(life))
                        .toList()));
    }

    /**
     * Tokens, their type, their end and the granted scope are handed on exactly as the provider stated them (RFC 6749 section 5.1).
     *
     * <p>If this fails, change nothing: do not split the scope, do not fill it in when the provider is silent, and count the life
     * from {@code context.clock()}.
     */
    @Test
    public final void S15_tokens_are_handed_on_as_stated() throws InterruptedException {
        if (!returnsTokens()) {
            assertEquals(
                    Optional.empty(),
                    signedIn(honestSignIn()).tokens(),
                    "The result carries tokens although returnsTokens() is denied. Do not deny it.");
            return;
        }
        String tokenType = provesPossession() ? "dpop" : "BEARER";
        assertTokensAsStated(Map.of("scope", "email  profile unasked", "expires_in", 120, "token_type", tokenType));
        assertTokensAsStated(Map.of());
        Rehearsal silent = rehearseForTheAnswer();
        silent.provider.always(Endpoint.TOKEN, ProviderFault.changing(members -> {
            members.remove("scope");
            members.remove("expires_in");
            members.remove("refresh_token");
            return members;
        }));
        TokenSet tokens = tokens(succeeds("a provider that states no scope and no life", silent::signIn));
        assertEquals(
                Optional.empty(), tokens.grantedScope(), "A granted scope was invented; the provider stated none.");
        assertEquals(
                Optional.empty(),
                tokens.expiresAt(),
                "An end of the access token was invented; the provider stated none.");
        assertEquals(
                Optional.empty(), tokens.refreshToken(), "A refresh token was invented; the provider issued none.");
    }

    private void assertNoClockBreaks(Number life) throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        rehearsal.provider.always(Endpoint.TOKEN, ProviderFault.with("expires_in", life));
        Outcome<SignInResult> outcome = Outcome.of(rehearsal::signIn);
        Throwable thrown = outcome.thrown();
        if (thrown != null
                && !(thrown instanceof ConnectorException refusal && refusal.code() == ErrorCode.INVALID_RESPONSE)) {
            succeeded("a token answer with expires_in " + life, outcome);
        }
    }

    private void assertCodeExchange(Rehearsal rehearsal, Rehearsal.Begun begun, String code) {
        RecordedRequest request = onlyTokenRequest(rehearsal);
        Map<String, List<String>> form = request.form();
        assertAll(
                () -> assertParameter(form, "grant_type", "authorization_code"),
                () -> assertParameter(form, "code", code),
                () -> assertParameter(form, "redirect_uri", REDIRECT_URI.toString()),
                () -> {
                    if (supportsPkce()) {
                        assertParameter(
                                form,
                                "code_verifier",
                                begun.attempt().codeVerifier().reveal());
                    } else {
                        assertFalse(
                                form.containsKey("code_verifier"),
                                "A code verifier is sent although supportsPkce() is denied. Do not deny it.");
                    }
                },
                () -> assertClientAuthentication(rehearsal.client, request));
    }

    private void assertTokensAsStated(Map<String, ?> stated) throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        rehearsal.provider.always(Endpoint.TOKEN, ProviderFault.changing(members -> {
            members.putAll(stated);
            return members;
        }));
        TokenSet tokens = tokens(succeeds("a token answer with " + stated, rehearsal::signIn));
        assertTokens(rehearsal.answers(Endpoint.TOKEN).get(0), rehearsal, tokens);
    }

    private static TokenSet tokens(SignInResult result) {
        return result.tokens()
                .orElseThrow(() -> new AssertionFailedError(
                        "The result carries no tokens. Add them with withTokens, or deny returnsTokens()."));
    }
}
