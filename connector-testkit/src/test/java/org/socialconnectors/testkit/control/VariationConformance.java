package org.socialconnectors.testkit.control;

import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.SimulatedProvider;

/** The test of a connector that its author would write, for the variation that a {@link Verdict} is on. */
final class VariationConformance extends ControlConformance {
    static volatile Variation underTest = CorrectConnector.CONTROL;

    @Override
    protected SocialConnectorFactory factory() {
        return underTest.factory();
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return super.provider().issuerInCallback(underTest.providerSendsIssuer());
    }

    @Override
    protected Map<String, String> furtherAuthorizationParameters() {
        return underTest.furtherAuthorizationParameters();
    }

    @Override
    protected Map<String, ?> configuration() {
        return underTest.configuration();
    }

    @Override
    protected SocialProfile expectedProfile() {
        return underTest.expectedProfile();
    }

    @Override
    protected boolean supportsIdTokens() {
        return can("supportsIdTokens");
    }

    @Override
    protected boolean supportsUserinfo() {
        return can("supportsUserinfo");
    }

    @Override
    protected boolean supportsPublicClients() {
        return can("supportsPublicClients");
    }

    @Override
    protected boolean supportsPkce() {
        return can("supportsPkce");
    }

    @Override
    protected boolean usesBasicCredentials() {
        return can("usesBasicCredentials");
    }

    @Override
    protected boolean supportsRefresh() {
        return can("supportsRefresh");
    }

    @Override
    protected boolean returnsTokens() {
        return can("returnsTokens");
    }

    @Override
    protected boolean pinsIssuer() {
        return can("pinsIssuer");
    }

    @Override
    protected boolean saysWhetherEmailIsVerified() {
        return can("saysWhetherEmailIsVerified");
    }

    @Override
    protected boolean keepsRawClaims() {
        return can("keepsRawClaims");
    }

    @Override
    protected boolean beginsWithoutRequest() {
        return can("beginsWithoutRequest");
    }

    private static boolean can(String capability) {
        return !underTest.denied().contains(capability);
    }
}
