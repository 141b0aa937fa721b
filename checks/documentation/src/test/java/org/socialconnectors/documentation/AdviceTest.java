package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the reader of a class of rules takes for advice. */
class AdviceTest {
    @Test
    void the_paragraph_that_begins_with_if_this_fails_is_the_advice() {
        assertEquals(Map.of("a_rule", "Check the address. Then the scopes."), advice("""
                        * The rule.
                        *
                        * <p>It follows from much.
                        *
                        * <p>If this fails, check the address.
                        * Then the scopes.
                        *
                        * <p>Nobody needs this.
                        *
                        * @throws Exception if anything fails
                        """));
    }

    @Test
    void tags_become_their_text() {
        assertEquals(
                Map.of("a_rule", "Begin {\"a\": <b>} with callback.code() or deny pinsIssuer(), see List.of and that."),
                advice("""
                        * The rule.
                        *
                        * <p>If this fails, begin {@code {"a": <b>}} with {@code
                        * callback.code()} or deny {@link #pinsIssuer()}, see {@link List#of} and {@link #other() that}.
                        """));
    }

    @Test
    void what_has_no_known_text_is_refused_instead_of_lost() {
        assertThrows(IllegalArgumentException.class, () -> advice("* <p>If this fails, look at {@value #LIMIT}.\n"));
    }

    @Test
    void a_rule_without_advice_is_seen() {
        assertEquals(Map.of("a_rule", ""), advice("* The rule. If this fails it is broken.\n"));
    }

    private static Map<String, String> advice(String comment) {
        return Advice.of(List.of(new JavaSource("Rules", """
                abstract class Rules {
                    /** No rule. */
                    public void other() {}

                    /**
                %s */
                    @Test
                    public final void a_rule() {}
                }
                """.formatted(comment))));
    }
}
