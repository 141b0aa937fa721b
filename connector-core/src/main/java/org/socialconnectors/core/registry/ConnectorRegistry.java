package org.socialconnectors.core.registry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.ConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.core.configuration.ConfigurationSchema;

/**
 * The connectors there are, by ID. Each factory is made once and its descriptor read once, when the registry is made; a
 * broken connector is among the {@link #problems()} and never takes others down. Immutable and thread-safe.
 *
 * @param <F> the kind of factory
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // bodies follow
public final class ConnectorRegistry<F extends ConnectorFactory<?>> {
    private ConnectorRegistry() {}

    /**
     * Finds all connectors of one kind with {@link java.util.ServiceLoader}.
     *
     * @param service the kind of factory, such as {@code SocialConnectorFactory.class}
     * @param loader where to look
     * @param <F> the kind of factory
     * @return the registry
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if two connectors have the same ID; {@code source} names both
     *     jars
     */
    public static <F extends ConnectorFactory<?>> ConnectorRegistry<F> load(Class<F> service, ClassLoader loader) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes connectors from a list.
     *
     * @param factories the factories
     * @param <F> the kind of factory
     * @return the registry
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if two connectors have the same ID
     */
    public static <F extends ConnectorFactory<?>> ConnectorRegistry<F> of(Collection<? extends F> factories) {
        throw new UnsupportedOperationException();
    }

    /**
     * The IDs of all usable connectors.
     *
     * @return an unmodifiable set in alphabetical order
     */
    public Set<String> ids() {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks a connector up, in constant time.
     *
     * @param id the connector's ID
     * @return its factory, if there is one
     */
    public Optional<F> find(String id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks a connector up, in constant time.
     *
     * @param id the connector's ID
     * @return its factory
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is none
     */
    public F get(String id) {
        throw new UnsupportedOperationException();
    }

    /**
     * What a connector is.
     *
     * @param id the connector's ID
     * @return its description
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is no such connector
     */
    public ConnectorDescriptor descriptor(String id) {
        throw new UnsupportedOperationException();
    }

    /**
     * A connector's compiled configuration schema.
     *
     * @param id the connector's ID
     * @return the schema
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is no such connector
     */
    public ConfigurationSchema configurationSchema(String id) {
        throw new UnsupportedOperationException();
    }

    /**
     * What all usable connectors are.
     *
     * @return an unmodifiable list in the order of the IDs
     */
    public List<ConnectorDescriptor> descriptors() {
        throw new UnsupportedOperationException();
    }

    /**
     * What could not be loaded.
     *
     * @return an unmodifiable list in the order of discovery
     */
    public List<LoadProblem> problems() {
        throw new UnsupportedOperationException();
    }
}
