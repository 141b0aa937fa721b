package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.core.form.ConfigurationForm;

/** The rules for what a connector is configured with: the schema, and what it refuses. */
abstract class ConfigurationRules extends DescriptorRules {
    private static final Pattern SECRET_LOOKING =
            Pattern.compile("(?i).*(secret|password|passphrase|private_?key|api_?key|credentials?|token)");

    /**
     * The schema is JSON Schema draft-07, has only patterns that cannot run for ever (case T56), and stands alone.
     *
     * <p>If this fails, check {@code $schema}, {@code "type": "object"}, every {@code pattern} against RE2's syntax (no
     * look-ahead, no back-reference) and every {@code $ref}.
     */
    @Test
    public final void C01_the_schema_is_draft_07_and_compiles() {
        ConnectorDescriptor descriptor = descriptor(factory());
        try {
            run.schema.get(() -> ConfigurationSchema.of(descriptor));
        } catch (ConnectorException unusable) {
            fail("config.schema.json cannot be used: " + unusable.getMessage());
        }
    }

    /**
     * The form can be derived in each of the connector's languages.
     *
     * <p>If this fails, check {@code x-form}: its widget must fit the field's type.
     */
    @Test
    public final void C02_the_form_can_be_derived_in_every_language() {
        ConfigurationSchema schema = schema();
        for (String language : schema.descriptor().name().byLanguage().keySet()) {
            assertFormIn(Locale.forLanguageTag(language), schema);
        }
    }

    /**
     * The required fields alone make a connector; nothing that the form calls optional is needed.
     *
     * <p>If this fails, give the field a default, read it with {@code optionalText}, or list it under {@code required}.
     */
    @Test
    public final void C03_the_required_fields_suffice() {
        ConfigurationSchema schema = schema();
        Map<String, Object> least = required(schema);
        assertEquals(
                List.of(),
                pointers(schema.violations(JsonObject.config(least))),
                "A configuration with the required fields only violates the schema; these pointers are at fault.");
        try {
            assertNotNull(
                    factory().create(schema.complete(JsonObject.config(least)), context(network())),
                    "create answered null.");
        } catch (ConnectorException refused) {
            fail("create refuses a configuration with the required fields only: " + refused.getMessage());
        }
    }

    /**
     * A required field that is missing is refused, and the refusal points at it.
     *
     * <p>If this fails, list the field under {@code required}.
     */
    @Test
    public final void C04_a_missing_required_field_is_refused_with_its_pointer() {
        ConfigurationSchema schema = schema();
        Map<String, Object> least = required(schema);
        least.keySet().removeAll(schema.hidden(JsonObject.config(least)));
        for (String field : least.keySet()) {
            Map<String, Object> without = new LinkedHashMap<>(least);
            without.remove(field);
            assertViolation(schema, without, pointer(field), "required");
        }
    }

    /**
     * A field that the schema does not know is refused, and the refusal points at it: most are typing errors.
     *
     * <p>If this fails, add {@code "additionalProperties": false} to the schema.
     */
    @Test
    public final void C05_an_unknown_field_is_refused_with_pointer_and_keyword() {
        Map<String, Object> more = new LinkedHashMap<>(configuration());
        more.put("noSuchField", "value");
        assertViolation(schema(), more, "/noSuchField", "additionalProperties");
    }

    /**
     * A field of the wrong JSON type is refused, and the refusal points at it.
     *
     * <p>If this fails, give every property a {@code type}.
     */
    @Test
    public final void C06_a_field_of_the_wrong_type_is_refused_with_pointer_and_keyword() {
        ConfigurationSchema schema = schema();
        for (String field : properties(schema).names()) {
            Map<String, Object> mistyped = new LinkedHashMap<>(configuration());
            String type = properties(schema)
                    .object(field)
                    .flatMap(property -> property.displayText("type"))
                    .orElse("");
            boolean isList = type.equals("array");
            mistyped.put(field, isList ? "the wrong type" : List.of(Map.of("of", "the wrong type")));
            // Nobody looks at the value of a hidden field.
            if (!schema.hidden(JsonObject.config(mistyped)).contains(field)) {
                assertTrue(
                        schema.violations(JsonObject.config(mistyped)).stream()
                                .anyMatch(each -> each.pointer().equals(pointer(field))),
                        () -> "The schema accepts a " + (isList ? "text" : "list") + " for " + field
                                + ", whose type it gives as \"" + type + "\".");
            }
        }
    }

    /**
     * A field that looks like a secret is {@code writeOnly}, and a write-only field has neither default nor example: the form
     * would show them.
     *
     * <p>If this fails, add {@code "writeOnly": true} to the property.
     */
    @Test
    public final void C07_every_secret_is_write_only() {
        JsonObject properties = properties(schema());
        List<String> shown = new ArrayList<>();
        for (String field : properties.names()) {
            JsonObject property = properties.object(field).orElse(JsonObject.config(Map.of()));
            boolean secretLooking = (SECRET_LOOKING.matcher(field).matches() && canHoldASecret(property))
                    || property.displayText("format").equals(Optional.of("password"));
            if (secretLooking && !property.isTrue("writeOnly")) {
                shown.add(field + " looks like a secret and is not writeOnly");
            }
            if (property.isTrue("writeOnly") && (property.has("default") || property.has("examples"))) {
                shown.add(field + " is writeOnly and has a default or examples");
            }
        }
        assertEquals(List.of(), shown, "Somebody could read a secret back from the form.");
    }

    /**
     * A field that the form hides is never needed: nobody could fill it in.
     *
     * <p>If this fails, check {@code anyOf}, {@code oneOf} and {@code if}/{@code then} against {@code showWhen}.
     */
    @Test
    public final void C08_a_hidden_field_is_never_required() {
        ConfigurationSchema schema = schema();
        for (Map<String, Object> config : variations(schema)) {
            Set<String> hidden = schema.hidden(JsonObject.config(config));
            List<Violation> violations = schema.violations(JsonObject.config(config));
            // A violation of a field, which is one that is shown, or of the whole object while all is shown, can be put
            // right.
            boolean repairable =
                    violations.stream().noneMatch(each -> each.pointer().isEmpty());
            assertTrue(
                    hidden.isEmpty() || repairable,
                    () -> "While " + hidden + " cannot be seen, the schema refuses the configuration by "
                            + pointers(violations) + ", and nobody could put it right in the form.");
        }
    }

    private static void assertFormIn(Locale locale, ConfigurationSchema schema) {
        try {
            ConfigurationForm.of(schema, locale);
        } catch (ConnectorException underivable) {
            fail("The form cannot be derived: " + underivable.getMessage() + ". Check x-form.");
        }
    }

    /** What is switched, counted or chosen is about a secret at most. */
    private static boolean canHoldASecret(JsonObject property) {
        return !property.has("enum")
                && !Set.of("boolean", "integer", "number")
                        .contains(property.displayText("type").orElse(""));
    }

    private Map<String, Object> required(ConfigurationSchema schema) {
        Map<String, Object> least = new LinkedHashMap<>(configuration());
        least.keySet().retainAll(schema.document().texts("required"));
        return least;
    }

    /** The author's configuration, and one more for each value of each field that can be chosen or switched. */
    private List<Map<String, Object>> variations(ConfigurationSchema schema) {
        List<Map<String, Object>> variations = new ArrayList<>(List.of(new LinkedHashMap<>(configuration())));
        JsonObject properties = properties(schema);
        for (String field : properties.names()) {
            JsonObject property = properties.object(field).orElse(JsonObject.config(Map.of()));
            List<?> values = property.toMap().get("enum") instanceof List<?> options
                    ? options
                    : property.displayText("type").equals(Optional.of("boolean")) ? List.of(true, false) : List.of();
            for (Object value : values) {
                Map<String, Object> variation = new LinkedHashMap<>(configuration());
                variation.put(field, value);
                variations.add(variation);
            }
        }
        return variations;
    }

    private static void assertViolation(
            ConfigurationSchema schema, Map<String, ?> config, String pointer, String keyword) {
        List<Violation> violations = schema.violations(JsonObject.config(config));
        assertTrue(
                violations.stream()
                        .anyMatch(each ->
                                each.pointer().equals(pointer) && each.keyword().equals(keyword)),
                () -> "The schema should refuse " + pointer + " by the keyword " + keyword + ", but it refuses "
                        + violations.stream()
                                .map(each -> each.pointer() + " by " + each.keyword())
                                .toList()
                        + ".");
    }

    private static List<String> pointers(List<Violation> violations) {
        return violations.stream()
                .map(each -> each.pointer() + " by " + each.keyword())
                .toList();
    }

    private static String pointer(String field) {
        return "/" + field.replace("~", "~0").replace("/", "~1");
    }
}
