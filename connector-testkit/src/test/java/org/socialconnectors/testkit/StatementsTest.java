package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatementsTest {
    private static final String USERINFO =
            "{\"sub\":\"42\",\"n\":12345678901234567890,\"none\":null,\"address\":{\"city\":\"Ely\"},\"groups\":[\"a\",\"b\"]}";

    @Test
    void what_was_said_is_no_invention() {
        Map<String, @Nullable Object> raw = new HashMap<>(
                Map.of("sub", "42", "n", new BigInteger("12345678901234567890"), "groups", List.of("a", "b")));
        raw.put("none", null);
        raw.put("address", Map.of("city", "Ely"));
        assertEquals(Set.of(), inventions(raw, USERINFO));
    }

    @Test
    void a_value_is_said_under_whatever_name_and_however_deep() {
        Statements said = Statements.of(
                List.of(USERINFO.getBytes(StandardCharsets.UTF_8), "[\"x\"]".getBytes(StandardCharsets.UTF_8)));
        assertTrue(said.say("42") && said.say("Ely") && said.say("b") && said.say("x"));
        assertFalse(said.say("city") || said.say("4") || said.say("sub"));
    }

    @Test
    void a_member_that_no_answer_has_is_one_and_so_is_a_value() {
        Map<String, @Nullable Object> raw =
                new HashMap<>(Map.of("sub", "43", "role", "a", "groups", List.of("a", "c")));
        raw.put("nothing", null);
        assertEquals(Set.of("groups", "nothing", "role", "sub"), inventions(raw, USERINFO));
    }

    @Test
    void a_member_deep_inside_is_named_with_the_way_to_it() {
        Map<String, Object> address = Map.of("city", "Ely", "country", "UK");
        assertEquals(Set.of("address/country"), inventions(Map.of("address", address), USERINFO));
        assertEquals(Set.of("homes/country"), inventions(Map.of("homes", List.of(address)), USERINFO));
    }

    @Test
    void a_part_of_a_list_was_said_under_the_name_of_the_list() {
        assertEquals(Set.of(), inventions(Map.of("groups", List.of("b")), USERINFO));
        assertEquals(Set.of("groups"), inventions(Map.of("groups", List.of("Ely")), USERINFO));
        String homes = "{\"homes\":[{\"city\":\"Ely\"},{\"city\":\"Wells\"}]}";
        assertEquals(Set.of(), inventions(Map.of("homes", List.of(Map.of("city", "Wells"))), homes));
    }

    /** Whoever mixes answers keeps them apart by names of their own. */
    @Test
    void a_whole_answer_or_a_part_may_have_any_name() {
        String emails =
                "[{\"email\":\"a@example.org\",\"primary\":true},{\"email\":\"b@example.org\",\"primary\":false}]";
        Map<String, Object> primary = Map.of("email", "a@example.org", "primary", true);
        assertEquals(
                Set.of(),
                inventions(
                        Map.of(
                                "sub",
                                "42",
                                "emails",
                                List.of(primary),
                                "main",
                                primary,
                                "place",
                                Map.of("city", "Ely")),
                        USERINFO,
                        emails));
        assertEquals(Set.of(), inventions(Map.of("roles", List.of("x")), "[\"x\",\"y\"]"));
        assertEquals(Set.of(), inventions(Map.of("listed", Map.of(), "roles", List.of()), USERINFO));
    }

    @Test
    void claims_of_an_answer_that_is_a_jwt_or_has_one_are_said() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("42")
                .audience("client")
                .claim("vip", true)
                .build();
        String jwt = new PlainJWT(claims).serialize();
        Map<String, Object> raw = Map.of("sub", "42", "vip", true, "aud", List.of("client"));
        assertEquals(Set.of(), inventions(raw, jwt));
        assertEquals(Set.of(), inventions(raw, "{\"id_token\":\"" + jwt + "\"}"));
        assertEquals(Set.of("vip"), inventions(Map.of("vip", false), jwt));
    }

    @Test
    void what_cannot_be_read_says_nothing() {
        assertEquals(Set.of("a"), inventions(Map.of("a", 1), "<p>a</p>", "", "a=1", "no.jwt.", "{\"a\":"));
    }

    private static Set<String> inventions(Map<String, ?> raw, String... answers) {
        return Statements.of(Arrays.stream(answers)
                        .map(answer -> answer.getBytes(StandardCharsets.UTF_8))
                        .toList())
                .inventions(raw);
    }
}
