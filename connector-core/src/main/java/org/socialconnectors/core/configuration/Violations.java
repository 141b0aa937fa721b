package org.socialconnectors.core.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.everit.json.schema.ArraySchema;
import org.everit.json.schema.CombinedSchema;
import org.everit.json.schema.FalseSchema;
import org.everit.json.schema.NumberSchema;
import org.everit.json.schema.Schema;
import org.everit.json.schema.StringSchema;
import org.everit.json.schema.ValidationException;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.LocalizedText;
import org.socialconnectors.api.json.JsonObject;

/**
 * Everit's findings in our terms. Of its messages, which quote values, only the name of a missing or unknown member is read.
 */
final class Violations {
    private static final String REQUIRED = "required key [";
    private static final String DEPENDENCY = "property [";
    private static final String UNKNOWN = "extraneous key [";

    private final ConnectorDescriptor descriptor;
    private final List<String> fields;
    private final Map<String, @Nullable Object> config;
    private final Set<String> hidden;

    Violations(
            ConnectorDescriptor descriptor,
            JsonObject document,
            Map<String, @Nullable Object> config,
            Set<String> hidden) {
        this.descriptor = descriptor;
        this.fields = document.object("properties")
                .map(properties -> List.copyOf(properties.names()))
                .orElse(List.of());
        this.config = config;
        this.hidden = hidden;
    }

    List<Violation> of(ValidationException invalid) {
        // One keyword can be violated twice at one place, through an allOf; saying so once is enough.
        Map<String, Found> found = new LinkedHashMap<>();
        leaves(invalid).forEach(leaf -> {
            Found one = found(leaf);
            if (one.path.isEmpty() || !hidden.contains(one.path.get(0))) {
                found.putIfAbsent(one.pointer() + " " + one.keyword, one);
            }
        });
        return found.values().stream()
                .sorted(Comparator.<Found>comparingInt(one -> position(one.path))
                        .thenComparing(Found::pointer)
                        .thenComparing(Found::keyword))
                .map(this::violation)
                .toList();
    }

    /** What to repair. Why none of several alternatives fits is not: they may contradict one another. */
    private static List<ValidationException> leaves(ValidationException invalid) {
        List<ValidationException> causes = invalid.getCausingExceptions();
        String keyword = keyword(invalid);
        if (isListOfTypes(invalid)) {
            // Of another type than all, or of the type of one, which it violates otherwise.
            List<ValidationException> ofItsType = causes.stream()
                    .filter(cause -> !keyword(cause).equals("type")
                            || !Objects.equals(cause.getPointerToViolation(), invalid.getPointerToViolation()))
                    .toList();
            return ofItsType.isEmpty()
                    ? List.of(causes.get(0))
                    : ofItsType.stream()
                            .flatMap(cause -> leaves(cause).stream())
                            .toList();
        }
        if (causes.isEmpty() || keyword.equals("anyOf") || keyword.equals("oneOf")) {
            return List.of(invalid);
        }
        List<ValidationException> leaves = new ArrayList<>();
        // For an else, the first cause is why the if did not hold.
        (keyword.equals("else") ? causes.subList(1, causes.size()) : causes)
                .forEach(cause -> leaves.addAll(leaves(cause)));
        return leaves;
    }

    /** {@code "type": ["string", "integer"]}, which Everit turns into alternatives that stand nowhere in the schema. */
    private static boolean isListOfTypes(ValidationException invalid) {
        return keyword(invalid).equals("anyOf")
                && invalid.getViolatedSchema() instanceof CombinedSchema alternatives
                && alternatives.getSubschemas().stream()
                        .noneMatch(one -> one.getLocation() != null || one instanceof FalseSchema);
    }

    private Found found(ValidationException leaf) {
        List<String> path = path(leaf.getPointerToViolation());
        for (String prefix : List.of(REQUIRED, DEPENDENCY, UNKNOWN)) {
            String message = leaf.getErrorMessage();
            if (Set.of("required", "dependencies", "additionalProperties").contains(keyword(leaf))
                    && message.startsWith(prefix)) {
                path.add(message.substring(prefix.length(), message.lastIndexOf(']')));
                break;
            }
        }
        return new Found(List.copyOf(path), keyword(leaf), limit(leaf.getViolatedSchema(), keyword(leaf)));
    }

    /**
     * The steps from the root to a value. Everit escapes a step once more at each level that it passes on its way up, so a step
     * is unescaped until there is a member of that name.
     */
    private List<String> path(@Nullable String pointer) {
        List<String> path = new ArrayList<>();
        Object here = config;
        String[] steps = pointer == null ? new String[0] : pointer.split("/", -1);
        for (int step = 1; step < steps.length; step++) {
            String name = unescape(steps[step]);
            if (here instanceof Map<?, ?> object) {
                while (!object.containsKey(name) && !unescape(name).equals(name)) {
                    name = unescape(name);
                }
                here = object.get(name);
            } else {
                here = here instanceof List<?> list ? list.get(Integer.parseInt(name)) : null;
            }
            path.add(name);
        }
        return path;
    }

    private int position(List<String> path) {
        int position = path.isEmpty() ? -1 : fields.indexOf(path.get(0));
        return position < 0 && !path.isEmpty() ? fields.size() : position;
    }

    private Violation violation(Found one) {
        LocalizedText pattern =
                one.limit.isEmpty() ? ViolationTexts.withoutLimit(one.keyword) : ViolationTexts.of(one.keyword);
        Map<String, String> texts = new LinkedHashMap<>();
        pattern.byLanguage()
                .forEach((language, text) -> texts.put(
                        language, text.replace("{limit}", one.limit).replace("{field}", field(one.path, language))));
        return new Violation(one.pointer(), one.keyword, LocalizedText.of(texts));
    }

    private String field(List<String> path, String language) {
        if (path.isEmpty()) {
            return descriptor.name().in(Locale.forLanguageTag(language));
        }
        String title = descriptor
                .message(path.get(0) + ".title")
                .map(text -> text.in(Locale.forLanguageTag(language)))
                .orElse(path.get(0));
        return path.size() == 1 ? title : title + " (" + pointer(path.subList(1, path.size())) + ")";
    }

    private static String keyword(ValidationException invalid) {
        return Optional.ofNullable(invalid.getKeyword()).orElse("allOf");
    }

    private static String limit(@Nullable Schema schema, String keyword) {
        Object limit = null;
        if (schema instanceof StringSchema text) {
            limit = switch (keyword) {
                case "minLength" -> text.getMinLength();
                case "maxLength" -> text.getMaxLength();
                case "format" -> text.getFormatValidator().formatName();
                default -> null;
            };
        } else if (schema instanceof NumberSchema number) {
            limit = switch (keyword) {
                case "minimum" -> number.getMinimum();
                case "maximum" -> number.getMaximum();
                case "exclusiveMinimum" -> number.getExclusiveMinimumLimit();
                case "exclusiveMaximum" -> number.getExclusiveMaximumLimit();
                case "multipleOf" -> number.getMultipleOf();
                default -> null;
            };
        } else if (schema instanceof ArraySchema array) {
            limit = switch (keyword) {
                case "minItems" -> array.getMinItems();
                case "maxItems" -> array.getMaxItems();
                default -> null;
            };
        }
        return limit == null ? "" : limit.toString();
    }

    private static String pointer(List<String> path) {
        StringBuilder pointer = new StringBuilder();
        path.forEach(step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }

    private static String unescape(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    private record Found(List<String> path, String keyword, String limit) {
        String pointer() {
            return Violations.pointer(path);
        }
    }
}
