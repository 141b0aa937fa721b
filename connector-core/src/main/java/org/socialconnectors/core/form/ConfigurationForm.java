package org.socialconnectors.core.form;

import java.util.List;
import java.util.Locale;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;

/**
 * The form in which an administrator configures a connector, derived from its schema and messages. Immutable and thread-safe.
 *
 * @param items all fields, in the order in which to show them
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // bodies follow
public record ConfigurationForm(List<FormItem> items) {
    /**
     * Derives the form of a connector.
     *
     * @param descriptor the connector
     * @param locale the administrator's
     * @return the form
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if the schema is unusable
     */
    public static ConfigurationForm of(ConnectorDescriptor descriptor, Locale locale) {
        throw new UnsupportedOperationException();
    }

    /**
     * The fields to show while the form has some values.
     *
     * @param values what is entered so far; defaults count for what is not
     * @return the visible items, in order
     */
    public List<FormItem> visible(JsonObject values) {
        throw new UnsupportedOperationException();
    }

    /**
     * The fields that must be filled in while the form has some values; a hidden field never is.
     *
     * @param values what is entered so far; defaults count for what is not
     * @return the visible, required items, in order
     */
    public List<FormItem> required(JsonObject values) {
        throw new UnsupportedOperationException();
    }
}
