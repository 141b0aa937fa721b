package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.PhoneNumber;
import org.socialconnectors.api.identity.PostalAddress;
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

    @Test
    void the_claims_of_the_standard_scopes_are_read() {
        SocialProfile profile = StandardClaims.profile(JsonObject.response(Map.of(
                "name", "Ada Lovelace",
                "given_name", "Ada",
                "family_name", "Lovelace",
                "preferred_username", "ada",
                "locale", "en-GB",
                "profile", "https://id.example/ada",
                "picture", "https://id.example/ada.png",
                "phone_number", "+44 20",
                "phone_number_verified", true,
                "address",
                        Map.of(
                                "formatted", "12 St James's Square\nLondon",
                                "street_address", "12 St James's Square",
                                "locality", "London",
                                "region", "Greater London",
                                "postal_code", "SW1Y 4JH",
                                "country", "UK"))));

        assertEquals(Optional.of("Ada"), profile.givenName());
        assertEquals(Optional.of("Lovelace"), profile.familyName());
        assertEquals(Optional.of("en-GB"), profile.locale());
        assertEquals(Optional.of(new PhoneNumber("+44 20", true)), profile.phone());
        assertEquals(
                Optional.of(new PostalAddress(
                        Optional.of("12 St James's Square\nLondon"),
                        Optional.of("12 St James's Square"),
                        Optional.of("London"),
                        Optional.of("Greater London"),
                        Optional.of("SW1Y 4JH"),
                        Optional.of("UK"))),
                profile.address());
    }

    @Test
    void an_address_may_be_formatted_only_and_one_that_says_nothing_is_none() {
        assertEquals(
                Optional.of("London"),
                address(Map.of("formatted", "London", "country", 44)).flatMap(PostalAddress::formatted));
        assertEquals(
                Optional.empty(),
                address(Map.of("formatted", "London", "country", 44)).flatMap(PostalAddress::country));
        for (Object nothing :
                List.of("London", 7, List.of(), Map.of(), Map.of("locality", ""), Map.of("city", "London"))) {
            assertEquals(Optional.empty(), address(nothing));
        }
    }

    private static Optional<PostalAddress> address(Object claim) {
        return StandardClaims.profile(JsonObject.response(Map.of("address", claim)))
                .address();
    }

    private static void assertVerified(boolean email, boolean phone, SocialProfile profile) {
        assertEquals(Optional.of(email), profile.email().map(EmailAddress::verified));
        assertEquals(Optional.of(phone), profile.phone().map(PhoneNumber::verified));
    }
}
