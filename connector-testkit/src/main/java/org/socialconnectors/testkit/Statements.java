package org.socialconnectors.testkit;

import com.nimbusds.jwt.JWTParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.core.json.JsonReader;

/**
 * What a provider has said in its answers: members with their values, however deep, in JSON, in a JWT that is one of its answers and
 * in those that are inside.
 */
final class Statements {
    private static final String NAMELESS = "value";

    private final Set<Map.Entry<String, @Nullable Object>> members = new HashSet<>();
    private final Set<Object> elements = new HashSet<>();

    private Statements() {}

    /** All that some answers say; what is neither JSON nor a JWT says nothing. */
    static Statements of(List<byte[]> answers) {
        Statements statements = new Statements();
        answers.forEach(answer -> statements.add(new String(answer, StandardCharsets.UTF_8).strip()));
        return statements;
    }

    /**
     * The members that nobody said. A list or an object under a name of the connector's own is said if all in it is.
     *
     * @return their names, those of members within as JSON Pointers have them
     */
    Set<String> inventions(Map<String, ?> claims) {
        Set<String> inventions = new TreeSet<>();
        claims.forEach((name, value) -> look(name, value, name, inventions));
        return inventions;
    }

    /** Whether a value is said, under whatever name. */
    boolean say(Object value) {
        return elements.contains(value) || members.stream().anyMatch(member -> value.equals(member.getValue()));
    }

    private void look(String name, @Nullable Object value, String path, Set<String> inventions) {
        if (members.contains(new SimpleImmutableEntry<>(name, value)) || elements.contains(value)) {
            return;
        }
        if (value instanceof Map<?, ?> object) {
            object.forEach((inner, member) -> look(String.valueOf(inner), member, path + "/" + inner, inventions));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> look(name, element, path, inventions));
        } else {
            inventions.add(path);
        }
    }

    private void add(String answer) {
        try {
            Object value = JsonReader.config("{\"" + NAMELESS + "\":" + answer + "}")
                    .toMap()
                    .get(NAMELESS);
            addNameless(value);
        } catch (ConnectorException notJson) {
            addClaimsOf(answer);
        }
    }

    private void addNameless(@Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(this::addNameless);
        } else if (value instanceof Map<?, ?> object) {
            object.forEach((name, member) -> addMember(String.valueOf(name), member));
        } else if (value != null) {
            elements.add(value);
        }
    }

    private void addMember(String name, @Nullable Object value) {
        members.add(new SimpleImmutableEntry<>(name, value));
        if (value instanceof List<?> list) {
            list.forEach(element -> addMember(name, element));
        } else if (value instanceof Map<?, ?> object) {
            addNameless(object);
        } else if (value instanceof String text) {
            addClaimsOf(text);
        }
    }

    private void addClaimsOf(String text) {
        try {
            add(JWTParser.parse(text).getParsedParts()[1].decodeToString());
        } catch (ParseException notAJwt) {
            // It says nothing but itself.
        }
    }
}
