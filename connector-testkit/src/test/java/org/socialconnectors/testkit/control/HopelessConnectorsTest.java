package org.socialconnectors.testkit.control;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where nearly every rule is broken, one of them tells why. */
class HopelessConnectorsTest {
    @ParameterizedTest
    @EnumSource
    void is_told_by_a_rule_why_nobody_can_sign_in(HopelessConnector hopeless) {
        Verdict.on(hopeless).assertTells(hopeless);
    }

    @ParameterizedTest
    @EnumSource
    void is_told_by_a_rule_what_is_wrong_with_its_files(WrongFiles wrong) {
        Verdict.on(wrong).assertTells(wrong);
    }
}
