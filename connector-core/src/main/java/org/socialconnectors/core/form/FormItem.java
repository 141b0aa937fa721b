package org.socialconnectors.core.form;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.socialconnectors.core.configuration.ShowWhen;

/**
 * One field of a configuration form, with its texts in one language. Immutable and thread-safe.
 *
 * @param name the member of the configuration object
 * @param pointer the same as a JSON pointer (RFC 6901), to match violations with
 * @param kind what to edit it with
 * @param title what the field is called; the name if the connector has no title
 * @param help a sentence about it
 * @param placeholder an example of a value; never there for a secret
 * @param defaultValue what holds while nothing is entered: a plain JSON value; never there for a secret
 * @param options what can be chosen; empty unless the kind is {@link Kind#SELECT} or {@link Kind#MULTI_SELECT}
 * @param required whether a value must be entered while the field is visible; never for a field with a default
 * @param secret whether the value is write-only: never send it back to a browser
 * @param showWhen when the field is visible; always if empty
 */
public record FormItem(
        String name,
        String pointer,
        Kind kind,
        String title,
        Optional<String> help,
        Optional<String> placeholder,
        Optional<Object> defaultValue,
        List<Option> options,
        boolean required,
        boolean secret,
        Optional<ShowWhen> showWhen) {

    /** What a field is edited with, which also says the JSON type of its value. */
    public enum Kind {
        /** One line: a string. */
        TEXT,
        /** A number. */
        NUMBER,
        /** Several lines: a string. */
        MULTI_LINE,
        /** On or off: a boolean. */
        SWITCH,
        /** One of the options. */
        SELECT,
        /** Any number of the options: an array. */
        MULTI_SELECT,
        /** Any other JSON value, as text. */
        JSON;

        static Optional<Kind> ofWidget(String widget) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(widget))
                    .findFirst();
        }
    }

    /**
     * Something to choose.
     *
     * @param value the plain JSON value
     * @param label what to show; the value as text if the connector has no label
     */
    public record Option(Object value, String label) {}
}
