package org.socialconnectors.testkit.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.configuration.ConfigurationSchema;

/**
 * A configuration made from a connector's schema: the required fields, and the client's secret if there is one. A value is what
 * the schema itself gives (const, the first of enum or examples), or the plainest one of the type; it is not guessed from patterns.
 */
final class DerivedConfiguration {
    private static final String CLIENT_ID = "conformance-client";
    private static final String CLIENT_SECRET = "a-configured-client-secret";
    private static final int LONGEST = 1000;

    private DerivedConfiguration() {}

    /**
     * Fills in what the author left out.
     *
     * @throws EndedException if the result violates the schema
     */
    static Map<String, Object> complete(ConfigurationSchema schema, RunnerConfig said) throws EndedException {
        JsonObject properties = schema.document().object("properties").orElse(JsonObject.config(Map.of()));
        Map<String, Object> derived = new LinkedHashMap<>();
        for (String field : schema.document().texts("required")) {
            JsonObject property = properties.object(field).orElse(JsonObject.config(Map.of()));
            if (!property.has("default")) {
                derived.put(field, value(field, property));
            }
        }
        if (properties.has(said.clientIdMember())) {
            derived.put(said.clientIdMember(), CLIENT_ID);
        }
        if (properties.has(said.clientSecretMember())) {
            derived.put(said.clientSecretMember(), CLIENT_SECRET);
        }
        said.configuration().forEach((field, value) -> {
            if (value == null) {
                derived.remove(field);
            } else {
                derived.put(field, value);
            }
        });
        derived.keySet().removeAll(schema.hidden(JsonObject.config(derived)));
        RunnerConfig.refuse(
                "The configuration (yours, completed from the schema's required fields; write what cannot be derived"
                        + " under \"configuration\" in a file for --config)",
                schema,
                JsonObject.config(derived));
        return derived;
    }

    private static Object value(String field, JsonObject property) {
        Map<String, @Nullable Object> keywords = property.toMap();
        @Nullable Object constant = keywords.get("const");
        if (constant != null) {
            return constant;
        }
        for (String keyword : List.of("enum", "examples")) {
            if (keywords.get(keyword) instanceof List<?> values && !values.isEmpty()) {
                return values.get(0);
            }
        }
        return switch (property.displayText("type").orElse("string")) {
            case "boolean" -> false;
            case "integer", "number" -> keywords.get("minimum") instanceof Number least ? least : 1L;
            case "array" -> List.of();
            case "object" -> Map.of();
            default -> text(field, property);
        };
    }

    private static String text(String field, JsonObject property) {
        String plain = switch (property.displayText("format").orElse("")) {
            case "uri", "iri", "uri-reference" -> "https://provider.example";
            case "email" -> "ada@example.org";
            // The validator knows top-level domains by name, and not the reserved one.
            case "hostname" -> "provider.example.org";
            default -> field;
        };
        long missing = Math.min(LONGEST, property.integer("minLength").orElse(0)) - plain.length();
        return plain + "x".repeat((int) Math.max(0, missing));
    }
}
