package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * The rules for a sign-in as a whole: who has signed in and by which checks, and that it mixes with no other, ends when it is interrupted
 * and asks nobody but the provider.
 */
abstract class SignInRules extends UserinfoRules {
    private static final int AT_ONCE = 16;
    private static final String ANOTHER_PERSON =
            "an honest provider, and another person, with a name and an e-mail address of their own";

    // More than a narrow column holds, and no more than the 255 of OpenID Connect Core 1.0 section 2 with the rest.
    private static final int LONG_SUBJECT = 200;

    // Beyond 2^53, where floating-point numbers stand for several integers, and within 64 bits.
    private static final String LONG_NUMBER = "1234567890123456789";

    /**
     * Without {@code openid} userinfo alone says who signed in, and the assurance does not claim an ID token.
     *
     * <p>If this fails, let the scopes of the sign-in decide whether an ID token is expected.
     */
    @Test
    public final void T10_without_openid_userinfo_alone_says_who_signed_in() throws InterruptedException {
        if (!signsInWithoutOpenid()) {
            assertRefused("T10", "Refuse scopes without openid in begin, or do not deny signsInWithoutOpenid().");
            return;
        }
        Rehearsal rehearsal = rehearse(client(), scopesWithoutIdToken(), Instant.now());
        if (!supportsUserinfo()) {
            Throwable refusal = new Refusal("T10", "no ID token and no userinfo", Set.of(), 1, Rehearsal::signIn)
                    .happensIn(rehearsal);
            assertTrue(
                    refusal instanceof ConnectorException,
                    "Somebody signed in although neither an ID token nor userinfo says who.");
            return;
        }
        SignInResult result = succeeds("a sign-in without openid", rehearsal::signIn);
        assertIdentity(result.identity(), "Somebody else signed in.");
        assertFalse(result.assurance().idTokenVerified(), "The assurance claims an ID token that nobody asked for.");
        assertTrue(
                rehearsal.count(Endpoint.JWKS) == 0 || rehearsal.hasSignedUserinfo(),
                "Keys were fetched although there was no ID token to verify.");
    }

    /**
     * At an honest provider the person signs in, and is who they are. Most other rules begin with that: while it fails, what they say
     * may follow from it alone.
     *
     * <p>If this fails, mend it before all else: compare the addresses of {@link #provider()} and what {@link #person()} is given in
     * userinfo with what the connector asks and reads, the capabilities with what it can do, and {@link #expectedIdentity()} with whom
     * it names.
     */
    @Test
    public final void S18_a_person_signs_in_at_an_honest_provider() throws InterruptedException {
        ConformanceRun.SignIn honest = honestSignIn();
        SignInResult result = signedIn(honest);
        assertIdentity(
                result.identity(),
                sentences(
                        "Somebody else signed in. Check the connector's namespace and subject against expectedIdentity().",
                        disagreementAboutTheSubject(honest.rehearsal())));
        assertTrue(
                !supportsIdTokens() || result.assurance().idTokenVerified(),
                "The assurance claims no verified ID token. If the provider has none, deny supportsIdTokens(); otherwise verify"
                        + " it, and claim the checks.");
    }

    /**
     * The identity does not depend on what was asked for, or one person would have several accounts.
     *
     * <p>If this fails, take the namespace from the configuration, and the same subject from ID token and userinfo.
     */
    @Test
    public final void S10_the_identity_does_not_depend_on_the_scopes() throws InterruptedException {
        Set<List<String>> asked = new LinkedHashSet<>(List.of(scopes()));
        if (supportsUserinfo() && signsInWithoutOpenid()) {
            asked.add(scopesWithoutIdToken());
        }
        asked.add(fewestScopes());
        for (List<String> scopes : asked) {
            Rehearsal rehearsal = rehearse(client(), scopes, Instant.now());
            rehearsal.provider.takeClientSignaturesForGranted(true);
            assertIdentity(
                    succeeds("the scopes " + scopes, rehearsal::signIn).identity(),
                    "The identity is another one with the scopes " + scopes + ".");
        }
    }

    /**
     * Sign-ins that run at the same time do not mix: everybody becomes who they are, with a name and an e-mail address of their own.
     *
     * <p>If this fails, look for fields of the connector that change; it has to be immutable.
     */
    @Test
    public final void S11_sign_ins_at_once_do_not_mix() throws Exception {
        assertSubjectAnswered();
        List<Persona> people = new ArrayList<>();
        for (int number = 0; number < AT_ONCE; number++) {
            people.add(somebody(person().subject() + number));
        }
        // Threads meet by chance; on one thread sign-ins can be made to cross.
        Persona one = people.get(0);
        Persona other = people.get(1);
        List<String> both = List.of(whoSignsInAlone(one), whoSignsInAlone(other));
        Rehearsal rehearsal = rehearse();
        // The connector of another client, made later: settings that no connector owns are its now.
        rehearse();
        Rehearsal.Begun first = rehearsal.begin();
        Rehearsal.Begun second = rehearsal.begin();
        assertEquals(
                both,
                List.of(
                        orNobody(() -> who(rehearsal.complete(first, rehearsal.approved(first, one)))),
                        orNobody(() -> who(rehearsal.complete(second, rehearsal.approved(second, other))))),
                "Of two people the second of whom began before the first was done, one became another, or nobody. The connector"
                        + " must not keep anything.");
        SimulatedProvider honest = honestSignIn().rehearsal().provider;
        for (Endpoint endpoint : List.of(Endpoint.TOKEN, Endpoint.USERINFO, Endpoint.RESOURCE)) {
            Set<String> paths = honest.requests(endpoint).stream()
                    .map(request -> request.uri().getRawPath())
                    .collect(Collectors.toSet());
            List<String> meanwhile = new ArrayList<>();
            rehearsal.network.meanwhile(
                    request -> paths.contains(request.uri().getRawPath()),
                    () -> meanwhile.add(orNobody(() -> who(rehearsal.signIn(other)))));
            String before = orNobody(() -> who(rehearsal.signIn(one)));
            if (!meanwhile.isEmpty()) {
                assertEquals(
                        both,
                        List.of(before, meanwhile.get(0)),
                        "Of two people the second of whom signed in while the endpoint " + endpoint
                                + " was asked for the first, one became another, or nobody. The connector must not keep"
                                + " anything.");
            }
        }
        List<Callable<String>> signIns = people.stream()
                .<Callable<String>>map(persona -> () ->
                        orNobody(() -> rehearsal.signIn(persona).identity().subject()))
                .toList();
        assertEquals(
                people.stream().map(Persona::subject).toList(),
                AtOnce.run(signIns),
                "Of people who signed in at the same time, some became others, or nobody. The connector must not keep"
                        + " anything.");
    }

    /**
     * Tokens come from the token endpoint: what a callback has of them besides is not believed, because anybody can write it there
     * (RFC 6749 section 4.1.2). Such a callback may be refused.
     *
     * <p>If this fails, take tokens from the answer of the token endpoint only.
     */
    @Test
    public final void T18_tokens_that_a_callback_brings_are_not_believed() throws InterruptedException {
        assertSubjectAnswered();
        Rehearsal rehearsal = rehearseForTheAnswer();
        Persona other = somebody(person().subject() + "2");
        succeeds(ANOTHER_PERSON, () -> rehearsal.signIn(other));
        JsonObject ofTheOther = rehearsal.firstAnswer(Endpoint.TOKEN);
        Rehearsal.Begun begun = rehearsal.begin();
        Rehearsal.Callback callback = rehearsal.approved(begun);
        for (String name : ofTheOther.names()) {
            ofTheOther
                    .displayText(name)
                    .ifPresent(value -> callback.parameters().putIfAbsent(name, List.of(value)));
        }
        SignInResult result =
                Outcome.of(() -> rehearsal.complete(begun, callback)).value();
        if (result != null) {
            String advice = "Take tokens from the answer of the token endpoint only.";
            assertIdentity(
                    result.identity(), "Somebody signs in as another, whose tokens the callback brings. " + advice);
            assertNotEquals(
                    ofTheOther.secret("access_token"),
                    result.tokens().map(TokenSet::accessToken),
                    "The access token is the one that the callback brings. " + advice);
        }
    }

    /**
     * The subject is taken as it is: people whose subjects differ in the case of a letter, in a mark, in a space, in how a letter is
     * written, in a leading zero or far behind their beginning stay apart (OpenID Connect Core 1.0 section 2), or cannot sign in.
     *
     * <p>If this fails, neither fold, strip, normalize nor shorten what the provider calls somebody, nor read a number as a floating-point
     * one, which is exact up to 2^53 only.
     */
    @Test
    public final void S19_people_whose_subjects_look_alike_stay_apart() throws InterruptedException {
        assertSubjectAnswered();
        String subject = person().subject();
        Map<String, String> alikes = new LinkedHashMap<>();
        alikes.put("is in capitals", subject.toUpperCase(Locale.ROOT));
        alikes.put("is in small letters", subject.toLowerCase(Locale.ROOT));
        for (String mark : List.of("-", ".", "+1", "@example.org", "%41")) {
            alikes.put("ends in " + mark, subject + mark);
        }
        alikes.put("has spaces around it", " " + subject + " ");
        alikes.put("has two spaces within", subject + "  1");
        alikes.put("ends in a space without width", subject + "\u200b");
        // The sign of the unit angstrom, of which every normalization form makes letters (Unicode Standard Annex 15).
        alikes.put("ends in a letter that normalization changes", subject + "\u212b");
        alikes.put("has more than 200 characters", subject + "|" + "x".repeat(LONG_SUBJECT));
        // No JSON number begins with it.
        if (!isNumbered(somebody("0" + subject))) {
            alikes.put("begins with a zero", "0" + subject);
        }
        for (Map.Entry<String, String> alike : alikes.entrySet()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            Outcome<SignInResult> outcome = Outcome.of(() -> rehearsal.signIn(somebody(alike.getValue())));
            assertTrue(
                    outcome.value() == null
                            || outcome.value().identity().subject().equals(alike.getValue()),
                    () -> "Somebody whose subject " + alike.getKey() + " becomes another. Take the subject as it is.");
        }
        Persona numbered = somebody(LONG_NUMBER);
        if (isNumbered(numbered)) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            Outcome<SignInResult> outcome = Outcome.of(() -> rehearsal.signIn(numbered));
            assertTrue(
                    outcome.value() == null
                            || outcome.value().identity().subject().equals(LONG_NUMBER),
                    "Somebody whose subject is a number of 19 digits becomes another. Read it with idText, or otherwise as an exact"
                            + " integer.");
        }
    }

    /**
     * An interruption ends a sign-in at once, as an {@link InterruptedException}: the host has run out of time.
     *
     * <p>If this fails, let the exception pass, also through libraries that wrap it.
     */
    @Test
    public final void S12_an_interruption_is_passed_on() throws InterruptedException {
        ConformanceRun.SignIn honest = honestSignIn();
        signedIn(honest);
        Map<String, Endpoint> asked = new LinkedHashMap<>();
        honest.rehearsal().provider.requests().stream()
                .filter(request ->
                        !Set.of(Endpoint.AUTHORIZATION, Endpoint.UNKNOWN_PATH).contains(request.endpoint()))
                .forEach(request -> asked.put(request.uri().getRawPath(), request.endpoint()));
        for (Map.Entry<String, Endpoint> address : asked.entrySet()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            rehearsal.network.interruptAt(
                    request -> address.getKey().equals(request.uri().getRawPath()));
            assertInterrupted("the endpoint " + address.getValue(), rehearsal, Rehearsal::signIn);
        }
        if (supportsRefresh()) {
            Rehearsal rehearsal = rehearseForTheAnswer();
            RefreshRequest request = rehearsal.refreshOf(signsIn(rehearsal));
            assertInterruptedAt(Endpoint.TOKEN, "a refresh", rehearsal, during -> during.refresh(request));
        }
        if (supportsRevocation()) {
            assertInterruptedAt(
                    Endpoint.REVOCATION,
                    "a revocation",
                    rehearseForTheAnswer(),
                    during -> during.revoke(Secret.random()));
        }
        if (supportsDeviceSignIn()) {
            assertInterruptedAt(
                    Endpoint.DEVICE_AUTHORIZATION, "a device's start", rehearseForTheAnswer(), Rehearsal::startDevice);
            Rehearsal rehearsal = rehearseForTheAnswer();
            DeviceAuthorization device = succeeds("an honest provider", rehearsal::startDevice);
            rehearsal.approveDevice(device);
            assertInterruptedAt(Endpoint.TOKEN, "a device's poll", rehearsal, during -> during.pollInTime(device));
        }
        Optional<TokenExchangeRequest> exchange = tokenExchange();
        if (exchange.isPresent()) {
            assertInterruptedAt(
                    Endpoint.TOKEN, "an exchange", rehearseForTheAnswer(), during -> during.exchange(exchange.get()));
        }
    }

    private static void assertInterruptedAt(Endpoint endpoint, String where, Rehearsal rehearsal, Refusal.Act act) {
        rehearsal.network.interruptAt(sent -> rehearsal.isAt(endpoint, sent.uri()));
        assertInterrupted(where, rehearsal, act);
    }

    private static void assertInterrupted(String where, Rehearsal rehearsal, Refusal.Act act) {
        Throwable end = new Refusal("S12", "an interruption", Set.of(), 1, act).happensIn(rehearsal);
        // A library in between may have set the flag again; the next test must not see it.
        boolean interrupted = Thread.interrupted();
        if (!(end instanceof InterruptedException)) {
            throw new AssertionFailedError(
                    "Interrupted at " + where
                            + ", the connector should pass the InterruptedException on, but it ends in "
                            + (end == null ? "a success" : end.getClass().getName())
                            + (interrupted ? " with the thread's flag set." : "."),
                    end == null ? null : rehearsal.printable(end));
        }
    }

    /**
     * Only the provider's own endpoints are asked; S08 sees who goes round {@code context.http()}.
     *
     * <p>If this fails, check the addresses that the message names.
     */
    @Test
    public final void S13_only_the_providers_endpoints_are_asked() throws InterruptedException {
        ConformanceRun.SignIn honest = honestSignIn();
        signedIn(honest);
        Rehearsal rehearsal = honest.rehearsal();
        assertEquals(Set.of(), rehearsal.provider.foreignHosts(), "Other hosts than the provider's were asked.");
        assertEquals(
                List.of(),
                rehearsal.provider.requests(Endpoint.UNKNOWN_PATH).stream()
                        .map(request -> request.method() + " " + rehearsal.path(request.uri()))
                        .toList(),
                "Addresses were asked that provider() does not mention.");
        assertEquals(
                supportsUserinfo() ? 1 : 0,
                rehearsal.count(Endpoint.USERINFO),
                "Userinfo was not asked as often as it should.");
    }

    /**
     * The assurance claims the checks that were made, and no others.
     *
     * <p>If this fails, add a check to the assurance where it is made.
     */
    @Test
    public final void S16_the_assurance_claims_what_was_checked() throws InterruptedException {
        Set<Check> checks = signedIn(honestSignIn()).assurance().checks();
        Set<Check> expected = expectedChecks();
        if (pinsIssuer() && providerSendsIssuer()) {
            expected.add(Check.CALLBACK_ISSUER);
        }
        assertEquals(expected, new TreeSet<>(checks), "The assurance does not claim what was checked.");
    }

    /** Another person: with a subject, a name and an e-mail address of their own, so that it shows whose are handed on. */
    final Persona somebody(String subject) {
        Persona one = person();
        String mark = Integer.toUnsignedString(subject.hashCode());
        Persona other = new Persona(
                subject,
                one.username(),
                one.name() + " " + mark,
                one.email().map(own -> new Persona.Email(mark + "." + own.address(), own.verified())),
                one.website(),
                one.pro(),
                one.canPay(),
                one.organizations(),
                Optional.empty());
        if (one.userinfo().isEmpty()) {
            return other;
        }
        Map<String, @Nullable Object> userinfo =
                new LinkedHashMap<>(one.userinfo().get());
        expectedProfile().name().ifPresent(own -> JsonValues.replace(userinfo, own, own + " " + mark));
        expectedProfile()
                .email()
                .map(EmailAddress::address)
                .ifPresent(own -> JsonValues.replace(userinfo, own, mark + "." + own));
        MemberPath member = MemberPath.of(subjectMember());
        boolean isNumber = member.in(userinfo) instanceof Number && subject.matches("\\d+");
        member.put(userinfo, isNumber ? new BigInteger(subject) : subject);
        return other.withUserinfo(userinfo);
    }

    /** Whether userinfo has the subject as a JSON number. */
    private boolean isNumbered(Persona person) {
        return person.userinfo()
                .map(userinfo -> MemberPath.of(subjectMember()).in(new LinkedHashMap<>(userinfo)))
                .filter(Number.class::isInstance)
                .isPresent();
    }

    /** Somebody who signs in where nobody else does. */
    private String whoSignsInAlone(Persona persona) throws InterruptedException {
        ConformanceRun.SignIn honest = honestSignIn();
        Rehearsal rehearsal = rehearseForTheAnswer();
        SignInResult result = succeeds(ANOTHER_PERSON, () -> rehearsal.signIn(persona));
        assertTrue(
                saysEmail(rehearsal, result) || !saysEmail(honest.rehearsal(), signedIn(honest)),
                "Somebody signs in with an e-mail address that no answer of their sign-in says. The connector must not keep"
                        + " anything, in static fields neither.");
        return persona.subject() + ofWhom(result);
    }

    private static boolean saysEmail(Rehearsal rehearsal, SignInResult result) {
        Statements said = rehearsal.statements();
        return result.profile()
                .email()
                .filter(email -> !said.say(email.address()))
                .isEmpty();
    }

    private String who(SignInResult result) {
        return result.identity().subject() + ofWhom(result);
    }

    // The text of a profile leaves out who it is; these people are invented.
    private String ofWhom(SignInResult result) {
        SocialProfile profile = result.profile();
        Object raw = MemberPath.of(subjectMember())
                .in(new LinkedHashMap<>(profile.raw().toMap()));
        return profile.name().map(name -> ", " + name).orElse("")
                + profile.email().map(address -> ", " + address.address()).orElse("")
                + (raw == null ? "" : ", " + raw + " in the raw data");
    }

    private static String orNobody(Callable<String> who) {
        try {
            return who.call();
        } catch (Exception refused) {
            return "nobody, for " + (refused instanceof ConnectorException known ? known.code() : refused.getClass());
        }
    }
}
