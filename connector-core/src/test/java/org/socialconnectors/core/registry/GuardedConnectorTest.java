package org.socialconnectors.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.ConnectorFactory;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.core.form.HiddenCapability;

class GuardedConnectorTest {
    static final ConnectorContext CONTEXT = ConnectorContext.of(
            request -> {
                throw new AssertionError("no network here");
            },
            InstantSource.system());

    static Stream<Throwable> broken() {
        return Stream.of(
                new IllegalStateException("s3cret"),
                new NoClassDefFoundError("s3cret"),
                new StackOverflowError(),
                new AssertionError("s3cret"),
                new java.io.IOException("s3cret"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void T53_whatever_a_connector_throws_beyond_its_contract_is_its_failure_without_the_message(Throwable thrown) {
        SocialConnector connector = guarded(new Throwing(thrown));
        for (Call call : new Call[] {
            () -> connector.begin(attempt()),
            () -> connector.complete(null),
            connector::stateParameter,
            () -> connector.capability(TokenRefresh.class),
            () -> create((config, context) -> Throwing.sneak(thrown))
        }) {
            ConnectorException failure = assertThrows(ConnectorException.class, call::run);
            assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
            assertEquals(Optional.of("test"), failure.detail(Detail.CONNECTOR_ID));
            assertEquals(Optional.of(thrown.getClass().getName()), failure.detail(Detail.CAUSE_TYPE));
            assertFalse(failure.toString().contains("s3cret"));
        }
    }

    @Test
    void what_the_contract_allows_passes_unchanged() {
        ConnectorException denied =
                ConnectorException.of(ErrorCode.ACCESS_DENIED, "denied").build();
        assertSame(
                denied,
                assertThrows(
                        ConnectorException.class,
                        () -> guarded(new Throwing(denied)).begin(attempt())));
        assertThrows(
                InterruptedException.class,
                () -> guarded(new Throwing(new InterruptedException())).complete(null));
    }

    @Test
    void an_error_of_the_whole_process_passes() {
        assertThrows(
                OutOfMemoryError.class,
                () -> guarded(new Throwing(new OutOfMemoryError("simulated"))).begin(attempt()));
    }

    @Test
    void null_where_the_contract_promises_a_value_is_a_failure() {
        SocialConnector connector = guarded(new Answering(null, null));
        for (Call call : new Call[] {
            () -> connector.begin(attempt()),
            () -> connector.complete(null),
            () -> connector.capability(TokenRefresh.class),
            () -> create((config, context) -> null)
        }) {
            assertEquals(
                    ErrorCode.CONNECTOR_FAILURE,
                    assertThrows(ConnectorException.class, call::run).code());
        }
    }

    @Test
    void an_answer_passes_unchanged() throws Exception {
        Redirect redirect = Redirect.to(URI.create("https://provider.example/authorize"));
        assertSame(redirect, guarded(new Answering(redirect, Optional.empty())).begin(attempt()));
        assertEquals(
                Optional.empty(),
                guarded(new Answering(redirect, Optional.empty())).capability(TokenRefresh.class));
    }

    @Test
    void T53_a_capability_is_guarded_like_the_connector() {
        TokenRefresh broken = request -> {
            throw new NoSuchMethodError("s3cret");
        };
        ConnectorException failure =
                assertThrows(ConnectorException.class, () -> refresh(broken).refresh(null));
        assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
        assertEquals(Optional.of("java.lang.NoSuchMethodError"), failure.detail(Detail.CAUSE_TYPE));

        assertEquals(
                ErrorCode.CONNECTOR_FAILURE,
                assertThrows(
                                ConnectorException.class,
                                () -> refresh(request -> null).refresh(null))
                        .code());

        ConnectorException refused =
                ConnectorException.of(ErrorCode.PROVIDER_ERROR, "refused").build();
        TokenRefresh refusing = request -> {
            throw refused;
        };
        assertSame(
                refused,
                assertThrows(ConnectorException.class, () -> refresh(refusing).refresh(null)));

        TokenRefresh waiting = request -> {
            throw new InterruptedException();
        };
        assertThrows(InterruptedException.class, () -> refresh(waiting).refresh(null));
    }

    @Test
    void a_capability_of_another_type_than_asked_for_is_a_failure() {
        TokenRefresh refresh = request -> null;
        for (Class<?> other : new Class<?>[] {Runnable.class, String.class, Sealed.class}) {
            SocialConnector connector = guarded(new Answering(null, Optional.of(refresh)));
            ConnectorException failure = assertThrows(ConnectorException.class, () -> connector.capability(other));
            assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
            assertEquals(Optional.of("test"), failure.detail(Detail.CONNECTOR_ID));
        }
    }

    @Test
    void a_capability_that_nobody_else_can_implement_passes_unchanged() {
        for (Object found : new Object[] {"a class", new Permitted()}) {
            Class<?> type = found instanceof Sealed ? Sealed.class : found.getClass();
            assertSame(
                    found,
                    guarded(new Answering(null, Optional.of(found)))
                            .capability(type)
                            .orElseThrow());
        }
    }

    @Test
    void a_capability_whose_methods_cannot_be_called_is_a_failure_of_that_call() {
        Object guarded = guarded(new Answering(null, Optional.of(HiddenCapability.instance())))
                .capability(HiddenCapability.type())
                .orElseThrow();
        ConnectorException failure = assertThrows(ConnectorException.class, () -> HiddenCapability.call(guarded));
        assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
        assertEquals(Optional.of("java.lang.IllegalAccessException"), failure.detail(Detail.CAUSE_TYPE));
    }

    static SignInAttempt attempt() {
        return SignInAttempt.builder(URI.create("https://host.example/callback"))
                .build();
    }

    private static TokenRefresh refresh(TokenRefresh capability) {
        return guarded(new Answering(null, Optional.of(capability)))
                .capability(TokenRefresh.class)
                .orElseThrow();
    }

    private static SocialConnector guarded(SocialConnector connector) {
        return create((config, context) -> connector);
    }

    private static SocialConnector create(Creation creation) {
        ConnectorFactory<SocialConnector> factory = new ConnectorFactory<>() {
            @Override
            public ConnectorDescriptor descriptor() {
                throw new AssertionError("the descriptor is read once, by the registry");
            }

            @Override
            public SocialConnector create(JsonObject config, ConnectorContext context) {
                return creation.create(config, context);
            }
        };
        return GuardedConnector.create("test", factory, JsonObject.config(Map.of()), CONTEXT);
    }

    private sealed interface Sealed permits Permitted {}

    private record Permitted() implements Sealed {}

    private interface Creation {
        SocialConnector create(JsonObject config, ConnectorContext context);
    }

    private interface Call {
        void run() throws Exception;
    }

    private record Answering(Redirect redirect, Optional<?> capability) implements SocialConnector {
        @Override
        public Redirect begin(SignInAttempt attempt) {
            return redirect;
        }

        @Override
        public SignInResult complete(VerifiedCallback callback) {
            return null;
        }

        @Override
        @SuppressWarnings("unchecked") // the tests ask for the type that they put in
        public <T> Optional<T> capability(Class<T> type) {
            return (Optional<T>) capability;
        }
    }

    private record Throwing(Throwable thrown) implements SocialConnector {
        @Override
        public Redirect begin(SignInAttempt attempt) {
            return sneak(thrown);
        }

        @Override
        public SignInResult complete(VerifiedCallback callback) {
            return sneak(thrown);
        }

        @Override
        public String stateParameter() {
            return sneak(thrown);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return sneak(thrown);
        }

        /** Throws even a checked exception from where none may be thrown, as other JVM languages do. */
        @SuppressWarnings("unchecked") // erased: nothing is cast at run time, which is the trick
        static <T, E extends Throwable> T sneak(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }
}
