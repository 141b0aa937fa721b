package org.socialconnectors.api;

import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;

/**
 * Describes a connector and makes instances of it. Has a public constructor without parameters; made once when it is found.
 * Thread-safe.
 *
 * @param <C> the kind of connector
 */
public interface ConnectorFactory<C> {
    /**
     * What this connector is. The same at every call, without network.
     *
     * @return the description
     */
    ConnectorDescriptor descriptor();

    /**
     * Makes a connector. No network: a host starts while a provider is down.
     *
     * @param config valid by the descriptor's schema, with defaults filled in
     * @param context what it may use
     * @return a connector for this configuration
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} for what a schema cannot say
     */
    C create(JsonObject config, ConnectorContext context);
}
