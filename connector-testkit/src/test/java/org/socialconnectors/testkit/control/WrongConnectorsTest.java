package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.SocialConnectorFactory;

/** Each mistake is noticed, by the rules that it breaks and by no others, in words that help. */
class WrongConnectorsTest {
    private static volatile WrongConnector underTest = WrongConnector.WITHOUT_PKCE;

    static final class Conformance extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", underTest::make);
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks(WrongConnector wrong) {
        underTest = wrong;
        Verdict verdict = Verdict.on(Conformance.class);
        assertEquals(wrong.rules(), verdict.brokenRules(), verdict::messages);
        assertTrue(verdict.messages().contains(wrong.message()), verdict::messages);
    }
}
