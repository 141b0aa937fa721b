package org.socialconnectors.core.configuration;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.json.JsonObject;

/**
 * When a field is shown: while another field is shown itself and has one of some values. Immutable and thread-safe.
 *
 * @param field the other field
 * @param values plain JSON values, as in {@link JsonObject#toMap()}
 */
public record ShowWhen(String field, List<Object> values) {
    /**
     * Copies the values.
     *
     * @param field the other field
     * @param values plain JSON values
     */
    public ShowWhen {
        values = List.copyOf(values);
    }

    boolean accepts(@Nullable Object value) {
        return value != null && values.stream().anyMatch(one -> areEqual(one, value));
    }

    // 1 and 1.0 are the same number in JSON Schema.
    private static boolean areEqual(Object one, Object other) {
        return (one instanceof Number && other instanceof Number)
                ? new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0
                : one.equals(other);
    }
}
