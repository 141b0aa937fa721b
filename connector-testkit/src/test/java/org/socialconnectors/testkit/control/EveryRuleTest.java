package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.testkit.Ledger;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/**
 * Every rule is there for some mistake: one that none of the {@linkplain Variation#all variations} breaks could check nothing,
 * and nobody would notice.
 */
class EveryRuleTest {
    private static final boolean WRITE = Boolean.getBoolean("mistakes.write");
    private static final Map<String, List<String>> SAID = new TreeMap<>();

    private final Ledger ledger = Ledger.read();

    EveryRuleTest() throws IOException {}

    @ParameterizedTest
    @MethodSource("rules")
    void tells_each_mistake_what_the_ledger_says(Method rule) {
        Verdict.assumeSocketsAreListed(number(rule).equals("S09"));
        boolean broken = false;
        for (Variation wrong : Variation.all()) {
            if (wrong.rules().contains(number(rule))) {
                Verdict verdict = Verdict.on(wrong, rule);
                verdict.assertReadable();
                broken |= !verdict.words().isEmpty();
                assertTrue(!verdict.words().isEmpty() || !isTheOnlyOneWith(number(rule)), wrong::toString);
                if (WRITE) {
                    SAID.put(rule.getName() + ": " + wrong.name(), verdict.words());
                } else if (wrong.saysMoreWithTime()) {
                    List<String> words = ledger.words(rule.getName(), wrong.name());
                    assertTrue(verdict.words().containsAll(words), wrong::toString);
                } else {
                    assertEquals(ledger.words(rule.getName(), wrong.name()), verdict.words(), wrong::toString);
                }
            }
        }
        assertTrue(broken, "no mistake breaks this rule");
    }

    /** What is said about two of one name would be one entry of the ledger. */
    @Test
    void each_mistake_has_a_name_of_its_own() {
        List<String> names = Variation.all().stream().map(Variation::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
    }

    /** Writes the ledger anew if it is run with {@code -Dmistakes.write=true}. */
    @AfterAll
    static void write() throws IOException {
        if (WRITE) {
            SAID.values().removeIf(List::isEmpty);
            Ledger.write(SAID);
        }
    }

    private static boolean isTheOnlyOneWith(String number) {
        return rules().filter(rule -> number(rule).equals(number)).count() == 1;
    }

    static Stream<Method> rules() {
        return Arrays.stream(OAuthConnectorConformance.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName));
    }

    private static String number(Method rule) {
        return rule.getName().substring(0, 3);
    }
}
