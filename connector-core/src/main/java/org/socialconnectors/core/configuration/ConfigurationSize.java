package org.socialconnectors.core.configuration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonNumbers;

/**
 * Measures one configuration before it is validated: some keywords take time quadratic in an array or a string, and some
 * calculations with some numbers do not end. For one thread.
 */
final class ConfigurationSize {
    private static final int CHARACTERS = 64 * 1024;
    private static final int ELEMENTS = 1000;
    private static final int DEPTH = 64;

    private final String connectorId;
    private int characters;

    private ConfigurationSize(String connectorId) {
        this.connectorId = connectorId;
    }

    /**
     * Measures.
     *
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is too large
     */
    static void check(String connectorId, JsonObject config) {
        new ConfigurationSize(connectorId).measure(config.toMap(), 1);
    }

    private void measure(@Nullable Object value, int depth) {
        if (depth > DEPTH) {
            throw tooLarge(DEPTH + " levels");
        }
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> {
                add(((String) name).length());
                measure(member, depth + 1);
            });
        } else if (value instanceof List<?> elements) {
            if (elements.size() > ELEMENTS) {
                throw tooLarge(ELEMENTS + " elements of an array");
            }
            elements.forEach(element -> measure(element, depth + 1));
        } else if (value instanceof Number number && !JsonNumbers.isManageable(number)) {
            throw tooLarge(JsonNumbers.LIMIT + " digits of a number");
        }
        add(
                value instanceof String || value instanceof Number
                        ? value.toString().length()
                        : 1);
    }

    private void add(int more) {
        characters += more;
        if (characters > CHARACTERS) {
            throw tooLarge(CHARACTERS + " characters");
        }
    }

    private ConnectorException tooLarge(String limit) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "the configuration is too large")
                .with(Detail.CONNECTOR_ID, connectorId)
                .with(Detail.LIMIT, limit)
                .build();
    }
}
