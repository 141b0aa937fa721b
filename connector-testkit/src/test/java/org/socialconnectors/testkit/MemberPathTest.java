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
    void a_pointer_leads_into_lists_which_it_does_not_change_for_others() {
        List<Map<String, Object>> inner = List.of(Map.of("id", "ada"), Map.of("id", "ben"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(Map.of("data", inner));
        MemberPath.of("/data/1/id").put(answer, "eve");
        assertEquals(Map.of("data", List.of(Map.of("id", "ada"), Map.of("id", "eve"))), answer);
        MemberPath.of("/data/1").put(answer, null);
        assertNull(MemberPath.of("/data/1").in(answer));
        assertTrue(MemberPath.of("/data/1").isIn(answer));
        assertEquals("ada", MemberPath.of("/data/0/id").in(answer));
        MemberPath.of("/data/0/id").remove(answer);
        assertFalse(MemberPath.of("/data/0/id").isIn(answer));
        assertEquals(List.of(Map.of("id", "ada"), Map.of("id", "ben")), inner);
    }

    @Test
    void what_is_taken_out_of_a_list_has_no_successor() {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(Map.of("data", List.of("ada", "ben", "eve")));
        MemberPath.of("/data/1").remove(answer);
        assertEquals(Map.of("data", List.of("ada")), answer);
        MemberPath.of("/data/0").remove(answer);
        assertEquals(Map.of("data", List.of()), answer);
    }

    @Test
    void what_a_list_does_not_have_is_not_added() {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(Map.of("data", List.of("ada")));
        for (String missing : List.of("/data/1", "/data/-", "/data/-1", "/data/00", "/data/id", "/data/1/id")) {
            MemberPath.of(missing).put(answer, "eve");
            MemberPath.of(missing).remove(answer);
            assertFalse(MemberPath.of(missing).isIn(answer), missing);
            assertNull(MemberPath.of(missing).in(answer), missing);
        }
        assertEquals(Map.of("data", List.of("ada")), answer);
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
