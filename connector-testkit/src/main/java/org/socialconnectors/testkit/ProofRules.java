package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;

/** The rules for proofs of possession (DPoP, RFC 9449), which bind the tokens of a sign-in to a key of its own. */
abstract class ProofRules extends SignInRules {
    /**
     * Each request at the token endpoint and with an access token carries a proof made for it: signed by the key in its header, for
     * this method and address, now, under an identifier of its own, and with the hash of the access token where that is sent (RFC 9449
     * sections 4.2 and 7.1).
     *
     * <p>If this fails, make a proof for each request, also for one that is made again.
     */
    @Test
    public final void S27_every_proof_is_of_its_request() throws InterruptedException {
        Rehearsal rehearsal = rehearse();
        Outcome<SignInResult> outcome = Outcome.of(rehearsal::signIn);
        if (!provesPossession()) {
            assertTrue(
                    rehearsal.provider.requests().stream()
                            .allMatch(request ->
                                    request.header(ProofInspection.HEADER).isEmpty()),
                    "A proof is sent although provesPossession() is not declared.");
            return;
        }
        assertProofs(rehearsal);
        SignInResult result = signedIn(rehearsal, outcome);
        if (supportsRefresh()) {
            Outcome<TokenSet> refresh = Outcome.of(() -> rehearsal.refresh(rehearsal.refreshOf(result)));
            assertProofs(rehearsal);
            succeeded("a refresh", refresh);
        }
    }

    /**
     * A sign-in has a key of its own, which all its proofs are made with, which the authorization request names if it names one, and
     * which goes with the tokens: whoever holds the tokens of one person must not hold the key of all (RFC 9449 sections 5 and 10).
     *
     * <p>If this fails, make the key in {@code begin}, remember it with {@code Redirect.remembering}, and hand it on with {@code
     * TokenSet.Builder.proofKey}.
     */
    @Test
    public final void S28_the_key_of_the_proofs_is_the_sign_ins_own() throws InterruptedException {
        if (provesPossession()) {
            Rehearsal rehearsal = rehearse();
            Set<String> one = keyOfASignIn(rehearsal);
            Set<String> other = keyOfASignIn(rehearsal);
            assertNotEquals(one, other, "Two sign-ins have the same key.");
        }
    }

    /**
     * A proof that is refused for want of a nonce is made again with the nonce, once; a request that is refused for another reason is
     * not made again, whatever nonce comes with the answer (RFC 9449 sections 8 and 9).
     *
     * <p>If this fails, repeat a request only after the error {@code use_dpop_nonce}, only once, and with a new proof.
     */
    @Test
    public final void S29_a_nonce_that_is_demanded_is_sent_once() throws InterruptedException {
        if (provesPossession()) {
            String demanding = "a provider that demands a nonce";
            Rehearsal rehearsal = demandingNonces();
            Outcome<SignInResult> outcome = Outcome.of(rehearsal::signIn);
            assertProofs(rehearsal);
            SignInResult result = succeeded(demanding, outcome);
            assertAskedAtMostTwice(demanding, rehearsal, Endpoint.TOKEN);
            assertAskedAtMostTwice(demanding, rehearsal, Endpoint.USERINFO);
            if (supportsRefresh()) {
                rehearsal.provider.rotateDpopNonce();
                succeeds(
                        "a provider that demands another nonce at a refresh",
                        () -> rehearsal.refresh(rehearsal.refreshOf(result)));
                assertProofs(rehearsal);
            }
            assertAllHold(Refusals.of(this).stream()
                    .filter(refusal -> refusal.rule().equals("S29"))
                    .<Executable>map(refusal -> () -> {
                        Rehearsal refused = demandingNonces();
                        refusal.triedIn(refused).assertRefused("Repeat a request once, after use_dpop_nonce only.");
                        assertAskedAtMostTwice(refusal.given(), refused, Endpoint.TOKEN);
                    })
                    .toList());
        }
    }

    /**
     * Who sent a proof wants tokens that are bound to its key: others are refused (RFC 9449 section 5).
     *
     * <p>If this fails, compare {@code token_type} with {@code DPoP}, in any case of letters.
     */
    @Test
    public final void S30_tokens_that_are_not_bound_to_the_key_are_refused() {
        if (provesPossession()) {
            assertRefused("S30", "Demand the token_type DPoP if a proof was sent.");
        }
    }

    private Rehearsal demandingNonces() {
        return rehearse(client(), scopes(), Instant.now(), builder -> builder.dpopNonceRequired(true));
    }

    /** The key of the next sign-in, with its refresh. */
    private Set<String> keyOfASignIn(Rehearsal rehearsal) throws InterruptedException {
        int before = rehearsal.provider.requests().size();
        Rehearsal.Begun begun = succeeds("an honest provider", rehearsal::begin);
        Rehearsal.Callback callback = rehearsal.approved(begun);
        Outcome<SignInResult> outcome = Outcome.of(() -> rehearsal.complete(begun, callback));
        // The key says more than the provider's refusal of it.
        List<String> announced = begun.parameters().getOrDefault("dpop_jkt", List.of());
        assertTrue(
                announced.size() <= 1 && keysOfProofs(rehearsal, before).containsAll(announced),
                "The dpop_jkt of the authorization request is not the key's.");
        SignInResult result = succeeded("an honest provider", outcome);
        if (supportsRefresh()) {
            // Whether it succeeds is another rule's concern.
            Outcome.of(() -> rehearsal.refresh(rehearsal.refreshOf(result)));
        }
        Set<String> keys = keysOfProofs(rehearsal, before);
        assertEquals(1, keys.size(), "The proofs of one sign-in are not made with one key.");
        if (returnsTokens()) {
            assertEquals(
                    Optional.of(keys.iterator().next()),
                    result.tokens().flatMap(TokenSet::proofKey).flatMap(OAuthAssertions::thumbprint),
                    "The key of the proofs, with its private part, does not come with the tokens.");
        }
        return keys;
    }

    private static void assertAskedAtMostTwice(String given, Rehearsal rehearsal, Endpoint endpoint) {
        int requests = rehearsal.provider.count(endpoint);
        assertTrue(
                requests <= 2,
                () -> "Given " + given + ": the endpoint " + endpoint + " was asked " + requests
                        + " times; once more with the nonce is all that is allowed.");
    }
}
