package org.socialconnectors.testkit.control;

import java.util.List;
import java.util.Set;
import org.socialconnectors.api.SocialConnectorFactory;

/** What an author denies although the connector has it. */
enum WrongDenial implements Variation {
    SUPPORTS_ID_TOKENS("supportsIdTokens", "T34", "the scope openid at a provider without ID tokens"),
    SUPPORTS_USERINFO("supportsUserinfo", "S13 S16 T10 T11", "Userinfo was not asked as often as it should"),
    SUPPORTS_PUBLIC_CLIENTS("supportsPublicClients", "T09", "supportsPublicClients() is denied"),
    SUPPORTS_PKCE("supportsPkce", "T01 S16 T02 T07", "supportsPkce() is denied"),
    USES_BASIC_CREDENTIALS("usesBasicCredentials", "R01 T07", "usesBasicCredentials() is denied"),
    SUPPORTS_REFRESH("supportsRefresh", "R01", "supportsRefresh() is denied"),
    RETURNS_TOKENS("returnsTokens", "S15", "returnsTokens() is denied"),
    PINS_ISSUER("pinsIssuer", "T20", "pinsIssuer() is denied"),
    SAYS_WHETHER_EMAIL_IS_VERIFIED("saysWhetherEmailIsVerified", "T44", "saysWhetherEmailIsVerified() is denied"),
    KEEPS_RAW_CLAIMS("keepsRawClaims", "T11", "keepsRawClaims() is denied"),
    BEGINS_WITHOUT_REQUEST("beginsWithoutRequest", "S02", "beginsWithoutRequest() is denied");

    private final String capability;
    private final List<String> rules;
    private final String message;

    WrongDenial(String capability, String rules, String message) {
        this.capability = capability;
        this.rules = Variation.numbers(rules);
        this.message = message;
    }

    @Override
    public List<String> rules() {
        return rules;
    }

    @Override
    public String message() {
        return message;
    }

    @Override
    public Set<String> denied() {
        return Set.of(capability);
    }

    @Override
    public SocialConnectorFactory factory() {
        return new ControlConnectorFactory();
    }
}
