package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** A refusal counts only if it has one of the codes, has cost no request too many, and shows no secret. */
class RefusalTest {
    private static final URI ISSUER = URI.create("https://id.example");
    private static final URI TOKEN = ISSUER.resolve("/token");
    private static final URI USERINFO = ISSUER.resolve("/userinfo");
    private static final URI PUSH = ISSUER.resolve("/par");

    private final ConnectorException right =
            ConnectorException.of(ErrorCode.ISSUER_MISMATCH, "no").build();

    @Test
    void a_refusal_with_one_of_the_codes_is_as_it_should_be() {
        Refusal refusal = new Refusal(
                "T12", "a foreign state", Set.of(ErrorCode.ISSUER_MISMATCH, ErrorCode.INVALID_RESPONSE), 0, during -> {
                    throw right;
                });
        assertSame(right, refusal.triedIn(rehearsal()).assertRefused("Compare it."));
        assertSame(right, refusal.happensIn(rehearsal()));
        assertEquals("T12 (a foreign state)", refusal.toString());
    }

    @Test
    void to_accept_is_no_refusal() {
        Refusal.Act accepting = rehearsal -> {};
        assertNull(refusal(0, accepting).happensIn(rehearsal()));
        assertEquals(
                "Given a foreign state: this should end in ISSUER_MISMATCH, but the connector accepts it. Compare it.",
                said(refusal(0, accepting)));
    }

    @Test
    void another_exception_is_no_refusal() {
        assertEquals(
                "Given a foreign state: this should end in a ConnectorException with ISSUER_MISMATCH, but it ends in"
                        + " java.lang.IllegalStateException. Compare it.",
                said(refusal(0, during -> {
                    throw new IllegalStateException("no");
                })));
    }

    /** Reports print a cause with its words, and where in the connector's code it was thrown. */
    @Test
    void another_exception_is_the_cause_of_the_failure_unless_it_or_its_own_cause_shows_a_secret() {
        IllegalStateException harmless = new IllegalStateException("no", new IllegalArgumentException("odd"));
        assertSame(
                harmless,
                failure(refusal(0, during -> {
                            throw harmless;
                        }))
                        .getCause());
        assertNull(failure(refusal(0, during -> {
                    throw new IllegalStateException(
                            "no",
                            new IllegalArgumentException(
                                    "of " + during.client.secret().orElseThrow().reveal()));
                }))
                .getCause());
    }

    @Test
    void another_code_is_not_the_refusal() {
        Refusal refusal = new Refusal(
                "T12", "a foreign state", Set.of(ErrorCode.ISSUER_MISMATCH, ErrorCode.INVALID_RESPONSE), 0, during -> {
                    throw ConnectorException.of(ErrorCode.ACCESS_DENIED, "no").build();
                });
        assertEquals(
                "Given a foreign state: this should end in INVALID_RESPONSE or ISSUER_MISMATCH, but it ends in"
                        + " ACCESS_DENIED. Compare it.",
                said(refusal));
    }

    @Test
    void what_the_kit_itself_finds_wrong_is_no_refusal() {
        AssertionFailedError ofTheKit = new AssertionFailedError("complete answered null.");
        Refusal refusal = refusal(0, during -> {
            throw ofTheKit;
        });
        assertSame(ofTheKit, assertThrows(AssertionFailedError.class, () -> refusal.happensIn(rehearsal())));
    }

    @Test
    void to_ask_another_host_before_refusing_is_too_late() {
        assertEquals(
                "Given a foreign state: this must not lead the connector to other hosts, but it asked [evil.example]."
                        + " Compare it.",
                said(refusal(0, asking(URI.create("https://evil.example/"), 1))));
    }

    @Test
    void to_leave_tls_before_refusing_is_too_late_even_if_the_transport_refuses_it() {
        assertEquals(
                "Given a foreign state: this must not lead the connector out of TLS, but it asked [http://id.example]."
                        + " Compare it.",
                said(refusal(0, asking(URI.create("http://id.example/token"), 1))));
    }

    @Test
    void the_token_endpoint_is_asked_exactly_as_often_as_the_refusal_allows() {
        assertRefused(refusal(1, asking(TOKEN, 1)));
        assertEquals(
                "Given a foreign state: this allows 0 requests to the token endpoint, but it saw 1. Compare it.",
                said(refusal(0, asking(TOKEN, 1))));
        assertEquals(
                "Given a foreign state: this allows 1 request to the token endpoint, but it saw 0. Compare it.",
                said(refusal(1, asking(TOKEN, 0))));
    }

    @Test
    void a_request_is_pushed_once_for_each_sign_in_that_begins() {
        assertRefused(refusal(0, beginningAndPushing(1)));
        assertEquals(
                "Given a foreign state: this must not make the connector push a request again, but it pushed 2."
                        + " Compare it.",
                said(refusal(0, beginningAndPushing(2))));
    }

    @Test
    void userinfo_is_asked_as_often_as_tokens_were_exchanged_or_once() {
        assertRefused(refusal(0, asking(USERINFO, 1)));
        assertRefused(refusal(2, rehearsal -> {
            send(rehearsal, TOKEN, 2);
            asking(USERINFO, 2).perform(rehearsal);
        }));
        assertEquals(
                "Given a foreign state: this must not make the connector ask userinfo again, but it asked 2 times."
                        + " Compare it.",
                said(refusal(0, asking(USERINFO, 2))));
    }

    @Test
    void what_has_to_be_refused_happens_once_however_many_rules_look_at_it() {
        AtomicInteger times = new AtomicInteger();
        Refusal.Act counting = rehearsal -> times.incrementAndGet();
        ConformanceRun run = new ConformanceRun();
        Trial trial = tried(run, refusal(0, counting));
        assertSame(trial, tried(run, refusal(0, counting)));
        assertEquals(1, times.get());
        Refusal another = new Refusal("T12", "no state", Set.of(ErrorCode.ISSUER_MISMATCH), 0, counting);
        assertSame(another, tried(run, another).refusal());
        assertEquals(2, times.get());
    }

    @Test
    void a_trial_that_the_kit_broke_off_is_none() {
        AtomicInteger times = new AtomicInteger();
        Refusal refusal = refusal(0, rehearsal -> {
            times.incrementAndGet();
            throw new AssertionFailedError("begin answered null.");
        });
        ConformanceRun run = new ConformanceRun();
        assertThrows(AssertionFailedError.class, () -> tried(run, refusal));
        assertThrows(AssertionFailedError.class, () -> tried(run, refusal));
        assertEquals(2, times.get());
    }

    @Test
    void a_secret_that_shows_in_the_exception_or_on_the_output_is_told() {
        Trial silent = refusal(0, during -> {
                    throw right;
                })
                .triedIn(rehearsal());
        silent.assertShowsNothing();
        assertEquals(
                "Given a foreign state: the IllegalStateException or one of its causes shows secrets or personal data. Throw"
                        + " ConnectorException with a constant reason and without cause. ==> expected: <[]> but was:"
                        + " <[client secret]>",
                shown(rehearsal -> {
                    throw new IllegalStateException(
                            rehearsal.client.secret().orElseThrow().reveal());
                }));
        assertEquals(
                "Given a foreign state: secrets or personal data are logged or printed, or in the name of a thread. Log no"
                        + " payload. ==> expected: <[]> but was: <[client secret]>",
                shown(rehearsal -> {
                    System.out.println(rehearsal.client.secret().orElseThrow().reveal());
                    throw right;
                }));
    }

    private static Trial tried(ConformanceRun run, Refusal refusal) {
        return run.trial(refusal).get(() -> refusal.triedIn(rehearsal()));
    }

    private String shown(Refusal.Act act) {
        Trial trial = refusal(0, act).triedIn(rehearsal());
        return String.valueOf(assertThrows(AssertionFailedError.class, trial::assertShowsNothing)
                .getMessage());
    }

    private Refusal refusal(int tokenRequests, Refusal.Act act) {
        return new Refusal("T12", "a foreign state", Set.of(ErrorCode.ISSUER_MISMATCH), tokenRequests, act);
    }

    private Refusal.Act asking(URI uri, int times) {
        return rehearsal -> {
            send(rehearsal, uri, times);
            throw right;
        };
    }

    private Refusal.Act beginningAndPushing(int times) {
        return rehearsal -> {
            rehearsal.begin();
            asking(PUSH, times).perform(rehearsal);
        };
    }

    private static void send(Rehearsal rehearsal, URI uri, int times) throws InterruptedException {
        for (int sent = 0; sent < times; sent++) {
            try {
                rehearsal.network.send(HttpTransport.Request.postForm(uri, Map.of()));
            } catch (ConnectorException unreachable) {
                // As nobody answers on another host; that it was asked is what counts.
            }
        }
    }

    private static void assertRefused(Refusal refusal) {
        refusal.triedIn(rehearsal()).assertRefused("Compare it.");
    }

    private static String said(Refusal refusal) {
        return String.valueOf(failure(refusal).getMessage());
    }

    private static AssertionFailedError failure(Refusal refusal) {
        return assertThrows(AssertionFailedError.class, () -> assertRefused(refusal));
    }

    private static Rehearsal rehearsal() {
        SimulatedClient client = SimulatedClient.confidential(
                "client", Secret.of("a-client-secret"), List.of(ConnectorDeclarations.REDIRECT_URI), List.of());
        SimulatedProvider provider = SimulatedProvider.builder(ISSUER)
                .authorizationEndpoint(ISSUER.resolve("/authorize"))
                .tokenEndpoint(TOKEN)
                .userinfoEndpoint(USERINFO)
                .pushedAuthorizationEndpoint(PUSH)
                .client(client)
                .build();
        return new Rehearsal(
                new MovableClock(Instant.EPOCH),
                provider,
                client,
                new RecordingTransport(provider),
                new Idle(),
                List.of(),
                Persona.of("1", "ada", "Ada"),
                SocialProfile.builder().build());
    }

    /** Begins without a request. */
    private static final class Idle implements SocialConnector {
        @Override
        public Redirect begin(SignInAttempt attempt) {
            return Redirect.to(ISSUER.resolve("/authorize?client_id=client"));
        }

        @Override
        public SignInResult complete(VerifiedCallback callback) {
            throw new IllegalStateException("nobody signs in here");
        }
    }
}
