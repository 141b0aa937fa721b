package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.testkit.control.ControlConnectorFactory;

class ConformanceRunTest {
    private final ConformanceRun run = new ConformanceRun();

    @Test
    void a_schema_is_compiled_once() {
        ConfigurationSchema compiled = run.schema(() -> descriptor("control"));
        assertSame(compiled, run.schema(() -> descriptor("control")));
    }

    @Test
    void one_factory_makes_all_connectors() {
        SocialConnectorFactory factory = run.factory(ControlConnectorFactory::new);
        assertSame(factory, run.factory(ControlConnectorFactory::new));
    }

    @Test
    void a_schema_that_does_not_compile_is_told_every_time() {
        ConnectorDescriptor draft04 = descriptor("another-draft");
        for (int rule = 0; rule < 2; rule++) {
            ConnectorException refusal = assertThrows(ConnectorException.class, () -> run.schema(() -> draft04));
            assertEquals(ErrorCode.CONNECTOR_FAILURE, refusal.code());
        }
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

    private static ConnectorDescriptor descriptor(String id) {
        return ConnectorDescriptor.builder(id).readFrom(ControlConnectorFactory.class);
    }
}
