package org.socialconnectors.oauth;

import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;

/** Reads a profile from the standard claims (OpenID Connect Core 1.0 section 5.1). */
public final class StandardClaims {
    private StandardClaims() {}

    /**
     * A profile from claims. An address counts as verified only if {@code email_verified} is the JSON value {@code true}.
     *
     * @param claims of userinfo or of an ID token
     * @return the profile, with the claims as its raw data
     */
    public static SocialProfile profile(JsonObject claims) {
        return SocialProfile.builder()
                .name(claims.displayText("name").orElse(null))
                .username(claims.displayText("preferred_username").orElse(null))
                .email(claims.displayText("email").orElse(null), claims.isTrue("email_verified"))
                .phone(claims.displayText("phone_number").orElse(null), claims.isTrue("phone_number_verified"))
                .avatar(claims.webUri("picture").orElse(null))
                .page(claims.webUri("profile").orElse(null))
                .raw(claims)
                .build();
    }
}
