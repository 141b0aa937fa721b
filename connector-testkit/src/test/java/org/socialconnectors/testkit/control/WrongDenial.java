package org.socialconnectors.testkit.control;

import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.simulator.SimulatedProvider;

/** What an author denies although the connector has it. */
enum WrongDenial implements Mistake.Made {
    SUPPORTS_ID_TOKENS(
            "supportsIdTokens",
            "T34",
            "accepts it. Refuse the scope openid in begin, or do not deny supportsIdTokens()."),
    SUPPORTS_USERINFO("supportsUserinfo", "S13 S16 T10 T11", "Userinfo was not asked as often as it should"),
    SUPPORTS_PUBLIC_CLIENTS("supportsPublicClients", "T09", "supportsPublicClients() is denied"),
    SUPPORTS_PKCE("supportsPkce", "T01 S16 T02 T07", "supportsPkce() is denied"),
    SUPPORTS_REFRESH("supportsRefresh", "R01", "supportsRefresh() is denied"),
    RETURNS_TOKENS("returnsTokens", "S15", "returnsTokens() is denied"),
    PINS_ISSUER("pinsIssuer", "T20", "pinsIssuer() is denied"),
    SAYS_WHETHER_EMAIL_IS_VERIFIED("saysWhetherEmailIsVerified", "T44", "saysWhetherEmailIsVerified() is denied"),
    KEEPS_RAW_CLAIMS("keepsRawClaims", "T11", "keepsRawClaims() is denied"),
    BEGINS_WITHOUT_REQUEST("beginsWithoutRequest", "S02", "beginsWithoutRequest() is denied"),
    SIGNS_IN_WITHOUT_OPENID("signsInWithoutOpenid", "T10", "do not deny signsInWithoutOpenid()"),
    SUPPORTS_DEVICE_SIGN_IN(
            "supportsDeviceSignIn",
            "S31",
            "supportsDeviceSignIn() is denied",
            Features.authenticatingBy(CLIENT_SECRET_BASIC)),
    SUPPORTS_REVOCATION(
            "supportsRevocation",
            "R05",
            "supportsRevocation() is denied",
            Features.authenticatingBy(CLIENT_SECRET_BASIC)),
    SUPPORTS_LOGOUT_URL(
            "supportsLogoutUrl",
            "R06",
            "supportsLogoutUrl() is denied",
            Features.authenticatingBy(CLIENT_SECRET_BASIC)),
    TOKEN_EXCHANGE(
            "tokenExchange",
            "R07",
            "The connector offers TokenExchange although tokenExchange() is empty",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange()),
    RECEIVES_CALLBACK_BY_FORM(
            "receivesCallbackByForm",
            "S22",
            "receivesCallbackByForm()",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withFormPost()),
    PUSHES_AUTHORIZATION_REQUESTS(
            "pushesAuthorizationRequests",
            "S25 S02",
            "pushesAuthorizationRequests()",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withPushedRequests()),
    PROVES_POSSESSION(
            "provesPossession",
            "S27",
            "provesPossession()",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs());

    private final String capability;
    private final Mistake mistake;
    private final @Nullable Features advanced;

    WrongDenial(String capability, String rules, String message) {
        this(capability, rules, message, null);
    }

    WrongDenial(String capability, String rules, String message, @Nullable Features advanced) {
        this.capability = capability;
        this.mistake = Mistake.in(
                rules,
                message,
                () -> advanced == null
                        ? new ControlConnectorFactory()
                        : AdvancedControlConnector.factory(advanced, AdvancedControlConnector::new));
        this.advanced = advanced;
    }

    /** Whether the provider of the tests does not know what is denied, so that most rules are broken. */
    boolean letsNobodySignIn() {
        return this == RECEIVES_CALLBACK_BY_FORM || this == PROVES_POSSESSION;
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    @Override
    public Set<String> denied() {
        return Set.of(capability);
    }

    @Override
    public Features features() {
        return advanced == null ? Mistake.Made.super.features() : advanced;
    }

    @Override
    public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return advanced == null ? plain : Features.provider(plain);
    }
}
