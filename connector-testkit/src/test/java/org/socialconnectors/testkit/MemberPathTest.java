package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemberPathTest {
    @Test
    void a_name_is_a_member_of_the_answer_itself_whatever_its_letters() {
        Map<String, @Nullable Object> answer = answer();
        MemberPath.of("urn:example/verified").put(answer, false);
        assertEquals(false, MemberPath.of("urn:example/verified").in(answer));
        MemberPath.of("email").remove(answer);
        assertFalse(MemberPath.of("email").isIn(answer));
    }

    @Test
    void a_pointer_leads_into_objects_which_it_does_not_change_for_others() {
        Map<String, @Nullable Object> inner = Map.of("confirmed", true, "a/b", 1);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(Map.of("email", inner));
        MemberPath.of("/email/confirmed").put(answer, false);
        assertEquals(false, MemberPath.of("/email/confirmed").in(answer));
        assertEquals(1, MemberPath.of("/email/a~1b").in(answer));
        assertEquals(true, inner.get("confirmed"));
        MemberPath.of("/email/confirmed").remove(answer);
        assertFalse(MemberPath.of("/email/confirmed").isIn(answer));
        assertTrue(MemberPath.of("/email/a~1b").isIn(answer));
    }

    @Test
    void without_the_objects_on_the_way_nothing_is_there_and_nothing_is_added() {
        Map<String, @Nullable Object> answer = answer();
        MemberPath.of("/email/confirmed").put(answer, true);
        MemberPath.of("/missing/confirmed").put(answer, true);
        assertEquals(answer(), answer);
        assertNull(MemberPath.of("/missing/confirmed").in(answer));
        assertFalse(MemberPath.of("/missing/confirmed").isIn(answer));
    }

    @Test
    void the_objects_on_the_way_are_known_from_the_outermost_on() {
        assertEquals(
                List.of("/user", "/user/a~1b"),
                MemberPath.of("/user/a~1b/confirmed").parents().stream()
                        .map(MemberPath::toString)
                        .toList());
        assertEquals(List.of(), MemberPath.of("/confirmed").parents());
        assertEquals(List.of(), MemberPath.of("confirmed").parents());
        assertEquals("/confirmed", MemberPath.of("confirmed").toString());
        assertEquals(
                "/user/a~1b/confirmed", MemberPath.of("/user/a~1b/confirmed").toString());
    }

    private static Map<String, @Nullable Object> answer() {
        return new LinkedHashMap<>(Map.of("email", "ada@example.org"));
    }
}
