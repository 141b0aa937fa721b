package org.socialconnectors.standard;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import tools.jackson.core.JsonPointer;

/** Where in a provider's answer something is found: a JSON pointer (RFC 6901). Immutable and thread-safe. */
final class ClaimPointer {
    private static final String VALUE = "value";

    /** RFC 6901 section 3, but for the pointer to the whole answer. Jackson lets a stray tilde pass. */
    private static final Pattern SYNTAX = Pattern.compile("(?:/(?:[^~/]|~[01])*+)++");

    private final JsonPointer pointer;

    private ClaimPointer(JsonPointer pointer) {
        this.pointer = pointer;
    }

    /**
     * Reads a required pointer of a configuration.
     *
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} and the field if it is missing or malformed
     */
    static ClaimPointer of(JsonObject config, String field) {
        String text = config.text(field);
        if (!SYNTAX.matcher(text).matches()) {
            throw Settings.refusal("a member is not a JSON pointer", field);
        }
        return new ClaimPointer(JsonPointer.compile(text));
    }

    /** Reads an optional pointer of a configuration. */
    static Optional<ClaimPointer> optional(JsonObject config, String field) {
        return config.optionalText(field).map(present -> of(config, field));
    }

    /** A string, or an integer in decimal digits, as {@link JsonObject#idText}. */
    String identifier(JsonObject answer) {
        return at(answer).idText(VALUE);
    }

    Optional<String> text(JsonObject answer) {
        return at(answer).displayText(VALUE);
    }

    Optional<URI> webUri(JsonObject answer) {
        return at(answer).webUri(VALUE);
    }

    boolean isTrue(JsonObject answer) {
        return at(answer).isTrue(VALUE);
    }

    private JsonObject at(JsonObject answer) {
        Object value = answer.toMap();
        for (JsonPointer rest = pointer; value != null && !rest.matches(); rest = rest.tail()) {
            value = step(value, rest);
        }
        return JsonObject.response(value == null ? Map.of() : Map.of(VALUE, value));
    }

    private static @Nullable Object step(Object value, JsonPointer pointer) {
        if (value instanceof Map<?, ?> object) {
            return object.get(pointer.getMatchingProperty());
        }
        int index = pointer.getMatchingIndex();
        return value instanceof List<?> list && index >= 0 && index < list.size() ? list.get(index) : null;
    }

    @Override
    public String toString() {
        return "ClaimPointer";
    }
}
