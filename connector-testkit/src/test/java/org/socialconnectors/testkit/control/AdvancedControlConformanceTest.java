package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.NONE;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.simulator.SimulatedProvider;

/** Correct connectors from scratch keep every rule, whatever of the newer protocols they speak. */
class AdvancedControlConformanceTest {
    private static volatile Features underTest = Features.authenticatingBy(CLIENT_SECRET_BASIC);

    static class Conformance extends AdvancedControlConformance {
        @Override
        protected Features features() {
            return underTest;
        }
    }

    static final class WithSignedUserinfo extends Conformance {
        @Override
        protected SimulatedProvider.Builder provider() {
            return super.provider().signedUserinfo(true);
        }
    }

    static final class WithNonces extends Conformance {
        @Override
        protected SimulatedProvider.Builder provider() {
            return super.provider().dpopNonceRequired(true).pushedAuthorizationRequired(true);
        }
    }

    static final class WronglyNotDeclared extends Conformance {
        @Override
        protected boolean receivesCallbackByForm() {
            return false;
        }

        @Override
        protected boolean pushesAuthorizationRequests() {
            return false;
        }

        @Override
        protected boolean provesPossession() {
            return false;
        }

        @Override
        protected boolean supportsDeviceSignIn() {
            return false;
        }

        @Override
        protected boolean supportsRevocation() {
            return false;
        }

        @Override
        protected boolean supportsLogoutUrl() {
            return false;
        }
    }

    static Stream<Features> features() {
        return Stream.of(
                Features.authenticatingBy(CLIENT_SECRET_BASIC).withFormPost(),
                Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
                Features.authenticatingBy(CLIENT_SECRET_JWT).withProofs(),
                Features.authenticatingBy(PRIVATE_KEY_JWT).withFormPost().withPushedRequests(),
                Features.authenticatingBy(NONE).withProofs().withPushedRequests());
    }

    @ParameterizedTest
    @MethodSource("features")
    void every_rule_is_kept(Features features) {
        assertEveryRuleIsKept(features, Conformance.class);
    }

    @Test
    void every_rule_is_kept_where_userinfo_is_signed() {
        assertEveryRuleIsKept(Features.authenticatingBy(CLIENT_SECRET_POST), WithSignedUserinfo.class);
    }

    @Test
    void every_rule_is_kept_where_nonces_and_pushed_requests_are_demanded() {
        assertEveryRuleIsKept(
                Features.authenticatingBy(PRIVATE_KEY_JWT)
                        .withFormPost()
                        .withPushedRequests()
                        .withProofs(),
                WithNonces.class);
    }

    @Test
    void what_is_done_without_being_declared_is_told() {
        underTest = Features.authenticatingBy(CLIENT_SECRET_BASIC);
        Verdict offered = Verdict.on(WronglyNotDeclared.class);
        assertEquals(Set.of("R05", "R06", "S31"), offered.brokenRules(), offered::messages);
        assertTold(Features.authenticatingBy(CLIENT_SECRET_BASIC).withFormPost(), "S22", "receivesCallbackByForm()");
        assertTold(
                Features.authenticatingBy(CLIENT_SECRET_BASIC).withPushedRequests(),
                "S25",
                "pushesAuthorizationRequests()");
        assertTold(Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(), "S27", "provesPossession()");
    }

    private static void assertEveryRuleIsKept(Features features, Class<?> conformance) {
        underTest = features;
        Verdict verdict = Verdict.on(conformance);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
        assertTrue(
                verdict.tests() > 80, () -> List.of(features, verdict.tests()).toString());
    }

    private static void assertTold(Features features, String rule, String words) {
        underTest = features;
        Verdict verdict = Verdict.of(rule, WronglyNotDeclared.class);
        assertTrue(verdict.messageOf(rule).contains(words), verdict::messages);
    }
}
