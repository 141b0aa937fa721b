package org.socialconnectors.core.registry;

import java.util.Optional;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorFactory;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
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
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // bodies follow
public final class GuardedConnector implements SocialConnector {
    private GuardedConnector() {}

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
        throw new UnsupportedOperationException();
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String stateParameter() {
        throw new UnsupportedOperationException();
    }

    /** The capability as the connector gives it; calls into an interface are guarded as well. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        throw new UnsupportedOperationException();
    }
}
