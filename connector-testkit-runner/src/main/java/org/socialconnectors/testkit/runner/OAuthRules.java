package org.socialconnectors.testkit.runner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.testkit.OAuthConnectorConformance;

/** All rules, for a connector whose provider the configuration file describes. What the file leaves out is as in any test. */
@ExtendWith(Subject.Extension.class)
final class OAuthRules extends OAuthConnectorConformance {
    private final Subject subject;

    OAuthRules(Subject subject) {
        this.subject = subject;
    }

    @Override
    protected SocialConnectorFactory factory() {
        return subject.factory();
    }

    @Override
    protected Map<String, ?> configuration() {
        boolean needsKey = clientAuthentication() == ClientAuthenticationMethod.PRIVATE_KEY_JWT;
        return subject.configurationWith(needsKey ? Optional.of(clientKey().reveal()) : Optional.empty());
    }

    @Override
    protected Map<String, ?> configurationFor(SimulatedClient client) {
        return subject.configurationFor(
                client.clientId(),
                client.secret().map(Secret::reveal),
                client.publicKey().map(known -> clientKey().reveal()));
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return subject.said().provider().orElseThrow();
    }

    @Override
    protected Persona person() {
        return subject.said().person().orElseGet(super::person);
    }

    @Override
    protected Identity expectedIdentity() {
        return subject.said().expectedIdentity().orElseGet(super::expectedIdentity);
    }

    @Override
    protected SocialProfile expectedProfile() {
        return subject.said().expectedProfile();
    }

    @Override
    protected List<String> scopes() {
        return subject.said().scopes().isEmpty()
                ? super.scopes()
                : subject.said().scopes();
    }

    @Override
    protected Map<String, String> furtherAuthorizationParameters() {
        return subject.said().authorizationParameters();
    }

    @Override
    protected String subjectMember() {
        return subject.said().subjectMember().orElseGet(super::subjectMember);
    }

    @Override
    protected String emailVerifiedMember() {
        return subject.said().emailVerifiedMember().orElseGet(super::emailVerifiedMember);
    }

    @Override
    protected List<?> unverifiedEmailValues() {
        return subject.said().unverifiedEmailValues();
    }

    @Override
    protected boolean beginsWithoutRequest() {
        return subject.said().can("beginsWithoutRequest", super.beginsWithoutRequest());
    }

    @Override
    protected boolean supportsIdTokens() {
        return subject.said().can("supportsIdTokens", super.supportsIdTokens());
    }

    @Override
    protected boolean signsInWithoutOpenid() {
        return subject.said().can("signsInWithoutOpenid", super.signsInWithoutOpenid());
    }

    @Override
    protected boolean supportsUserinfo() {
        return subject.said().can("supportsUserinfo", super.supportsUserinfo());
    }

    @Override
    protected boolean supportsPublicClients() {
        return subject.said().can("supportsPublicClients", super.supportsPublicClients());
    }

    @Override
    protected boolean supportsPkce() {
        return subject.said().can("supportsPkce", super.supportsPkce());
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return subject.said().clientAuthentication();
    }

    @Override
    protected boolean receivesCallbackByForm() {
        return subject.said().can("receivesCallbackByForm", super.receivesCallbackByForm());
    }

    @Override
    protected boolean pushesAuthorizationRequests() {
        return subject.said().can("pushesAuthorizationRequests", super.pushesAuthorizationRequests());
    }

    @Override
    protected boolean provesPossession() {
        return subject.said().can("provesPossession", super.provesPossession());
    }

    @Override
    protected boolean supportsDeviceSignIn() {
        return subject.said().can("supportsDeviceSignIn", super.supportsDeviceSignIn());
    }

    @Override
    protected boolean supportsRevocation() {
        return subject.said().can("supportsRevocation", super.supportsRevocation());
    }

    @Override
    protected boolean supportsLogoutUrl() {
        return subject.said().can("supportsLogoutUrl", super.supportsLogoutUrl());
    }

    @Override
    protected Optional<TokenExchangeRequest> tokenExchange() {
        return subject.said().tokenExchange();
    }

    @Override
    protected boolean supportsRefresh() {
        return subject.said().can("supportsRefresh", super.supportsRefresh());
    }

    @Override
    protected boolean returnsTokens() {
        return subject.said().can("returnsTokens", super.returnsTokens());
    }

    @Override
    protected boolean pinsIssuer() {
        return subject.said().can("pinsIssuer", super.pinsIssuer());
    }

    @Override
    protected boolean saysWhetherEmailIsVerified() {
        return subject.said().can("saysWhetherEmailIsVerified", super.saysWhetherEmailIsVerified());
    }

    @Override
    protected boolean keepsRawClaims() {
        return subject.said().can("keepsRawClaims", super.keepsRawClaims());
    }
}
