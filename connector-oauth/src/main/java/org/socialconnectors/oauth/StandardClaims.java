package org.socialconnectors.oauth;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.identity.PostalAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;

/**
 * How a profile is read from the standard claims (OpenID Connect Core 1.0 section 5.1): strictly, unless it is told otherwise for a
 * provider that departs from them. Immutable and thread-safe.
 */
public final class StandardClaims {
    private static final StandardClaims STRICT = new StandardClaims(false, false);
    private static final JsonObject NOTHING = JsonObject.response(Map.of());
    private static final PostalAddress NOWHERE = new PostalAddress(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

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
     * @return the profile, with the claims as its raw data; there is what the profile has no place for, such as {@code zoneinfo} and
     *     {@code birthdate}
     */
    public SocialProfile read(JsonObject claims) {
        return SocialProfile.builder()
                .name(claims.displayText("name").orElse(null))
                .givenName(claims.displayText("given_name").orElse(null))
                .familyName(claims.displayText("family_name").orElse(null))
                .username(claims.displayText("preferred_username").orElse(null))
                .email(
                        claims.displayText("email").orElse(null),
                        trustUnverifiedEmail || isTrue(claims, "email_verified"))
                .phone(claims.displayText("phone_number").orElse(null), isTrue(claims, "phone_number_verified"))
                .address(address(claims))
                .locale(claims.displayText("locale").orElse(null))
                .avatar(claims.webUri("picture").orElse(null))
                .page(claims.webUri("profile").orElse(null))
                .raw(claims)
                .build();
    }

    private static @Nullable PostalAddress address(JsonObject claims) {
        JsonObject parts = claims.object("address").orElse(NOTHING);
        PostalAddress address = new PostalAddress(
                parts.displayText("formatted"),
                parts.displayText("street_address"),
                parts.displayText("locality"),
                parts.displayText("region"),
                parts.displayText("postal_code"),
                parts.displayText("country"));
        return address.equals(NOWHERE) ? null : address;
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
