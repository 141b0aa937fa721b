package org.socialconnectors.core.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.core.http.DeadlineTransport;

/** A connector whose calls end in time: what it does on the network, and what it does elsewhere. */
final class PunctualConnector implements SocialConnector {
    private final SocialConnector connector;
    private final DeadlineTransport http;
    private final Duration deadline;

    PunctualConnector(SocialConnector connector, DeadlineTransport http, Duration deadline) {
        this.connector = connector;
        this.http = http;
        this.deadline = deadline;
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        return http.within(deadline, () -> connector.begin(attempt));
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        return http.within(deadline, () -> connector.complete(callback));
    }

    @Override
    public String stateParameter() {
        return connector.stateParameter();
    }

    @Override
    public CallbackParameters.Arrival callbackArrival() {
        return connector.callbackArrival();
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        Optional<T> capability = connector.capability(type);
        // Nobody else can implement a class or a sealed interface.
        return type.isInterface() && !type.isSealed() ? capability.map(found -> punctual(type, found)) : capability;
    }

    @Override
    public String toString() {
        return connector.toString();
    }

    private <T> T punctual(Class<T> type, T capability) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> http.within(deadline, () -> outcome(capability, method, arguments))
                        .call()));
    }

    /** What a call came to: an answer, or an exception that its method may throw. */
    private static Callable<@Nullable Object> outcome(
            Object capability, Method method, @Nullable Object @Nullable [] arguments) throws InterruptedException {
        try {
            Object answer = method.invoke(capability, arguments);
            return () -> answer;
        } catch (InvocationTargetException thrown) {
            // The connector within is guarded: it throws what it may.
            Throwable allowed = thrown.getTargetException();
            if (allowed instanceof InterruptedException interruption) {
                throw interruption;
            }
            if (allowed instanceof Error error) {
                throw error;
            }
            return () -> {
                throw (Exception) allowed;
            };
        } catch (IllegalAccessException hidden) {
            throw ConnectorException.of(ErrorCode.CONNECTOR_FAILURE, "a capability of the connector cannot be called")
                    .causedBy(hidden)
                    .build();
        }
    }
}
