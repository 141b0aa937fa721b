package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.testkit.control.ControlConnectorFactory;

class ConformanceRunTest {
    private final ConformanceRun run = new ConformanceRun();

    @Test
    void what_rules_share_is_made_by_the_first_that_needs_it() {
        AtomicInteger times = new AtomicInteger();
        ConformanceRun.Once<Integer> shared = new ConformanceRun.Once<>();
        assertEquals(1, shared.get(times::incrementAndGet));
        assertEquals(1, shared.get(times::incrementAndGet));
        assertEquals(1, times.get());
    }

    @Test
    void what_cannot_be_made_is_told_every_time() {
        ConformanceRun.Once<ConfigurationSchema> shared = new ConformanceRun.Once<>();
        ConnectorDescriptor draft04 =
                ConnectorDescriptor.builder("another-draft").readFrom(ControlConnectorFactory.class);
        for (int rule = 0; rule < 2; rule++) {
            ConnectorException refusal =
                    assertThrows(ConnectorException.class, () -> shared.get(() -> ConfigurationSchema.of(draft04)));
            assertEquals(ErrorCode.CONNECTOR_FAILURE, refusal.code());
        }
    }

    @Test
    void what_a_rule_makes_that_was_given_up_is_not_kept() {
        ConformanceRun.Once<String> shared = new ConformanceRun.Once<>();
        Changes givenUp = new Changes();
        givenUp.end();
        AtomicReference<String> seen = new AtomicReference<>();
        onItsOwnThread(givenUp.of(() -> seen.set(shared.get(() -> "interrupted"))));
        assertEquals("interrupted", seen.get());
        assertEquals("made", shared.get(() -> "made"));
    }

    @Test
    void another_person_signs_in_anew() {
        assertSame(run.honestSignIn(Persona.VERIFIED_EMAIL), run.honestSignIn(Persona.VERIFIED_EMAIL));
        assertNotSame(run.honestSignIn(Persona.VERIFIED_EMAIL), run.honestSignIn(Persona.NO_EMAIL));
    }

    @Test
    void what_ends_as_the_honest_sign_in_did_is_told_as_that() {
        assertEquals(Optional.empty(), run.honestFailureLike(refusal(ErrorCode.INVALID_ID_TOKEN)));
        run.honestSignInFails(refusal(ErrorCode.INVALID_ID_TOKEN), "nobody can sign in");
        assertEquals(Optional.of("nobody can sign in"), run.honestFailureLike(refusal(ErrorCode.INVALID_ID_TOKEN)));
        assertEquals(Optional.empty(), run.honestFailureLike(refusal(ErrorCode.ACCESS_DENIED)));
        assertEquals(Optional.empty(), run.honestFailureLike(new IllegalStateException()));
        assertEquals(Optional.empty(), run.honestFailureLike(null));
    }

    @Test
    void an_exception_that_should_not_be_thrown_is_known_by_its_class() {
        run.honestSignInFails(new IllegalStateException("once"), "nobody can sign in");
        assertEquals(Optional.of("nobody can sign in"), run.honestFailureLike(new IllegalStateException("and again")));
        assertEquals(Optional.empty(), run.honestFailureLike(new IllegalArgumentException()));
        assertEquals(Optional.empty(), run.honestFailureLike(refusal(ErrorCode.INVALID_ID_TOKEN)));
    }

    private static ConnectorException refusal(ErrorCode code) {
        return ConnectorException.of(code, "no").build();
    }

    private static void onItsOwnThread(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
