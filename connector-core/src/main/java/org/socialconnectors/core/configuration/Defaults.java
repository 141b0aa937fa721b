package org.socialconnectors.core.configuration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.json.JsonObject;

/**
 * Fills defaults in. Everit's own would come too late: it evaluates {@code required} and {@code if} before them.
 */
final class Defaults {
    private Defaults() {}

    /**
     * A copy with the defaults of the schema's properties, and of theirs; without what counts as absent. Nothing is filled in
     * behind a {@code $ref}, in an array, or in an alternative.
     */
    static Map<String, @Nullable Object> fill(JsonObject schema, Map<?, ?> config) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>();
        config.forEach((name, value) -> filled.put((String) name, value));
        JsonObject properties = schema.object("properties").orElse(JsonObject.config(Map.of()));
        for (String name : properties.names()) {
            Object value = filled.get(name);
            if (value == null || value.equals("")) {
                filled.remove(name);
                value = properties
                        .object(name)
                        .map(property -> property.toMap().get("default"))
                        .orElse(null);
            }
            if (value instanceof Map<?, ?> object) {
                value = properties
                        .object(name)
                        .<Object>map(property -> fill(property, object))
                        .orElse(object);
            }
            if (value != null) {
                filled.put(name, value);
            }
        }
        return filled;
    }
}
