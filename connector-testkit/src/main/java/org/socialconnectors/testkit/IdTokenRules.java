package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenForgery;

/** The rules for the ID token, which says who signed in: its signature and the keys for it, and its claims. */
abstract class IdTokenRules extends TokenEndpointRules {
    private static final int UNKNOWN_KEYS = 30;
    private static final int JWKS_REQUESTS_ALLOWED = 3;

    /**
     * An ID token whose signature does not verify with a key of the provider is refused (OpenID Connect Core 1.0 section 3.1.3.7,
     * rule 6).
     *
     * <p>If this fails, verify with a library, allow only the algorithms that the provider uses, and never {@code none}.
     */
    @Test
    public final void T32_an_id_token_not_signed_by_the_provider_is_refused() {
        assertIdTokensRefused("T32", "Verify the signature with a key of the provider; never accept alg none.");
    }

    /**
     * A signature made with what is public, or with the client's secret, is refused (RFC 8725 section 2.1).
     *
     * <p>If this fails, fix the algorithms beforehand; the token's header must not choose between RSA and HMAC.
     */
    @Test
    public final void T33_an_hmac_is_not_taken_for_a_signature() {
        assertIdTokensRefused("T33", "Fix the accepted algorithms beforehand instead of trusting the token's header.");
    }

    /**
     * An ID token is there if {@code openid} was asked for, and is by this issuer for this client (OpenID Connect Core 1.0 section
     * 3.1.3.7, rules 2 to 5).
     *
     * <p>If this fails, compare {@code iss} exactly, look for the client ID in {@code aud}, and demand {@code azp} if there are
     * several audiences. Without ID tokens refuse the scope {@code openid} in {@code begin}, or do not deny {@link
     * #supportsIdTokens()}.
     */
    @Test
    public final void T34_an_id_token_of_another_issuer_or_for_another_client_is_refused() {
        assertRefused(
                "T34",
                supportsIdTokens()
                        ? "Compare iss exactly, look for the client ID in aud, and check azp."
                        : "Refuse the scope openid in begin, or do not deny supportsIdTokens().");
    }

    /**
     * An audience that is a list of this one client is as good as the client alone (RFC 7519 section 4.1.3).
     *
     * <p>If this fails, read {@code aud} both as a string and as a list.
     */
    @Test
    public final void T34_an_audience_that_is_a_list_of_one_is_accepted() throws InterruptedException {
        assertIdTokenAccepted(
                "an aud that is a list of this client",
                draft -> draft.claim("aud", List.of(CLIENT_ID)).sign());
    }

    /**
     * An ID token out of its time is refused, beyond a minute for clocks that differ; so is one whose times or subject are missing
     * or of another JSON type (OpenID Connect Core 1.0 section 3.1.3.7, rules 9 and 10).
     *
     * <p>If this fails, demand {@code exp}, {@code iat} and {@code sub}, and check {@code nbf} if it is there.
     */
    @Test
    public final void T35_an_id_token_out_of_its_time_is_refused() {
        assertIdTokensRefused("T35", "Demand exp, iat and sub in their JSON types; check nbf; allow 60 seconds.");
    }

    /**
     * Clocks may differ by just under a minute.
     *
     * <p>If this fails, allow 60 seconds on {@code exp}, {@code iat} and {@code nbf}.
     */
    @Test
    public final void T35_clocks_may_differ_by_59_seconds() throws InterruptedException {
        for (String claim : List.of("exp", "iat", "nbf")) {
            long difference = claim.equals("exp") ? -59 : 59;
            assertIdTokenAccepted(
                    claim + " that is " + difference + " seconds from now",
                    draft -> draft.claim(claim, draft.now().getEpochSecond() + difference)
                            .sign());
        }
    }

    /**
     * Times are compared with the clock of the context, not with the system's.
     *
     * <p>If this fails, use {@code context.clock()} wherever you ask for the time, also within a library that verifies tokens.
     */
    @Test
    public final void T35_the_clock_is_the_contexts() throws InterruptedException {
        Rehearsal rehearsal = rehearse(client(), scopes(), Instant.now().minus(Duration.ofDays(2)));
        succeeds("a context whose clock is two days behind, as is the provider's", rehearsal::signIn);
    }

    /**
     * The ID token carries the nonce of this very sign-in (OpenID Connect Core 1.0 section 3.1.3.7, rule 11).
     *
     * <p>If this fails, compare the claim with {@code callback.attempt().nonce()}, and refuse a token without it.
     */
    @Test
    public final void T36_an_id_token_of_another_sign_in_is_refused() {
        assertIdTokensRefused("T36", "Compare nonce with callback.attempt().nonce(), and refuse a token without it.");
    }

    /**
     * What a token's header says about keys is not believed, and a critical extension that is not known is refused (RFC 8725 section
     * 3.10, RFC 7515 section 4.1.11).
     *
     * <p>If this fails, look keys up by {@code kid} among the provider's only.
     */
    @Test
    public final void T37_a_token_cannot_bring_its_own_key() {
        assertIdTokensRefused(
                "T37", "Ignore jku, x5u, jwk and x5c; look keys up among the provider's only; refuse crit.");
    }

    /**
     * A provider that changes its key is understood, after one look at the new keys (OpenID Connect Core 1.0 section 10.1.1).
     *
     * <p>If this fails, fetch the keys once more when a token names a {@code kid} that is not among them, if they were fetched a minute
     * ago or longer.
     */
    @Test
    public final void T38_a_new_key_is_found_by_one_more_request() throws InterruptedException {
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            signsIn(rehearsal);
            int before = rehearsal.count(Endpoint.JWKS);
            rehearsal.clock.move(Duration.ofSeconds(61));
            rehearsal.provider.rotateKey();
            succeeds("a provider that has a new key since a minute", rehearsal::signIn);
            assertEquals(
                    before + 1, rehearsal.count(Endpoint.JWKS), "The keys should be fetched once more, no oftener.");
        }
    }

    /**
     * Tokens with invented key IDs do not make the connector fetch the keys again and again.
     *
     * <p>If this fails, keep the keys, and fetch them three times a minute at most.
     */
    @Test
    public final void T39_invented_key_ids_do_not_flood_the_provider() throws InterruptedException {
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            rehearsal.provider.always(
                    draft -> draft.header("kid", Secret.random().reveal()).signWithForeignKey());
            Refusal refusal = new Refusal("T39", "an invented key ID", Set.of(), 0, Rehearsal::signIn);
            for (int token = 0; token < UNKNOWN_KEYS; token++) {
                Throwable end = refusal.happensIn(rehearsal);
                assertTrue(
                        end instanceof ConnectorException,
                        () -> "A token with an invented key ID "
                                + (end == null
                                        ? "is accepted."
                                        : "ends in " + end.getClass().getName()
                                                + ". Throw nothing but ConnectorException."));
            }
            int requests = rehearsal.count(Endpoint.JWKS);
            assertTrue(
                    requests <= JWKS_REQUESTS_ALLOWED,
                    () -> UNKNOWN_KEYS + " tokens with invented key IDs made the connector fetch the keys " + requests
                            + " times; at most " + JWKS_REQUESTS_ALLOWED + " a minute are allowed.");
        }
    }

    /**
     * A token that names no key is verified with whichever of the provider's keys fits (RFC 7515 section 4.1.4).
     *
     * <p>If this fails, treat a missing {@code kid} as "any key of the right type".
     */
    @Test
    public final void T40_a_token_that_names_no_key_is_verified_with_those_that_fit() throws InterruptedException {
        IdTokenForgery withoutKeyId = draft -> {
            draft.header().remove("kid");
            return draft.sign();
        };
        assertIdTokenAccepted("a token without kid, and one key", withoutKeyId);
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            rehearsal.provider.rotateKey();
            rehearsal.provider.always(withoutKeyId);
            succeeds("a token without kid, and two keys", rehearsal::signIn);
        }
    }

    /**
     * Without usable keys nobody signs in; one that the provider no longer publishes is not usable after a day.
     *
     * <p>If this fails, refuse when the keys cannot be had; never skip the signature; keep keys for a day at most, by {@code
     * context.clock()}, also within a library that keeps them.
     */
    @Test
    public final void T41_without_usable_keys_nobody_signs_in() {
        assertIdTokensRefused(
                "T41",
                "Refuse when the provider's keys cannot be had or used; keep them for a day at most, by context.clock().");
    }

    private void assertIdTokensRefused(String rule, String advice) {
        if (supportsIdTokens()) {
            assertRefused(rule, advice);
        }
    }

    private void assertIdTokenAccepted(String given, IdTokenForgery forgery) throws InterruptedException {
        if (supportsIdTokens()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            rehearsal.provider.always(forgery);
            succeeds(given, rehearsal::signIn);
        }
    }
}
