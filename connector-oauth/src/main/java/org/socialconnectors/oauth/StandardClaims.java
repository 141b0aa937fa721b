package org.socialconnectors.oauth;

import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;

/**
 * How a profile is read from the standard claims (OpenID Connect Core 1.0 section 5.1): strictly, unless it is told otherwise for a
 * provider that departs from them. Immutable and thread-safe.
 */
public final class StandardClaims {
    private static final StandardClaims STRICT = new StandardClaims(false, false);

    private final boolean textBooleans;
    private final boolean trustUnverifiedEmail;

    private StandardClaims(boolean textBooleans, boolean trustUnverifiedEmail) {
        this.textBooleans = textBooleans;
        this.trustUnverifiedEmail = trustUnverifiedEmail;
    }

    /**
     * The standard to the letter: an address or number counts as verified only by the JSON value {@code true}.
     *
     * @return the strict reading
     */
    public static StandardClaims strict() {
        return STRICT;
    }

    /**
     * The same reading, in which the string {@code "true"} is as good as the JSON value, for providers that write it so.
     *
     * @return another reading
     */
    public StandardClaims withTextBooleans() {
        return new StandardClaims(true, trustUnverifiedEmail);
    }

    /**
     * The same reading, in which every e-mail address counts as verified, whatever the provider says. Whoever can put somebody
     * else's address into an account at the provider is then taken for its owner: only for a provider whose addresses an
     * administrator assigns.
     *
     * @return another reading
     */
    public StandardClaims withTrustInUnverifiedEmail() {
        return new StandardClaims(textBooleans, true);
    }

    /**
     * A profile from claims, read strictly.
     *
     * @param claims of userinfo or of an ID token
     * @return the profile, with the claims as its raw data
     */
    public static SocialProfile profile(JsonObject claims) {
        return STRICT.read(claims);
    }

    /**
     * A profile from claims.
     *
     * @param claims of userinfo or of an ID token
     * @return the profile, with the claims as its raw data
     */
    public SocialProfile read(JsonObject claims) {
        return SocialProfile.builder()
                .name(claims.displayText("name").orElse(null))
                .username(claims.displayText("preferred_username").orElse(null))
                .email(
                        claims.displayText("email").orElse(null),
                        trustUnverifiedEmail || isTrue(claims, "email_verified"))
                .phone(claims.displayText("phone_number").orElse(null), isTrue(claims, "phone_number_verified"))
                .avatar(claims.webUri("picture").orElse(null))
                .page(claims.webUri("profile").orElse(null))
                .raw(claims)
                .build();
    }

    private boolean isTrue(JsonObject claims, String name) {
        return claims.isTrue(name)
                || (textBooleans
                        && claims.displayText(name).filter("true"::equals).isPresent());
    }

    @Override
    public String toString() {
        return "StandardClaims";
    }
}
