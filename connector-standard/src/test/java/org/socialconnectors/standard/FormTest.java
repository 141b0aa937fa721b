package org.socialconnectors.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.form.ConfigurationForm;
import org.socialconnectors.core.form.FormItem;

class FormTest {
    @Test
    void endpoints_are_asked_for_only_by_hand() {
        assertEquals(List.of("issuer", "clientId"), required(new OidcConnectorFactory(), Map.of()));
        assertEquals(
                List.of("issuer", "authorizationEndpoint", "tokenEndpoint", "jwksUri", "clientId"),
                required(new OidcConnectorFactory(), Map.of("endpoints", "manual")));
    }

    @Test
    void secret_and_private_key_are_shown_as_the_client_authentication_needs_them() {
        for (SocialConnectorFactory factory : List.of(new OidcConnectorFactory(), new OAuth2ConnectorFactory())) {
            List<String> automatic = visible(factory, Map.of());
            assertTrue(automatic.contains("clientSecret") && !automatic.contains("privateKey"));
            List<String> key = visible(factory, Map.of("clientAuthentication", "private_key_jwt"));
            assertTrue(key.contains("privateKey") && !key.contains("clientSecret"));
            List<String> none = visible(factory, Map.of("clientAuthentication", "none"));
            assertFalse(none.contains("privateKey") || none.contains("clientSecret"));
        }
    }

    @Test
    void the_fields_of_a_list_of_addresses_are_shown_only_for_one() {
        List<String> userinfo = visible(new OAuth2ConnectorFactory(), Map.of());
        assertTrue(userinfo.contains("emailPointer") && !userinfo.contains("emailsEndpoint"));
        List<String> list = visible(new OAuth2ConnectorFactory(), Map.of("emailSource", "list"));
        assertTrue(list.contains("emailsPrimaryPointer") && !list.contains("emailPointer"));
        assertTrue(required(new OAuth2ConnectorFactory(), Map.of("emailSource", "list"))
                .contains("emailsEndpoint"));
    }

    @Test
    void a_private_key_is_a_secret_of_several_lines() {
        FormItem key = form(new OidcConnectorFactory(), "en").items().stream()
                .filter(item -> item.name().equals("privateKey"))
                .findFirst()
                .orElseThrow();
        assertEquals(FormItem.Kind.MULTI_LINE, key.kind());
        assertTrue(key.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr", "es"})
    void every_field_has_title_and_help_and_every_choice_a_label(String language) {
        for (SocialConnectorFactory factory : List.of(new OidcConnectorFactory(), new OAuth2ConnectorFactory())) {
            Locale locale = Locale.forLanguageTag(language);
            for (FormItem item : form(factory, language).items()) {
                assertTrue(item.help().isPresent(), item.name());
                assertFalse(item.title().equals(item.name()), item.name());
                for (FormItem.Option option : item.options()) {
                    assertEquals(
                            option.label(),
                            factory.descriptor()
                                    .message(item.name() + ".option." + option.value())
                                    .orElseThrow()
                                    .in(locale));
                }
            }
        }
    }

    private static ConfigurationForm form(SocialConnectorFactory factory, String language) {
        return ConfigurationForm.of(factory.descriptor(), Locale.forLanguageTag(language));
    }

    private static List<String> visible(SocialConnectorFactory factory, Map<String, ?> values) {
        return names(form(factory, "en").visible(JsonObject.config(values)));
    }

    private static List<String> required(SocialConnectorFactory factory, Map<String, ?> values) {
        return names(form(factory, "en").required(JsonObject.config(values)));
    }

    private static List<String> names(List<FormItem> items) {
        return items.stream().map(FormItem::name).toList();
    }
}
