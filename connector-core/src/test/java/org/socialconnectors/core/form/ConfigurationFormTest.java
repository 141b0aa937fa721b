package org.socialconnectors.core.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.core.configuration.ShowWhen;
import org.socialconnectors.core.configuration.TestDescriptor;
import org.socialconnectors.core.form.FormItem.Kind;
import org.socialconnectors.core.form.FormItem.Option;
import org.socialconnectors.core.json.JsonReader;

class ConfigurationFormTest {
    private static final ConnectorDescriptor CONNECTOR = TestDescriptor.withSchema(
            """
            {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
             "required": ["clientId", "mode", "key", "region"],
             "properties": {
               "later": {"type": "string"},
               "clientSecret": {"type": "string", "writeOnly": true, "default": "s3cret", "examples": ["s3cret"],
                 "x-form": {"order": 2}},
               "clientId": {"type": "string", "x-form": {"order": 1, "widget": "text"}, "examples": ["abc-123", "x"]},
               "note": {"type": "string", "x-form": {"order": 3, "widget": "multi-line"}},
               "retries": {"type": "integer", "default": 2, "x-form": {"order": 4}},
               "strict": {"type": "boolean", "default": false, "x-form": {"order": 5}},
               "mode": {"type": "string", "enum": ["public", "private"], "default": "public", "x-form": {"order": 6}},
               "regions": {"type": "array", "items": {"enum": ["eu", 1]}, "x-form": {"order": 7}},
               "headers": {"type": "object", "x-form": {"order": 8}},
               "tags": {"type": "array", "items": {"type": "string"}, "x-form": {"order": 9}},
               "key": {"type": "string", "writeOnly": true,
                 "x-form": {"order": 10, "widget": "multi-line", "showWhen": {"field": "mode", "equals": ["private"]}}},
               "region": {"type": "string", "title": "Region", "description": "Where.", "x-form": {"order": 11}},
               "last/~": true
             }}""",
            Map.of(
                    "en",
                    "clientId.title=Client ID\nclientId.help=From the provider.\nmode.option.public=Public app\n",
                    "fr",
                    "clientId.title=Identifiant client\nmode.option.public=Application publique\n"));
    private static final ConfigurationForm FORM = ConfigurationForm.of(CONNECTOR, Locale.ENGLISH);

    @Test
    void fields_come_in_the_order_given_then_in_that_of_the_schema() {
        assertEquals(
                List.of(
                        "clientId",
                        "clientSecret",
                        "note",
                        "retries",
                        "strict",
                        "mode",
                        "regions",
                        "headers",
                        "tags",
                        "key",
                        "region",
                        "later",
                        "last/~"),
                FORM.items().stream().map(FormItem::name).toList());
        assertEquals("/last~1~0", item("last/~").pointer());
    }

    @Test
    void the_kind_follows_from_the_type_and_the_widget() {
        assertEquals(Kind.TEXT, item("clientId").kind());
        assertEquals(Kind.MULTI_LINE, item("note").kind());
        assertEquals(Kind.NUMBER, item("retries").kind());
        assertEquals(Kind.SWITCH, item("strict").kind());
        assertEquals(Kind.SELECT, item("mode").kind());
        assertEquals(Kind.MULTI_SELECT, item("regions").kind());
        assertEquals(Kind.JSON, item("headers").kind());
        assertEquals(Kind.JSON, item("tags").kind());
        assertEquals(Kind.JSON, item("last/~").kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"slider", "switch", "number", "select", "TEXT"})
    void a_widget_that_is_unknown_or_does_not_fit_is_the_connectors_failure(String widget) {
        ConnectorDescriptor connector = TestDescriptor.of("""
                "properties": {"a": {"type": "string", "x-form": {"widget": "%s"}}}""".formatted(widget));
        ConnectorException failure =
                assertThrows(ConnectorException.class, () -> ConfigurationForm.of(connector, Locale.ENGLISH));
        assertEquals(ErrorCode.CONNECTOR_FAILURE, failure.code());
        assertEquals(Optional.of("a"), failure.detail(Detail.PARAMETER));
    }

    @Test
    void texts_are_the_connectors_in_the_readers_language_else_the_schemas() {
        assertEquals("Client ID", item("clientId").title());
        assertEquals(Optional.of("From the provider."), item("clientId").help());
        assertEquals(Optional.of("abc-123"), item("clientId").placeholder());
        assertEquals("Region", item("region").title());
        assertEquals(Optional.of("Where."), item("region").help());
        assertEquals("later", item("later").title());
        assertEquals(Optional.empty(), item("later").help());

        FormItem french = ConfigurationForm.of(CONNECTOR, Locale.FRANCE).items().get(0);
        assertEquals("Identifiant client", french.title());
        assertEquals(Optional.of("From the provider."), french.help());
    }

    @Test
    void options_have_the_connectors_labels_or_their_values() {
        assertEquals(
                List.of(new Option("public", "Public app"), new Option("private", "private")),
                item("mode").options());
        assertEquals(
                List.of(new Option("eu", "eu"), new Option(1L, "1")),
                item("regions").options());
        assertEquals(List.of(), item("clientId").options());
    }

    @Test
    void a_secret_never_shows_a_value() {
        assertTrue(item("clientSecret").secret());
        assertFalse(item("clientId").secret());
        assertFalse(FORM.items().toString().contains("s3cret"));
    }

    @Test
    void defaults_keep_their_type() {
        assertEquals(Optional.of(2L), item("retries").defaultValue());
        assertEquals(Optional.of(false), item("strict").defaultValue());
        assertEquals(Optional.of("public"), item("mode").defaultValue());
        assertEquals(Optional.empty(), item("clientId").defaultValue());
    }

    @Test
    void a_field_is_required_while_it_is_visible_and_has_no_default() {
        assertEquals(
                Optional.of(new ShowWhen("mode", List.of("private"))),
                item("key").showWhen());
        assertEquals(List.of("clientId", "region"), required("{}"));
        assertEquals(List.of("clientId", "key", "region"), required("{\"mode\": \"private\"}"));
        assertFalse(FORM.visible(JsonReader.config("{}")).contains(item("key")));
        assertTrue(FORM.visible(JsonReader.config("{\"mode\": \"private\"}")).contains(item("key")));
    }

    private static List<String> required(String values) {
        return FORM.required(JsonReader.config(values)).stream()
                .map(FormItem::name)
                .toList();
    }

    private static FormItem item(String name) {
        return FORM.items().stream()
                .filter(item -> item.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
