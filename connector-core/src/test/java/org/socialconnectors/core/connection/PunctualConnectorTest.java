package org.socialconnectors.core.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.core.configuration.TestDescriptor;
import org.socialconnectors.core.form.HiddenCapability;
import org.socialconnectors.core.registry.ConnectorRegistry;

/** The connector of a connection, as a host gets it. */
@Timeout(30)
class PunctualConnectorTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void a_capability_answers_and_what_is_not_there_is_not_made_up() throws Exception {
        assertEquals("answer", capability(LONG, request -> "answer").ask("request"));
        assertEquals(Optional.empty(), connector(LONG, "anything").capability(Asking.class));
    }

    @Test
    void a_capability_without_an_answer_is_called_all_the_same() {
        AtomicInteger calls = new AtomicInteger();
        Runnable counting = calls::incrementAndGet;

        connector(LONG, counting).capability(Runnable.class).orElseThrow().run();

        assertEquals(1, calls.get());
    }

    @Test
    void a_call_to_a_capability_ends_within_the_connections_deadline() {
        Asking waiting = request -> {
            new CountDownLatch(1).await();
            return "never";
        };

        assertCode(
                ErrorCode.PROVIDER_UNAVAILABLE, () -> capability(SHORT, waiting).ask("request"));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void what_a_capability_may_throw_passes() {
        ConnectorException refused =
                ConnectorException.of(ErrorCode.PROVIDER_ERROR, "refused").build();
        FileNotFoundException declared = new FileNotFoundException();
        InterruptedException interruption = new InterruptedException();
        assertThrown(refused, request -> {
            throw refused;
        });
        assertThrown(declared, request -> {
            throw declared;
        });
        assertThrown(interruption, request -> {
            throw interruption;
        });
    }

    @Test
    void an_error_of_the_whole_process_passes() {
        OutOfMemoryError error = new OutOfMemoryError("simulated");
        assertThrown(error, request -> {
            throw error;
        });
    }

    @Test
    void what_a_capability_may_not_throw_is_the_connectors_failure() {
        Asking throwing = request -> {
            throw new IllegalStateException("canary");
        };
        assertCode(ErrorCode.CONNECTOR_FAILURE, () -> capability(LONG, throwing).ask("request"));
    }

    @Test
    void a_capability_that_nobody_else_can_implement_passes_unchanged() {
        for (Object found : new Object[] {"a class", new Permitted()}) {
            Class<?> type = found instanceof Sealed ? Sealed.class : found.getClass();
            assertSame(found, connector(LONG, found).capability(type).orElseThrow());
        }
    }

    @Test
    void a_capability_whose_methods_cannot_be_called_is_the_connectors_failure() {
        Object hidden = connector(LONG, HiddenCapability.instance())
                .capability(HiddenCapability.type())
                .orElseThrow();
        assertCode(ErrorCode.CONNECTOR_FAILURE, () -> HiddenCapability.call(hidden));
    }

    @Test
    void its_text_is_that_of_the_connector_within() {
        assertEquals("GuardedConnector(test)", connector(LONG, "anything").toString());
    }

    private static Asking capability(Duration deadline, Asking capability) {
        return connector(deadline, capability).capability(Asking.class).orElseThrow();
    }

    private static SocialConnector connector(Duration deadline, Object capability) {
        Connections connections = new Connections(
                ConnectorRegistry.of(List.of(new Factory(capability))),
                request -> {
                    throw new AssertionError("no request is made");
                },
                InstantSource.system(),
                deadline);
        connections.put(ConnectionSettings.of("one", "test")
                .redirectUris("https://app.example/callback")
                .config(Map.of()));
        return connections.get("one").connector();
    }

    private static void assertThrown(Throwable expected, Asking capability) {
        assertSame(
                expected,
                assertThrows(Throwable.class, () -> capability(LONG, capability).ask("request")));
    }

    private static void assertCode(ErrorCode code, Executable call) {
        ConnectorException failure = assertThrows(ConnectorException.class, call);
        assertEquals(code, failure.code(), failure.getMessage());
    }

    /** A capability of a host's own, which declares more than the framework's do. */
    public interface Asking {
        String ask(String request) throws IOException, InterruptedException;
    }

    sealed interface Sealed permits Permitted {}

    record Permitted() implements Sealed {}

    private record Factory(Object found) implements SocialConnectorFactory {
        @Override
        public ConnectorDescriptor descriptor() {
            return TestDescriptor.of("\"properties\": {}");
        }

        @Override
        public SocialConnector create(JsonObject config, ConnectorContext context) {
            return new SocialConnector() {
                @Override
                public Redirect begin(SignInAttempt attempt) {
                    throw new AssertionError("not called");
                }

                @Override
                public SignInResult complete(VerifiedCallback callback) {
                    throw new AssertionError("not called");
                }

                @Override
                public <T> Optional<T> capability(Class<T> type) {
                    return type.isInstance(found) ? Optional.of(type.cast(found)) : Optional.empty();
                }
            };
        }
    }
}
