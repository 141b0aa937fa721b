package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** Each mistake is noticed, by the rules that it breaks and by no others, in words that help. */
class WrongConnectorsTest {
    private static volatile Making underTest = ControlConnector::new;

    static final class Conformance extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", underTest);
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks(WrongConnector wrong) {
        Verdict verdict = verdictOn(wrong::make);
        assertEquals(wrong.rules(), verdict.brokenRules(), verdict::messages);
        assertTrue(verdict.messages().contains(wrong.message()), verdict::messages);
    }

    // With these nearly every rule is broken, because nobody can sign in; what matters is that the reason is told.

    @Test
    void a_plain_code_challenge_is_told_by_T01() {
        assertTold(
                "T01",
                "The parameter code_challenge_method does not have the value",
                (config, context) -> new ControlConnector(config, context) {
                    @Override
                    protected Map<String, String> parameters(SignInAttempt attempt) {
                        Map<String, String> parameters = super.parameters(attempt);
                        parameters.put("code_challenge", attempt.codeVerifier().reveal());
                        parameters.put("code_challenge_method", "plain");
                        return parameters;
                    }
                });
    }

    @Test
    void a_state_of_the_connectors_own_is_told_by_T01() {
        assertTold(
                "T01",
                "The parameter state does not have the value",
                (config, context) -> new ControlConnector(config, context) {
                    @Override
                    protected Map<String, String> parameters(SignInAttempt attempt) {
                        Map<String, String> parameters = super.parameters(attempt);
                        parameters.put("state", "connector-" + attempt.state().reveal());
                        return parameters;
                    }
                });
    }

    @Test
    void a_result_that_is_null_is_told_by_T07() {
        assertTold("T07", "complete answered null", (config, context) -> new ControlConnector(config, context) {
            @Override
            public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
                super.complete(callback);
                return null;
            }
        });
    }

    @Test
    void a_connector_that_cannot_be_made_is_told_by_S01() {
        assertTold("S01", "create answered null", (config, context) -> null);
    }

    private static void assertTold(String rule, String message, Making making) {
        Verdict verdict = verdictOn(making);
        assertTrue(verdict.brokenRules().contains(rule), verdict::messages);
        assertTrue(verdict.messageOf(rule).contains(message), verdict::messages);
    }

    private static Verdict verdictOn(Making making) {
        underTest = making;
        return Verdict.on(Conformance.class);
    }
}
