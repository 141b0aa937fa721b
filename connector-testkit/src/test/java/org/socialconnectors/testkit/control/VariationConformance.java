package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/** The test of a connector that its author would write, for the variation that a {@link Verdict} is on. */
public final class VariationConformance extends ControlConformance {
    static volatile Variation underTest = CorrectConnector.CONTROL;

    /** The test of a variation; there is one at a time. */
    public static OAuthConnectorConformance of(Variation variation) {
        underTest = variation;
        return new VariationConformance();
    }

    @Override
    protected SocialConnectorFactory factory() {
        return underTest.factory();
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return underTest.provider(super.provider());
    }

    @Override
    protected Map<String, String> furtherAuthorizationParameters() {
        return underTest.furtherAuthorizationParameters();
    }

    @Override
    protected Map<String, ?> configuration() {
        return clientAuthentication() == ClientAuthenticationMethod.PRIVATE_KEY_JWT
                ? Map.of("clientId", "client", "privateKey", clientKey().reveal())
                : underTest.configuration();
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return underTest.features().authentication();
    }

    @Override
    protected boolean receivesCallbackByForm() {
        return underTest.features().formPost() && can("receivesCallbackByForm");
    }

    @Override
    protected boolean pushesAuthorizationRequests() {
        return underTest.features().pushed() && can("pushesAuthorizationRequests");
    }

    @Override
    protected boolean provesPossession() {
        return underTest.features().proofs() && can("provesPossession");
    }

    @Override
    protected boolean supportsDeviceSignIn() {
        return super.supportsDeviceSignIn() && can("supportsDeviceSignIn");
    }

    @Override
    protected boolean supportsRevocation() {
        return super.supportsRevocation() && can("supportsRevocation");
    }

    @Override
    protected boolean supportsLogoutUrl() {
        return super.supportsLogoutUrl() && can("supportsLogoutUrl");
    }

    @Override
    protected Optional<TokenExchangeRequest> tokenExchange() {
        return underTest.features().tokenExchange() && can("tokenExchange")
                ? Optional.of(underTest.exchanged())
                : Optional.empty();
    }

    @Override
    protected boolean signsInWithoutOpenid() {
        return can("signsInWithoutOpenid");
    }

    @Override
    protected String emailVerifiedMember() {
        return underTest.emailVerifiedMember();
    }

    @Override
    protected List<?> unverifiedEmailValues() {
        return underTest.unverifiedEmailValues();
    }

    @Override
    protected String subjectMember() {
        return underTest.subjectMember();
    }

    @Override
    protected Persona person() {
        return underTest.person();
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
        return super.beginsWithoutRequest() && can("beginsWithoutRequest");
    }

    private static boolean can(String capability) {
        return !underTest.denied().contains(capability);
    }
}
