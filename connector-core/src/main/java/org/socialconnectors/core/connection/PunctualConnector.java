package org.socialconnectors.core.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.SocialConnector;
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
        return type.isInterface() ? capability.map(found -> punctual(type, found)) : capability;
    }

    @Override
    public String toString() {
        return connector.toString();
    }

    private <T> T punctual(Class<T> type, T capability) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> http.within(deadline, () -> invoke(capability, method, arguments))
                        .orElse(null)));
    }

    private static Optional<Object> invoke(Object capability, Method method, @Nullable Object @Nullable [] arguments)
            throws InterruptedException {
        try {
            return Optional.ofNullable(method.invoke(capability, arguments));
        } catch (InvocationTargetException thrown) {
            // The connector within is guarded: it throws nothing else.
            if (thrown.getTargetException() instanceof InterruptedException interruption) {
                throw interruption;
            }
            if (thrown.getTargetException() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a guarded capability threw what it cannot", thrown);
        } catch (IllegalAccessException inaccessible) {
            throw new IllegalStateException("a capability is a public interface", inaccessible);
        }
    }
}
