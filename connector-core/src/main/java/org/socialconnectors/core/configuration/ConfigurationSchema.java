package org.socialconnectors.core.configuration;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.Validator;
import org.everit.json.schema.loader.SchemaLoader;
import org.everit.json.schema.regexp.RE2JRegexpFactory;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;

/**
 * The compiled configuration schema of a connector (JSON Schema, draft-07). Compiling is the expensive part: keep it.
 * Patterns are RE2's, so that no configuration can make validation slow; nothing is ever read from a {@code $ref} outside the
 * schema. Of the formats, {@code uri-template} and unknown ones are not checked, and a {@code regex} is RE2's, of at most
 * 1,000 characters. A number with a fraction of zero, such as 1.0, is not an {@code integer}. Immutable and thread-safe.
 *
 * <p>The order of things:
 *
 * <ol>
 *   <li>a described member that is {@code null} or the empty string counts as absent, as everywhere in {@link JsonObject};
 *   <li>defaults are filled in, so that a field with a default is never missing;
 *   <li>fields that {@code x-form.showWhen} hides are taken out, their defaults too, and are not required;
 *   <li>what remains is validated, and is what the connector sees.
 * </ol>
 */
public final class ConfigurationSchema {
    private static final Set<String> DRAFT_07 =
            Set.of("http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema");

    private final ConnectorDescriptor descriptor;
    private final JsonObject document;
    private final Map<String, ShowWhen> showWhen;
    private final Schema schema;

    private ConfigurationSchema(
            ConnectorDescriptor descriptor, JsonObject document, Map<String, ShowWhen> showWhen, Schema schema) {
        this.descriptor = descriptor;
        this.document = document;
        this.showWhen = showWhen;
        this.schema = schema;
    }

    /**
     * Compiles a connector's schema.
     *
     * @param descriptor the connector
     * @return the compiled schema
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if the schema is not JSON, not draft-07, not for an object, too
     *     deep, refers to another document, has a pattern that is not RE2's, or a {@code showWhen} that cannot be followed
     */
    public static ConfigurationSchema of(ConnectorDescriptor descriptor) {
        JsonObject document;
        try {
            document = JsonReader.config(descriptor.configurationSchema());
        } catch (ConnectorException notJson) {
            throw failure(descriptor, "the connector's configuration schema is not a JSON object")
                    .build();
        }
        if (!DRAFT_07.contains(document.displayText("$schema").orElse(""))
                || !document.displayText("type").equals(Optional.of("object"))) {
            throw failure(descriptor, "the connector's configuration schema is not a draft-07 schema of an object")
                    .build();
        }
        Map<String, ShowWhen> showWhen = showWhen(descriptor, document);
        ConfigurationSchema compiled =
                new ConfigurationSchema(descriptor, document, showWhen, compile(descriptor, document));
        // A schema that refers to itself without end shows it at once.
        compiled.violations(JsonObject.config(Map.of()));
        return compiled;
    }

    /**
     * Whose schema this is.
     *
     * @return the connector's description
     */
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    /**
     * The schema as its author wrote it.
     *
     * @return a draft-07 schema
     */
    public JsonObject document() {
        return document;
    }

    /**
     * When a field is shown.
     *
     * @param field a member of the configuration
     * @return the rule; empty if the field is always shown
     */
    public Optional<ShowWhen> showWhen(String field) {
        return Optional.ofNullable(showWhen.get(field));
    }

    /**
     * Which fields are hidden by their {@code showWhen}.
     *
     * @param config as it was entered, without defaults
     * @return names of members, in the order of the schema
     */
    public Set<String> hidden(JsonObject config) {
        Map<String, @Nullable Object> filled = Defaults.fill(document, config.toMap());
        Set<String> hidden = new LinkedHashSet<>();
        showWhen.keySet().forEach(field -> {
            if (!isShown(field, filled)) {
                hidden.add(field);
            }
        });
        return Collections.unmodifiableSet(hidden);
    }

    /**
     * Everything that is wrong with a configuration.
     *
     * @param config as it was entered, without defaults
     * @return the violations in the order of the schema's fields; empty if there is none
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if the schema cannot be applied at all
     */
    public List<Violation> violations(JsonObject config) {
        return validate(prepared(config), hidden(config));
    }

    /**
     * What a connector is made from: the configuration with its defaults filled in and hidden fields taken out, valid.
     *
     * @param config as it was entered, without defaults
     * @return another object
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is a violation; the details are those of the
     *     first. With {@code CONNECTOR_FAILURE} if the schema cannot be applied at all
     */
    public JsonObject complete(JsonObject config) {
        Map<String, @Nullable Object> prepared = prepared(config);
        List<Violation> violations = validate(prepared, hidden(config));
        if (!violations.isEmpty()) {
            Violation first = violations.get(0);
            throw ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "the configuration violates the schema")
                    .with(Detail.CONNECTOR_ID, descriptor.id())
                    .with(Detail.POINTER, first.pointer())
                    .with(Detail.KEYWORD, first.keyword())
                    .build();
        }
        return JsonObject.config(prepared);
    }

    private Map<String, @Nullable Object> prepared(JsonObject config) {
        Map<String, @Nullable Object> prepared = Defaults.fill(document, config.toMap());
        prepared.keySet().removeAll(hidden(config));
        return prepared;
    }

    private boolean isShown(String field, Map<String, @Nullable Object> filled) {
        ShowWhen rule = showWhen.get(field);
        return rule == null || (isShown(rule.field(), filled) && rule.accepts(filled.get(rule.field())));
    }

    private List<Violation> validate(Map<String, @Nullable Object> prepared, Set<String> hidden) {
        try {
            Validator.builder().build().performValidation(schema, OrgJson.object(prepared));
            return List.of();
        } catch (ValidationException invalid) {
            return new Violations(descriptor, document, prepared, hidden).of(invalid);
        } catch (RuntimeException | StackOverflowError inapplicable) {
            throw failure(descriptor, "the connector's configuration schema cannot be applied")
                    .causedBy(inapplicable)
                    .build();
        }
    }

    private static Schema compile(ConnectorDescriptor descriptor, JsonObject document) {
        try {
            return SchemaLoader.builder()
                    .draftV7Support()
                    .schemaJson(OrgJson.object(document.toMap()))
                    .regexpFactory(new RE2JRegexpFactory())
                    // Everit would open files and network connections for a $ref.
                    .schemaClient(url -> {
                        throw new IllegalArgumentException("a schema stands alone");
                    })
                    .enableOverrideOfBuiltInFormatValidators()
                    .addFormatValidator(new RegexFormat())
                    .addFormatValidator(new UriTemplateFormat())
                    .build()
                    .load()
                    .build();
        } catch (RuntimeException | StackOverflowError unusable) {
            throw failure(descriptor, "the connector's configuration schema cannot be compiled")
                    .causedBy(unusable)
                    .build();
        }
    }

    private static Map<String, ShowWhen> showWhen(ConnectorDescriptor descriptor, JsonObject document) {
        JsonObject properties = document.object("properties").orElse(JsonObject.config(Map.of()));
        Map<String, ShowWhen> rules = new LinkedHashMap<>();
        for (String field : properties.names()) {
            Optional<JsonObject> form = properties.object(field).flatMap(property -> property.object("x-form"));
            if (form.isPresent() && form.get().has("showWhen")) {
                rules.put(
                        field,
                        form.get()
                                .object("showWhen")
                                .filter(rule ->
                                        properties.has(rule.displayText("field").orElse("")))
                                .flatMap(ConfigurationSchema::rule)
                                .orElseThrow(() -> unusableRule(descriptor, field)));
            }
        }
        for (String field : rules.keySet()) {
            Set<String> passed = new HashSet<>();
            for (ShowWhen rule = rules.get(field); rule != null; rule = rules.get(rule.field())) {
                if (!passed.add(rule.field())) {
                    throw unusableRule(descriptor, field);
                }
            }
        }
        return Collections.unmodifiableMap(rules);
    }

    private static Optional<ShowWhen> rule(JsonObject rule) {
        return rule.toMap().get("equals") instanceof List<?> values && !values.contains(null)
                ? Optional.of(new ShowWhen(rule.text("field"), List.<Object>copyOf(values)))
                : Optional.empty();
    }

    private static ConnectorException unusableRule(ConnectorDescriptor descriptor, String field) {
        return failure(
                        descriptor,
                        "a showWhen rule of the connector's schema names no field and values, or leads back to itself")
                .with(Detail.PARAMETER, field)
                .build();
    }

    private static ConnectorException.Builder failure(ConnectorDescriptor descriptor, String reason) {
        return ConnectorException.of(ErrorCode.CONNECTOR_FAILURE, reason).with(Detail.CONNECTOR_ID, descriptor.id());
    }
}
