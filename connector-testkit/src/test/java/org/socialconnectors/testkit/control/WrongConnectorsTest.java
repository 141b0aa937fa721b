package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake is noticed, by the rules that it breaks and by no others, in words that help. */
class WrongConnectorsTest {
    @ParameterizedTest
    @MethodSource("mistakes")
    void is_noticed_by_the_rules_that_it_breaks_and_by_no_others(Mistake.Made wrong) {
        Verdict.assumeSocketsAreListed(wrong.rules().contains("S09"));
        Verdict verdict = Verdict.on(wrong);
        assertEquals(new TreeSet<>(wrong.rules()), verdict.brokenRules(), verdict::messages);
        verdict.assertTells(wrong);
    }

    /** Only that rule: where the provider notices the mistake too nobody can sign in, and most rules are broken. */
    @ParameterizedTest
    @EnumSource
    void is_told_by_the_rule_for_it(WrongAdvancedConnector wrong) {
        Verdict.on(wrong, wrong.rules().get(0)).assertTells(wrong);
    }

    static Stream<Mistake.Made> mistakes() {
        return Stream.<Mistake.Made[]>of(
                        WrongConnector.values(),
                        WrongOwnership.values(),
                        WrongEmails.values(),
                        WrongNesting.values(),
                        WrongAnswers.values())
                .flatMap(Stream::of);
    }
}
