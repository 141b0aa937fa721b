package org.socialconnectors.testkit.runner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.configuration.Violation;

/**
 * What a schema offers or demands where a value violates it. Only the schema is quoted, never a value.
 *
 * @param schema a draft-07 schema
 * @param config what violates it
 */
record SchemaHints(JsonObject schema, JsonObject config) {
    private static final String DEFINITION = "#/definitions/";

    /** A sentence after the violation's own, or nothing. */
    String of(Violation violation) {
        List<String> path = Stream.of(violation.pointer().split("/", -1))
                .skip(1)
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
        return switch (violation.keyword()) {
            case "enum" -> theyAre(offered(path));
            case "dependencies" -> theyAre(dependents(path));
            case "pattern" -> isWebAddress(path) ? " Write an https address, such as https://id.example." : "";
            default -> "";
        };
    }

    private static String theyAre(List<?> names) {
        return names.isEmpty()
                ? ""
                : " They are: " + names.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".";
    }

    private List<?> offered(List<String> path) {
        return described(path).map(JsonObject::toMap).orElse(Map.of()).get("enum") instanceof List<?> values
                ? values
                : List.of();
    }

    /** The members that are given and need the missing one. */
    private List<String> dependents(List<String> path) {
        JsonObject dependencies = schema.object("dependencies").orElse(JsonObject.config(Map.of()));
        return dependencies.names().stream()
                .filter(config::has)
                .filter(name -> dependencies.texts(name).stream().map(List::of).anyMatch(path::equals))
                .toList();
    }

    private boolean isWebAddress(List<String> path) {
        return described(path)
                .flatMap(keywords -> keywords.displayText("pattern"))
                .filter(pattern -> pattern.startsWith("^https://"))
                .isPresent();
    }

    /** What the schema says of a member, or of the names of members that it does not name, as far as it says so plainly. */
    private Optional<JsonObject> described(List<String> path) {
        Optional<JsonObject> here = Optional.of(schema);
        for (String step : path) {
            here = here.flatMap(object -> object.object("properties")
                            .flatMap(members -> members.object(step))
                            .or(() -> object.object("propertyNames")))
                    .map(this::resolved);
        }
        return here;
    }

    private JsonObject resolved(JsonObject member) {
        return member.displayText("$ref")
                .filter(reference -> reference.startsWith(DEFINITION))
                .flatMap(reference -> schema.object("definitions")
                        .flatMap(definitions -> definitions.object(reference.substring(DEFINITION.length()))))
                .orElse(member);
    }
}
