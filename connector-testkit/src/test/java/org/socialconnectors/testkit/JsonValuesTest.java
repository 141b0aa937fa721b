package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonValuesTest {
    @Test
    void a_text_is_replaced_where_it_is_the_whole_of_a_value_however_deep() {
        Map<String, @Nullable Object> members = about("ada");

        JsonValues.replace(members, "ada", "ben");

        assertEquals(about("ben"), members);
    }

    private static Map<String, @Nullable Object> about(String person) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("email", person);
        members.put("name", "ada lovelace");
        members.put("none", null);
        members.put("emails", Arrays.asList(person, 1, null, Map.of("value", person)));
        members.put("ada", Map.of("primary", Map.of("value", person)));
        return members;
    }

    @Test
    void a_text_is_found_where_it_is_the_whole_of_a_value_however_deep() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("none", null);
        members.put("emails", List.of(Map.of("value", "ada")));

        assertTrue(JsonValues.has(members, "ada"));
        assertFalse(JsonValues.has(members, "value"));
        assertFalse(JsonValues.has(members, "ad"));
        assertFalse(JsonValues.has(null, "ada"));
    }

    @Test
    void a_copy_can_be_changed() {
        Map<String, @Nullable Object> copy = JsonValues.copyOf(Map.of(1, "one"));
        copy.put("2", null);
        assertEquals("one", copy.get("1"));
        assertEquals(2, copy.size());
    }
}
