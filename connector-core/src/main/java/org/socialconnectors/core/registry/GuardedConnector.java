package org.socialconnectors.core.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorFactory;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;

/**
 * A connector whose mistakes stay its own: whatever it throws beyond its contract, or {@code null}, becomes a {@code
 * CONNECTOR_FAILURE} of that call. A {@link ConnectorException} and an {@link InterruptedException} pass; so does a {@link
 * VirtualMachineError} other than a stack overflow, for then the process is in trouble. Immutable; thread-safe as the
 * connector within.
 */
public final class GuardedConnector implements SocialConnector {
    private final Guard guard;
    private final SocialConnector connector;

    private GuardedConnector(Guard guard, SocialConnector connector) {
        this.guard = guard;
        this.connector = connector;
    }

    /**
     * Makes a connector, and guards that call and all later ones.
     *
     * @param connectorId the connector's ID
     * @param factory its factory
     * @param config valid by its schema, with defaults filled in
     * @param context what the connector may use
     * @return the connector
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if the factory breaks its contract, otherwise as the factory
     *     throws it
     */
    public static SocialConnector create(
            String connectorId,
            ConnectorFactory<? extends SocialConnector> factory,
            JsonObject config,
            ConnectorContext context) {
        Guard guard = new Guard(connectorId);
        return new GuardedConnector(guard, guard.call(() -> factory.create(config, context)));
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        return guard.callAndWait(() -> connector.begin(attempt));
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        return guard.callAndWait(() -> connector.complete(callback));
    }

    @Override
    public String stateParameter() {
        return guard.call(connector::stateParameter);
    }

    @Override
    public CallbackParameters.Arrival callbackArrival() {
        return guard.call(connector::callbackArrival);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The calls into the capability are guarded as well, if its type is an interface that anybody may implement.
     */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return guard.call(() -> {
            Optional<T> capability = connector.capability(type);
            // Generics promise nothing: a careless cast would fail at the host.
            if (capability.isPresent() && !type.isInstance(capability.get())) {
                throw guard.failure();
            }
            return type.isInterface() && !type.isSealed()
                    ? capability.map(found -> guardedCapability(type, found))
                    : capability;
        });
    }

    @Override
    public String toString() {
        return "GuardedConnector(" + guard.connectorId() + ")";
    }

    private <T> T guardedCapability(Class<T> type, T capability) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(capability, method, arguments)));
    }

    private @Nullable Object call(Object capability, Method method, @Nullable Object @Nullable [] arguments)
            throws Exception {
        try {
            Object result = method.invoke(capability, arguments);
            if (result == null && method.getReturnType() != void.class) {
                throw guard.failure();
            }
            return result;
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getTargetException();
            if (cause instanceof Exception declared
                    && Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(declared))) {
                throw declared;
            }
            throw guard.failure(cause);
        } catch (IllegalArgumentException | IllegalAccessException notCallable) {
            throw guard.failure(notCallable);
        }
    }
}
