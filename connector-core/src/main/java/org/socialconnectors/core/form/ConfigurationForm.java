package org.socialconnectors.core.form;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.LocalizedText;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.form.FormItem.Kind;
import org.socialconnectors.core.form.FormItem.Option;

/**
 * The form in which an administrator configures a connector, derived from its schema and messages in one language. Immutable
 * and thread-safe.
 *
 * <p>Every property of the schema is an item, ordered by {@code x-form.order}, those without one last and in the order of the
 * schema. The kind follows from the type; {@code x-form.widget} may choose {@code multi-line} for a string and {@code json} for
 * anything.
 */
public final class ConfigurationForm {
    private final ConfigurationSchema schema;
    private final List<FormItem> items;

    private ConfigurationForm(ConfigurationSchema schema, List<FormItem> items) {
        this.schema = schema;
        this.items = items;
    }

    /**
     * Derives the form of a connector, compiling its schema anew.
     *
     * @param descriptor the connector
     * @param locale the administrator's
     * @return the form
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if the schema is unusable
     */
    public static ConfigurationForm of(ConnectorDescriptor descriptor, Locale locale) {
        return of(ConfigurationSchema.of(descriptor), locale);
    }

    /**
     * Derives the form of a connector.
     *
     * @param schema the connector's schema
     * @param locale the administrator's
     * @return the form
     * @throws ConnectorException with {@code CONNECTOR_FAILURE} if a widget is unknown or does not fit its field
     */
    public static ConfigurationForm of(ConfigurationSchema schema, Locale locale) {
        JsonObject properties = schema.document().object("properties").orElse(JsonObject.config(Map.of()));
        List<Ordered> ordered = new ArrayList<>();
        for (String name : properties.names()) {
            // A property may also be the schema true or false, which says nothing about a form.
            JsonObject property = properties.object(name).orElse(JsonObject.config(Map.of()));
            long order = property.object("x-form")
                    .filter(form -> form.toMap().get("order") instanceof Long)
                    .map(form -> form.integer("order").getAsLong())
                    .orElse(Long.MAX_VALUE);
            ordered.add(new Ordered(order, item(schema, name, property, locale)));
        }
        return new ConfigurationForm(
                schema,
                ordered.stream()
                        .sorted(Comparator.comparingLong(Ordered::order))
                        .map(Ordered::item)
                        .toList());
    }

    /**
     * All fields.
     *
     * @return an unmodifiable list, in the order in which to show them
     */
    public List<FormItem> items() {
        return items;
    }

    /**
     * The fields to show while the form has some values.
     *
     * @param values what is entered so far; defaults count for what is not
     * @return the visible items, in order
     */
    public List<FormItem> visible(JsonObject values) {
        Set<String> hidden = schema.hidden(values);
        return items.stream().filter(item -> !hidden.contains(item.name())).toList();
    }

    /**
     * The fields that must be filled in while the form has some values; a hidden field never is.
     *
     * @param values what is entered so far; defaults count for what is not
     * @return the visible, required items, in order
     */
    public List<FormItem> required(JsonObject values) {
        return visible(values).stream().filter(FormItem::required).toList();
    }

    private static FormItem item(ConfigurationSchema schema, String name, JsonObject property, Locale locale) {
        ConnectorDescriptor connector = schema.descriptor();
        boolean secret = property.isTrue("writeOnly");
        Object defaultValue = property.toMap().get("default");
        Kind kind = kind(connector, name, property);
        return new FormItem(
                name,
                "/" + name.replace("~", "~0").replace("/", "~1"),
                kind,
                text(connector, name + ".title", locale)
                        .or(() -> property.displayText("title"))
                        .orElse(name),
                text(connector, name + ".help", locale).or(() -> property.displayText("description")),
                secret ? Optional.empty() : example(property),
                secret ? Optional.empty() : Optional.ofNullable(defaultValue),
                options(connector, kind, name, property, locale),
                defaultValue == null && schema.document().texts("required").contains(name),
                secret,
                schema.showWhen(name));
    }

    private static Kind kind(ConnectorDescriptor connector, String name, JsonObject property) {
        Kind natural = naturalKind(property);
        Optional<String> widget = property.object("x-form").flatMap(form -> form.displayText("widget"));
        if (widget.isEmpty()) {
            return natural;
        }
        return Kind.ofWidget(widget.get())
                .filter(kind ->
                        kind == natural || kind == Kind.JSON || (kind == Kind.MULTI_LINE && natural == Kind.TEXT))
                .orElseThrow(() -> ConnectorException.of(
                                ErrorCode.CONNECTOR_FAILURE,
                                "a widget of the connector's form is unknown or does not fit its field")
                        .with(Detail.CONNECTOR_ID, connector.id())
                        .with(Detail.PARAMETER, name)
                        .build());
    }

    private static Kind naturalKind(JsonObject property) {
        if (property.has("enum")) {
            return Kind.SELECT;
        }
        return switch (property.displayText("type").orElse("")) {
            case "string" -> Kind.TEXT;
            case "integer", "number" -> Kind.NUMBER;
            case "boolean" -> Kind.SWITCH;
            case "array" ->
                property.object("items").filter(items -> items.has("enum")).isPresent() ? Kind.MULTI_SELECT : Kind.JSON;
            default -> Kind.JSON;
        };
    }

    private static List<Option> options(
            ConnectorDescriptor connector, Kind kind, String name, JsonObject property, Locale locale) {
        Object values = switch (kind) {
            case SELECT -> property.toMap().get("enum");
            case MULTI_SELECT ->
                property.object("items").map(items -> items.toMap().get("enum")).orElse(null);
            default -> null;
        };
        return values instanceof List<?> list
                ? list.stream()
                        .filter(Objects::nonNull)
                        .map(value -> new Option(
                                value,
                                text(connector, name + ".option." + value, locale)
                                        .orElse(value.toString())))
                        .toList()
                : List.of();
    }

    private static Optional<String> example(JsonObject property) {
        return property.toMap().get("examples") instanceof List<?> examples
                ? examples.stream().filter(Objects::nonNull).findFirst().map(Object::toString)
                : Optional.empty();
    }

    private static Optional<String> text(ConnectorDescriptor connector, String key, Locale locale) {
        return connector.message(key).map((LocalizedText text) -> text.in(locale));
    }

    private record Ordered(long order, FormItem item) {}
}
