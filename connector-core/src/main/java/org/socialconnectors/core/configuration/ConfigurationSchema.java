package org.socialconnectors.core.configuration;

import java.util.List;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;

/**
 * The compiled configuration schema of a connector (JSON Schema, draft-07). Compiling is the expensive part: keep it.
 * Patterns are RE2's, so that no configuration can make validation slow; nothing is ever read from a {@code $ref} outside the
 * schema. Immutable and thread-safe.
 *
 * <p>The order of things: defaults are filled in, then fields that {@code showWhen} hides are taken out, then the rest is
 * validated. What is hidden therefore is neither validated nor required, and the connector does not see it.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // bodies follow
public final class ConfigurationSchema {
    private ConfigurationSchema() {}

    /**
     * Compiles a connector's schema.
     *
     * @param descriptor the connector
     * @return the compiled schema
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if the schema is not JSON, not draft-07, not for an object, too
     *     deep, or has a pattern that is not RE2's
     */
    public static ConfigurationSchema of(ConnectorDescriptor descriptor) {
        throw new UnsupportedOperationException();
    }

    /**
     * Everything that is wrong with a configuration.
     *
     * @param config as it was entered, without defaults
     * @return the violations in the order of their pointers; empty if there is none
     */
    public List<Violation> violations(JsonObject config) {
        throw new UnsupportedOperationException();
    }

    /**
     * What a connector is made from: the configuration with its defaults filled in and hidden fields taken out, valid.
     *
     * @param config as it was entered, without defaults
     * @return another object
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is a violation; the details are those of the first
     */
    public JsonObject complete(JsonObject config) {
        throw new UnsupportedOperationException();
    }
}
