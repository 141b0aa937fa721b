package org.socialconnectors.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of a provider's answer, however deep. */
final class Texts {
    private Texts() {}

    /** Puts a text in the place of another wherever that is the whole of a value. */
    static void replace(Map<String, @Nullable Object> members, String text, String another) {
        members.replaceAll((name, value) -> replaced(value, text, another));
    }

    private static @Nullable Object replaced(@Nullable Object value, String text, String another) {
        if (value instanceof Map<?, ?> inner) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            inner.forEach((name, member) -> copy.put(String.valueOf(name), replaced(member, text, another)));
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
