package org.socialconnectors.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a provider's answer as the JDK has them: texts, maps, lists and others. */
final class JsonValues {
    private JsonValues() {}

    /** An object that can be changed. */
    static Map<String, @Nullable Object> copyOf(Map<?, ?> object) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        object.forEach((name, member) -> copy.put(String.valueOf(name), member));
        return copy;
    }

    /** Puts a text in the place of another wherever that is the whole of a value, however deep. */
    static void replace(Map<String, @Nullable Object> members, String text, String another) {
        members.replaceAll((name, value) -> replaced(value, text, another));
    }

    /** Whether a text is the whole of a value, however deep. */
    static boolean has(@Nullable Object value, String text) {
        if (value instanceof Map<?, ?> object) {
            return object.values().stream().anyMatch(member -> has(member, text));
        }
        return value instanceof List<?> elements
                ? elements.stream().anyMatch(element -> has(element, text))
                : text.equals(value);
    }

    private static @Nullable Object replaced(@Nullable Object value, String text, String another) {
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = copyOf(object);
            replace(copy, text, another);
            return copy;
        }
        if (value instanceof List<?> elements) {
            return elements.stream()
                    .map(element -> replaced(element, text, another))
                    .toList();
        }
        return text.equals(value) ? another : value;
    }
}
