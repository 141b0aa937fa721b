package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.ProviderFault;

/** The rules for what the provider says about the person: whom userinfo is about, and what the profile makes of it. */
abstract class UserinfoRules extends IdTokenRules {
    private static final List<Map.Entry<String, Object>> NEITHER_TRUE_NOR_FALSE = List.of(
            Map.entry("an empty list", List.of()),
            Map.entry("an empty object", Map.of()),
            Map.entry("an empty text", ""),
            Map.entry("the number 0", 0),
            Map.entry("the text no", "no"));

    private static final String ANOTHER_ADDRESS = "mallory@attacker.example";

    /**
     * The profile says what the provider said, and the raw data are the provider's answer, unchanged, unknown members included. They may
     * have what its other answers say besides, such as the claims of the ID token or a list of a further request under a name of its own;
     * what no answer says is invented. Tokens are no data of the person.
     *
     * <p>If this fails, compare the mapping of the member that the message names with {@link #expectedProfile()}.
     */
    @Test
    public final void T11_the_profile_is_mapped_and_unknown_claims_are_kept() throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        if (supportsUserinfo()) {
            rehearsal.changeUserinfo(
                    members -> members.put("conformance_unknown", Map.of("kept", List.of(1, true, "x"))));
        }
        SocialProfile profile = succeeds("userinfo with a member that nobody knows", rehearsal::signIn)
                .profile();
        SocialProfile expected = expectedProfile();
        assertAll(
                () -> assertEquals(expected.name(), profile.name(), "The name differs."),
                () -> assertEquals(expected.username(), profile.username(), "The username differs."),
                () -> assertEquals(
                        expected.email().map(EmailAddress::address),
                        profile.email().map(EmailAddress::address),
                        "The e-mail address differs."),
                () -> assertEquals(expected.givenName(), profile.givenName(), "The given name differs."),
                () -> assertEquals(expected.familyName(), profile.familyName(), "The family name differs."),
                () -> assertEquals(expected.phone(), profile.phone(), "The phone number differs."),
                () -> assertEquals(expected.address(), profile.address(), "The postal address differs."),
                () -> assertEquals(expected.locale(), profile.locale(), "The locale differs."),
                () -> assertEquals(expected.avatar(), profile.avatar(), "The picture differs."),
                () -> assertEquals(expected.page(), profile.page(), "The page differs."),
                () -> assertRaw(rehearsal, profile));
    }

    /**
     * Userinfo is believed only if it is about the subject of the ID token (OpenID Connect Core 1.0 section 5.3.2), and an account
     * needs a subject.
     *
     * <p>If this fails, refuse an empty or missing subject with {@code IDENTITY_MISMATCH}; where there is an ID token, compare its
     * subject exactly.
     */
    @Test
    public final void T42_userinfo_of_another_subject_is_refused() throws InterruptedException {
        assertSubjectAnswered();
        assertUserinfoRefused(
                "T42",
                (supportsIdTokens() ? "Compare userinfo's subject with the ID token's; refuse" : "Refuse")
                        + " an empty or missing subject.");
    }

    /**
     * A refusal of userinfo is {@code PROVIDER_ERROR}, an outage {@code PROVIDER_UNAVAILABLE}; the connector does not ask again,
     * because the transport already has.
     *
     * <p>If this fails, map HTTP 401 and 403 to {@code PROVIDER_ERROR}, and 5xx to {@code PROVIDER_UNAVAILABLE}.
     */
    @Test
    public final void T43_a_refusal_of_userinfo_is_a_provider_error() {
        assertUserinfoRefused("T43", "Map HTTP 401 and 403 to PROVIDER_ERROR, 5xx to PROVIDER_UNAVAILABLE.");
    }

    /**
     * An e-mail address counts as verified only if the provider says so in so many words of that very address; what it leaves out does
     * not count (OpenID Connect Core 1.0 section 5.1).
     *
     * <p>If this fails, take an address and whether it is verified from one place, and compare the member with the one value that means
     * verified: {@code claims.isTrue(name)} where that is true, {@code claims.displayText(name).filter("confirmed"::equals).isPresent()}
     * where it is a text. Other values that your provider uses are told with {@link #unverifiedEmailValues()}.
     */
    @Test
    public final void T44_an_email_address_is_verified_only_if_the_provider_says_so() throws InterruptedException {
        Optional<EmailAddress> expected = expectedProfile().email();
        assertEquals(
                expected.map(email -> email.verified() && saysWhetherEmailIsVerified()),
                signedIn(honestSignIn()).profile().email().map(EmailAddress::verified),
                saysWhetherEmailIsVerified()
                        ? "An honest answer says whether the e-mail address is verified; expectedProfile() says otherwise."
                                + " Check the mapping, and emailVerifiedMember()."
                        : "An e-mail address counts as verified although saysWhetherEmailIsVerified() is denied. Do not"
                                + " deny it.");
        if (saysWhetherEmailIsVerified()) {
            MemberPath member = MemberPath.of(emailVerifiedMember());
            if (expected.filter(EmailAddress::verified).isPresent()) {
                assertAnswered(member);
            }
            assertEmailUnverified("false", members -> member.put(members, false));
            assertEmailUnverified("null", members -> member.put(members, null));
            assertEmailUnverified("absent", member::remove);
            assertEmailUnverified("the text false", members -> member.put(members, "false"));
            for (Map.Entry<String, Object> value : NEITHER_TRUE_NOR_FALSE) {
                assertVerifiesNothing(
                        "an answer whose " + emailVerifiedMember() + " is " + value.getKey(),
                        rehearsal -> changeEveryAnswer(rehearsal, members -> member.put(members, value.getValue())));
            }
            for (Object value : unverifiedEmailValues()) {
                assertEmailUnverified("the value " + value, members -> member.put(members, value));
            }
            if (expected.filter(EmailAddress::verified).isPresent()) {
                assertNotMixed(expected.get().address(), member);
            }
            for (MemberPath parent : member.parents()) {
                assertVerifiesNothing(
                        "an answer without " + parent, rehearsal -> changeEveryAnswer(rehearsal, parent::remove));
                assertVerifiesNothing(
                        "an answer whose " + parent + " is a text",
                        rehearsal -> changeEveryAnswer(rehearsal, members -> parent.put(members, "text")));
            }
        }
    }

    /**
     * Userinfo that comes as a JWT is believed only if the provider signed it for this client about this person (OpenID Connect Core
     * 1.0 section 5.3.2).
     *
     * <p>If this fails, verify it with the keys and algorithms of ID tokens, and look at {@code iss} and {@code aud} if they are there.
     */
    @Test
    public final void S33_signed_userinfo_is_verified() {
        assertUserinfoRefused("S33", "Verify the JWT as an ID token's signature, and compare iss, aud and sub.");
    }

    /**
     * Whatever a further request is answered, such as one for a list of e-mail addresses, nothing becomes verified by it, and nobody
     * else signs in: the sign-in ends in a {@code ConnectorException}, or goes on without what it asked for.
     *
     * <p>If this fails, read that answer as strictly as the others.
     */
    @Test
    public final void S34_an_unusable_further_answer_verifies_nothing() throws InterruptedException {
        ConformanceRun.SignIn honest = honestSignIn();
        if (honest.outcome().value() != null && honest.rehearsal().count(Endpoint.RESOURCE) > 0) {
            for (Map.Entry<String, ProviderFault> fault : Refusals.unusable().entrySet()) {
                assertVerifiesNothing(
                        fault.getKey() + " from a further request",
                        rehearsal -> rehearsal.provider.always(Endpoint.RESOURCE, fault.getValue()));
            }
        }
    }

    private void assertUserinfoRefused(String rule, String advice) {
        if (supportsUserinfo()) {
            assertRefused(rule, advice);
        }
    }

    private void assertRaw(Rehearsal rehearsal, SocialProfile profile) {
        if (!keepsRawClaims()) {
            assertEquals(Set.of(), profile.raw().names(), "There are raw data although keepsRawClaims() is denied.");
            return;
        }
        Map<String, @Nullable Object> raw = profile.raw().toMap();
        Set<String> altered = new TreeSet<>();
        said(rehearsal).toMap().forEach((name, value) -> {
            if (value != null && !value.equals(raw.get(name))) {
                altered.add(name);
            }
        });
        assertEquals(Set.of(), altered, "The raw data lack members of the provider's answer, or have changed them.");
        assertEquals(
                Set.of(),
                rehearsal.statements().inventions(raw),
                "The raw data have members that no answer of the provider has. Keep them as the provider said them, and nothing else.");
        assertEquals(
                Set.of(),
                rehearsal.tokens().in(String.valueOf(raw)),
                "The raw data show tokens, which a host would keep with the profile. Hand them on with withTokens alone.");
    }

    /** What the provider said about the person. */
    private JsonObject said(Rehearsal rehearsal) {
        return supportsUserinfo()
                ? rehearsal.firstAnswer(Endpoint.USERINFO)
                : Rehearsal.claims(rehearsal.answers(Endpoint.TOKEN).get(0).text("id_token"));
    }

    /** An honest answer has the subject where {@link #subjectMember()} says: otherwise rules change what the connector does not read. */
    final void assertSubjectAnswered() throws InterruptedException {
        ConformanceRun.SignIn honest = honestSignIn();
        signedIn(honest);
        String disagreement = disagreementAboutTheSubject(honest.rehearsal());
        assertTrue(disagreement.isEmpty(), disagreement);
    }

    private void assertAnswered(MemberPath emailVerified) throws InterruptedException {
        AtomicBoolean answered = new AtomicBoolean();
        Rehearsal rehearsal = rehearseForTheAnswer();
        changeEveryAnswer(rehearsal, members -> answered.compareAndSet(false, emailVerified.isIn(members)));
        signsIn(rehearsal);
        assertTrue(
                answered.get(),
                () -> "No answer of the provider has the member " + emailVerifiedMember()
                        + ". Override emailVerifiedMember(): with its name, or with a JSON Pointer such as /email/confirmed.");
    }

    private static void changeEveryAnswer(Rehearsal rehearsal, Consumer<Map<String, @Nullable Object>> change) {
        rehearsal.changeUserinfo(change);
        rehearsal.changeResources(change);
        rehearsal.provider.always(Rehearsal.forgery(change));
    }

    private void assertEmailUnverified(String how, Consumer<Map<String, @Nullable Object>> change)
            throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        changeEveryAnswer(rehearsal, change);
        Optional<EmailAddress> email = succeeds("an e-mail address whose verification is " + how, rehearsal::signIn)
                .profile()
                .email();
        assertEquals(
                expectedProfile().email().map(EmailAddress::address),
                email.map(EmailAddress::address),
                "An address that is not verified should be handed on all the same.");
        assertFalse(
                email.map(EmailAddress::verified).orElse(false),
                () -> "The e-mail address counts as verified although " + emailVerifiedMember() + " is " + how
                        + ". Compare it with the one value that means verified.");
    }

    /** One answer has another address and says that it is not verified; the others verify the person's. */
    private void assertNotMixed(String address, MemberPath emailVerified) throws InterruptedException {
        Consumer<Map<String, @Nullable Object>> another = members -> {
            JsonValues.replace(members, address, ANOTHER_ADDRESS);
            emailVerified.put(members, false);
        };
        assertNotMixed("userinfo", rehearsal -> {
            rehearsal.changeUserinfo(another);
            // A flag that stands beside no address is about the one of userinfo.
            rehearsal.changeResources(members -> {
                if (!JsonValues.has(members, address)) {
                    emailVerified.put(members, false);
                }
            });
            rehearsal.provider.always(Rehearsal.forgery(claims -> putEmail(claims, address, true)));
        });
        assertNotMixed(
                "the ID token",
                rehearsal -> rehearsal.provider.always(Rehearsal.forgery(claims -> {
                    another.accept(claims);
                    putEmail(claims, ANOTHER_ADDRESS, false);
                })));
        assertNotMixed(
                "a further answer",
                rehearsal -> rehearsal.changeResources(members -> {
                    if (JsonValues.has(members, address)) {
                        another.accept(members);
                    }
                }));
    }

    private static void putEmail(Map<String, @Nullable Object> claims, String address, boolean verified) {
        claims.put("email", address);
        claims.put("email_verified", verified);
    }

    private void assertNotMixed(String answer, Consumer<Rehearsal> change) throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        change.accept(rehearsal);
        SignInResult result = Outcome.of(rehearsal::signIn).value();
        assertTrue(
                result == null
                        || result.profile()
                                .email()
                                .filter(email ->
                                        email.verified() && email.address().equals(ANOTHER_ADDRESS))
                                .isEmpty(),
                () -> "An e-mail address that " + answer
                        + " calls unverified counts as verified, because another address is."
                        + " Take an address and whether it is verified from one place.");
    }

    private void assertVerifiesNothing(String given, Consumer<Rehearsal> change) throws InterruptedException {
        Rehearsal rehearsal = rehearseForTheAnswer();
        change.accept(rehearsal);
        Outcome<SignInResult> outcome = Outcome.of(rehearsal::signIn);
        SignInResult result = outcome.value();
        Throwable thrown = outcome.thrown();
        if (thrown != null && !(thrown instanceof ConnectorException)) {
            throw new AssertionFailedError(
                    "Given " + given + ": the sign-in may end in a ConnectorException only, but it ends in "
                            + thrown.getClass().getName() + ".",
                    rehearsal.printable(thrown));
        }
        assertEquals(
                Set.of(),
                rehearsal.provider.foreignHosts(),
                () -> "Given " + given + ": other hosts than the provider's were asked.");
        if (result != null) {
            assertIdentity(result.identity(), "Somebody else signed in.");
            assertFalse(
                    result.profile().email().map(EmailAddress::verified).orElse(false),
                    () -> "Given " + given + ": an e-mail address counts as verified.");
        }
    }
}
