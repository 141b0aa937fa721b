package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/**
 * Every rule is there for some mistake: one that none of the {@linkplain Variation#all variations} breaks could check nothing,
 * and nobody would notice.
 */
class EveryRuleTest {
    @ParameterizedTest
    @MethodSource("rules")
    void is_kept_by_the_correct_and_broken_by_each_mistake_that_names_it(Method rule) {
        String number = number(rule);
        for (CorrectConnector correct : CorrectConnector.values()) {
            Verdict verdict = Verdict.on(correct, rule);
            assertEquals(Set.of(), verdict.brokenRules(), () -> correct + ": " + verdict.messages());
        }
        List<Variation> mistakes = Variation.all().stream()
                .filter(each -> each.rules().contains(number))
                .toList();
        boolean broken = false;
        for (Variation wrong : mistakes) {
            Verdict verdict = Verdict.on(wrong, rule);
            verdict.assertReadable();
            broken |= !verdict.brokenRules().isEmpty();
            if (isTheOnlyOneWith(number)) {
                assertEquals(Set.of(number), verdict.brokenRules(), () -> wrong + " does not break it");
                boolean tells = !wrong.rules().get(0).equals(number)
                        || verdict.messages().contains(wrong.message());
                assertTrue(tells, () -> wrong + ": " + verdict.messages());
            }
        }
        assertTrue(broken, () -> "none of " + mistakes + " breaks it");
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
