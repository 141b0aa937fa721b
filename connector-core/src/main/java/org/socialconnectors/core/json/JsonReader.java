package org.socialconnectors.core.json;

import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;

/**
 * Reads JSON texts strictly (RFC 8259): one object and nothing after it, no member twice, at most 64 levels deep. Numbers
 * keep their exact value. Thread-safe.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // bodies follow
public final class JsonReader {
    private JsonReader() {}

    /**
     * Reads a configuration.
     *
     * @param text a JSON object
     * @return the object
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the text is not such an object; the text is not quoted
     */
    public static JsonObject config(String text) {
        throw new UnsupportedOperationException();
    }
}
