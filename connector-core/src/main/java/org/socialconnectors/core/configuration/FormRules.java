package org.socialconnectors.core.configuration;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.json.JsonObject;

/** What draft-07 allows and a form cannot follow. */
final class FormRules {
    private FormRules() {}

    /** A field that is a {@code $ref}: its default, its kind and that it is a secret would not be seen. */
    static Optional<String> reference(JsonObject document) {
        if (document.has("$ref")) {
            return Optional.of("$ref");
        }
        JsonObject properties = document.object("properties").orElse(JsonObject.config(Map.of()));
        return properties.names().stream()
                .filter(name -> properties
                        .object(name)
                        .filter(property -> property.has("$ref"))
                        .isPresent())
                .findFirst();
    }

    /**
     * Whether alternatives, a negation or a condition of the whole object name one of some fields. If it is hidden, what is
     * wrong could not be told from what is not required.
     */
    static boolean dependsOn(@Nullable Object schema, Set<String> fields) {
        return schema instanceof Map<?, ?> members
                && members.entrySet().stream()
                        .anyMatch(member -> dependsOn(member.getKey(), member.getValue(), fields));
    }

    private static boolean dependsOn(Object keyword, @Nullable Object value, Set<String> fields) {
        return switch ((String) keyword) {
            case "anyOf", "oneOf", "not", "if" -> mentions(value, fields);
            case "then", "else" -> dependsOn(value, fields);
            case "allOf" ->
                value instanceof Collection<?> all && all.stream().anyMatch(schema -> dependsOn(schema, fields));
            case "dependencies", "definitions" ->
                value instanceof Map<?, ?> byName
                        && byName.values().stream().anyMatch(schema -> dependsOn(schema, fields));
            default -> false;
        };
    }

    private static boolean mentions(@Nullable Object value, Set<String> fields) {
        if (value instanceof Map<?, ?> members) {
            // What a $ref names is not looked up.
            return members.containsKey("$ref")
                    || members.entrySet().stream()
                            .anyMatch(
                                    member -> mentions(member.getKey(), fields) || mentions(member.getValue(), fields));
        }
        return value instanceof Collection<?> elements
                ? elements.stream().anyMatch(element -> mentions(element, fields))
                : value instanceof String text && fields.contains(text);
    }
}
