package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each mistake is noticed, by the rules that it breaks and by no others, in words that help. */
class WrongConnectorsTest {
    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks_and_by_no_others(WrongConnector wrong) {
        Verdict.assumeSocketsAreListed(wrong.rules().contains("S09"));
        Verdict verdict = Verdict.on(wrong);
        assertEquals(new TreeSet<>(wrong.rules()), verdict.brokenRules(), verdict::messages);
        verdict.assertTells(wrong);
    }

    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks_and_by_no_others(WrongEmails wrong) {
        Verdict verdict = Verdict.on(wrong);
        assertEquals(new TreeSet<>(wrong.rules()), verdict.brokenRules(), verdict::messages);
        verdict.assertTells(wrong);
    }

    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks_and_by_no_others(WrongNesting wrong) {
        Verdict verdict = Verdict.on(wrong);
        assertEquals(new TreeSet<>(wrong.rules()), verdict.brokenRules(), verdict::messages);
        verdict.assertTells(wrong);
    }

    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks_and_by_no_others(WrongOwnership wrong) {
        Verdict verdict = Verdict.on(wrong);
        assertEquals(new TreeSet<>(wrong.rules()), verdict.brokenRules(), verdict::messages);
        verdict.assertTells(wrong);
    }

    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks_and_by_no_others(WrongAnswers wrong) {
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
}
