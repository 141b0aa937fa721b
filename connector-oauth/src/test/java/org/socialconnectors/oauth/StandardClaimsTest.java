package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.PhoneNumber;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;

class StandardClaimsTest {
    private static final JsonObject TEXT = JsonObject.response(Map.of(
            "email", "ada@example.org",
            "email_verified", "true",
            "phone_number", "+1 555 0100",
            "phone_number_verified", "true"));

    @Test
    void strictly_a_text_is_no_boolean() {
        assertVerified(false, false, StandardClaims.strict().read(TEXT));
        assertVerified(false, false, StandardClaims.profile(TEXT));
    }

    @Test
    void a_text_can_be_accepted_as_a_boolean() {
        assertVerified(true, true, StandardClaims.strict().withTextBooleans().read(TEXT));
    }

    @Test
    void trust_in_unverified_addresses_does_not_reach_phone_numbers() {
        assertVerified(
                true,
                false,
                StandardClaims.strict().withTrustInUnverifiedEmail().read(TEXT));
    }

    @Test
    void asking_for_less_strictness_leaves_the_strict_reading_as_it_is() {
        StandardClaims strict = StandardClaims.strict();
        strict.withTextBooleans().withTrustInUnverifiedEmail().read(TEXT);
        assertVerified(false, false, strict.read(TEXT));
    }

    private static void assertVerified(boolean email, boolean phone, SocialProfile profile) {
        assertEquals(Optional.of(email), profile.email().map(EmailAddress::verified));
        assertEquals(Optional.of(phone), profile.phone().map(PhoneNumber::verified));
    }
}
