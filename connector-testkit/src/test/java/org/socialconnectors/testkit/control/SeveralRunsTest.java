package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.VerifiedCallback;

/** What one connector refused says nothing about another that the same class tests. */
class SeveralRunsTest {
    /** The rules that the second connector breaks, whoever was tested before it. */
    private static final Set<String> BROKEN = Set.of("T34", "R04");

    @Test
    void a_parameterized_class_judges_each_of_its_connectors() {
        Verdict verdict = Verdict.of(Several.class);
        assertEquals(BROKEN, verdict.brokenRules(), verdict::messages);
    }

    @Test
    void a_class_inside_another_judges_its_own_connector() {
        Verdict verdict = Verdict.of(Outer.class);
        assertEquals(BROKEN, verdict.brokenRules(), verdict::messages);
    }

    @Test
    void what_two_rules_of_a_run_look_at_happens_once() {
        AtomicInteger declined = new AtomicInteger();
        Variation counting = new Unlisted("COUNTS", (config, context) -> new ControlConnector(config, context) {
            @Override
            protected Secret code(VerifiedCallback callback) {
                try {
                    return super.code(callback);
                } catch (ConnectorException refusal) {
                    declined.incrementAndGet();
                    throw refusal;
                }
            }
        });
        Verdict.on(counting, "T45");
        int alone = declined.getAndSet(0);
        Verdict.on(counting, "T17", "T18", "T19", "T45");
        assertEquals(alone, declined.get());
    }

    @Test
    void what_fails_because_nobody_can_sign_in_is_told_as_that_alone() {
        Verdict verdict = Verdict.on(HopelessConnector.SECRET_IN_HEADER_AND_BODY, "S18", "T35", "T43");
        assertEquals(Set.of("S18", "T35", "T43"), verdict.brokenRules());
        assertEquals(
                Set.of(
                        "Given an honest provider: this should succeed, but it ends in INVALID_CONFIGURATION: the provider"
                                + " answered with an error (oauth_error=invalid_client). The token endpoint refuses the"
                                + " request: see T07. Mend this first (S18)."),
                Set.copyOf(verdict.words()),
                verdict::messages);
    }

    @Test
    void a_class_inside_may_have_other_tests_than_rules() {
        assertEquals(Set.of(), Verdict.of(WithTestsOfItsOwn.class).brokenRules());
    }

    /** A right connector, and then a wrong one. */
    enum Each {
        RIGHT(CorrectConnector.CONTROL),
        WRONG(WrongConnector.AUDIENCE_UNCHECKED);

        private final Variation variation;

        Each(Variation variation) {
            this.variation = variation;
        }
    }

    @ParameterizedClass
    @EnumSource
    static class Several extends ControlConformance {
        @Parameter
        Each each;

        @Override
        protected SocialConnectorFactory factory() {
            return each.variation.factory();
        }
    }

    static class Outer extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return Each.RIGHT.variation.factory();
        }

        @Nested
        class Inner extends ControlConformance {
            @Override
            protected SocialConnectorFactory factory() {
                return Each.WRONG.variation.factory();
            }
        }
    }

    static class WithTestsOfItsOwn extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return Each.RIGHT.variation.factory();
        }

        @Nested
        class Own {
            @Test
            void is_no_rule() {
                assertEquals("control", factory().descriptor().id());
            }
        }
    }
}
