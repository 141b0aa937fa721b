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
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;

/**
 * The compiled configuration schema of a connector (JSON Schema, draft-07). Compiling is the expensive part: keep it.
 * Nothing is ever read from a {@code $ref} outside the schema. Of the formats, {@code uri-template} and unknown ones are not
 * checked, and an {@code email} is what a browser takes for one. A number with a fraction of zero, such as 1.0, is not an {@code
 * integer}. Immutable and thread-safe.
 *
 * <p>No configuration can make validation slow. Patterns, in the schema and as values of format {@code regex}, are RE2's, of at
 * most 1,000 characters, and their counts, such as {@code {1,64}}, at most 1,000 multiplied: all those of groups with the largest
 * other one. A configuration has at most 65,536 characters, names included, 64 levels, and 1,000 elements in an array; its numbers
 * have at most some 1,000 digits when they are written without an exponent.
 *
 * <p>The order of things:
 *
 * <ol>
 *   <li>a described member that is {@code null} or the empty string counts as absent, as everywhere in {@link JsonObject};
 *   <li>defaults are filled in, so that a field with a default is never missing; also within objects, but not within arrays,
 *       alternatives or behind a {@code $ref}, which is why no field may be one;
 *   <li>fields that {@code x-form.showWhen} hides are taken out, their defaults too, and are not required: no
 *       {@code anyOf}, {@code oneOf}, {@code not} or {@code if} over the whole configuration may name them;
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
     *     deep, refers to another document, has a pattern that is not RE2's or too large, a field that is a {@code $ref}, or a
     *     {@code showWhen} that cannot be followed or is named where it must not be
     */
    public static ConfigurationSchema of(ConnectorDescriptor descriptor) {
        JsonObject document;
        try {
            document = JsonReader.config(descriptor.configurationSchema());
        } catch (ConnectorException notJson) {
            ConnectorException.Builder failure =
                    failure(descriptor, "the connector's configuration schema is not a JSON object");
            for (Detail place : List.of(Detail.LINE, Detail.COLUMN)) {
                notJson.detail(place).ifPresent(number -> failure.with(place, number));
            }
            throw failure.build();
        }
        if (!DRAFT_07.contains(document.displayText("$schema").orElse(""))
                || !document.displayText("type").equals(Optional.of("object"))) {
            throw failure(descriptor, "the connector's configuration schema is not a draft-07 schema of an object")
                    .build();
        }
        FormRules.reference(document).ifPresent(field -> {
            throw failure(descriptor, "a field of the connector's configuration schema is a $ref")
                    .with(Detail.PARAMETER, field)
                    .build();
        });
        Map<String, ShowWhen> showWhen = showWhen(descriptor, document);
        if (FormRules.dependsOn(document.toMap(), showWhen.keySet())) {
            throw failure(
                            descriptor,
                            "an anyOf, oneOf, not or if of the connector's configuration schema names a field that may be hidden")
                    .build();
        }
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
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the configuration is too large
     */
    public Set<String> hidden(JsonObject config) {
        return prepare(config).hidden();
    }

    /**
     * Everything that is wrong with a configuration.
     *
     * @param config as it was entered, without defaults
     * @return the violations in the order of the schema's fields; empty if there is none
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the configuration is too large; with {@code
     *     CONNECTOR_FAILURE} if the schema cannot be applied at all
     */
    public List<Violation> violations(JsonObject config) {
        return validate(prepare(config));
    }

    /**
     * What a connector is made from: the configuration with its defaults filled in and hidden fields taken out, valid.
     *
     * @param config as it was entered, without defaults
     * @return another object
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if there is a violation, the details being those of the
     *     first, or the configuration is too large. With {@code CONNECTOR_FAILURE} if the schema cannot be applied at all
     */
    public JsonObject complete(JsonObject config) {
        Prepared prepared = prepare(config);
        List<Violation> violations = validate(prepared);
        if (!violations.isEmpty()) {
            Violation first = violations.get(0);
            throw ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "the configuration violates the schema")
                    .with(Detail.CONNECTOR_ID, descriptor.id())
                    .with(Detail.POINTER, first.pointer())
                    .with(Detail.KEYWORD, first.keyword())
                    .build();
        }
        return JsonObject.config(prepared.config());
    }

    private Prepared prepare(JsonObject config) {
        ConfigurationSize.check(descriptor.id(), config);
        Map<String, @Nullable Object> filled = Defaults.fill(document, config.toMap());
        Set<String> hidden = new LinkedHashSet<>();
        for (String field : showWhen.keySet()) {
            if (!isShown(field, filled)) {
                hidden.add(field);
            }
        }
        filled.keySet().removeAll(hidden);
        return new Prepared(filled, Collections.unmodifiableSet(hidden));
    }

    private boolean isShown(String field, Map<String, @Nullable Object> filled) {
        ShowWhen rule = showWhen.get(field);
        return rule == null || (isShown(rule.field(), filled) && rule.accepts(filled.get(rule.field())));
    }

    private List<Violation> validate(Prepared prepared) {
        try {
            Validator.builder().build().performValidation(schema, OrgJson.object(prepared.config()));
            return List.of();
        } catch (ValidationException invalid) {
            return new Violations(descriptor, document, prepared.config(), prepared.hidden()).of(invalid);
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
                    .regexpFactory(new SmallPatterns())
                    // Everit would open files and network connections for a $ref.
                    .schemaClient(url -> {
                        throw new IllegalArgumentException("a schema stands alone");
                    })
                    .enableOverrideOfBuiltInFormatValidators()
                    .addFormatValidator(new EmailFormat())
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
                                .filter(rule -> rule.displayText("field")
                                        .filter(properties::has)
                                        .isPresent())
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

    /** A configuration with defaults and without hidden fields, and which these are. */
    private record Prepared(Map<String, @Nullable Object> config, Set<String> hidden) {}
}
