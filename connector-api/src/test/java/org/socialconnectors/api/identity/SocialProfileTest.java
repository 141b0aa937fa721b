package org.socialconnectors.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.json.JsonObject;

class SocialProfileTest {
    private static final PostalAddress LONDON = new PostalAddress(
            Optional.of("12 St James's Square, London"),
            Optional.empty(),
            Optional.of("London"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @Test
    void a_profile_holds_what_the_provider_stated() {
        JsonObject claims = JsonObject.response(Map.of("sub", "1", "novelty", true));
        SocialProfile profile = SocialProfile.builder()
                .name("Ada Lovelace")
                .givenName("Ada")
                .familyName("Lovelace")
                .username("ada")
                .email("ada@example.org", true)
                .phone("+44 20", false)
                .address(LONDON)
                .locale("en-GB")
                .avatar(URI.create("https://a.example/ada.png"))
                .page(URI.create("http://a.example/ada"))
                .raw(claims)
                .build();

        assertEquals(Optional.of("Ada Lovelace"), profile.name());
        assertEquals(Optional.of("Ada"), profile.givenName());
        assertEquals(Optional.of("Lovelace"), profile.familyName());
        assertEquals(Optional.of("ada"), profile.username());
        assertEquals(Optional.of(new EmailAddress("ada@example.org", true)), profile.email());
        assertEquals(Optional.of(new PhoneNumber("+44 20", false)), profile.phone());
        assertEquals(Optional.of(LONDON), profile.address());
        assertEquals(Optional.of("en-GB"), profile.locale());
        assertEquals(Optional.of(URI.create("https://a.example/ada.png")), profile.avatar());
        assertEquals(Optional.of(URI.create("http://a.example/ada")), profile.page());
        assertEquals(claims, profile.raw());
    }

    @Test
    void the_text_of_an_address_says_nothing_of_the_person() {
        assertEquals("PostalAddress", LONDON.toString());
    }

    @Test
    void an_empty_profile_states_nothing() {
        assertStatesNothing(SocialProfile.builder().build());
    }

    @Test
    void null_means_not_stated() {
        assertStatesNothing(SocialProfile.builder()
                .name("x")
                .name(null)
                .givenName("x")
                .givenName(null)
                .familyName("x")
                .familyName(null)
                .address(LONDON)
                .address(null)
                .locale("x")
                .locale(null)
                .username("x")
                .username(null)
                .email("x", true)
                .email(null, true)
                .phone("x", true)
                .phone(null, true)
                .avatar(URI.create("https://a.example"))
                .avatar(null)
                .page(URI.create("https://a.example"))
                .page(null)
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "/a", "//evil.example/a", "mailto:a@b.example"})
    void an_address_that_would_do_harm_in_a_page_is_refused(URI address) {
        SocialProfile.Builder builder = SocialProfile.builder();

        assertThrows(IllegalArgumentException.class, () -> builder.avatar(address));
        assertThrows(IllegalArgumentException.class, () -> builder.page(address));
    }

    private static void assertStatesNothing(SocialProfile profile) {
        assertEquals(Optional.empty(), profile.name());
        assertEquals(Optional.empty(), profile.givenName());
        assertEquals(Optional.empty(), profile.familyName());
        assertEquals(Optional.empty(), profile.address());
        assertEquals(Optional.empty(), profile.locale());
        assertEquals(Optional.empty(), profile.username());
        assertEquals(Optional.empty(), profile.email());
        assertEquals(Optional.empty(), profile.phone());
        assertEquals(Optional.empty(), profile.avatar());
        assertEquals(Optional.empty(), profile.page());
        assertEquals(Map.of(), profile.raw().toMap());
    }
}
