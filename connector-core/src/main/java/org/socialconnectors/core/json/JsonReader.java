package org.socialconnectors.core.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON texts strictly (RFC 8259): one object and nothing after it, no member twice, at most 64 levels deep, at most
 * 1,048,576 characters. Numbers keep their exact value, and have an exponent of at most 1,000. Thread-safe.
 */
public final class JsonReader {
    private static final int DEPTH = 64;
    private static final int CHARACTERS = 1024 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxDocumentLength(CHARACTERS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonReader() {}

    /**
     * Reads a configuration.
     *
     * @param text a JSON object
     * @return the object
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the text is not such an object; the text is not quoted, but the
     *     details {@code line} and {@code column} say where it cannot be read on
     */
    public static JsonObject config(String text) {
        // Jackson checks the length of a document by the buffer, and this text is a single one.
        if (text.length() <= CHARACTERS) {
            try {
                @Nullable
                Map<String, Object> members =
                        MAPPER.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
                if (members != null && isManageable(members)) {
                    return JsonObject.config(members);
                }
            } catch (JacksonException malformed) {
                ConnectorException.Builder refusal = refusal();
                TokenStreamLocation place = malformed.getLocation();
                if (place != null && place.getLineNr() > 0) {
                    refusal.with(Detail.LINE, place.getLineNr()).with(Detail.COLUMN, place.getColumnNr());
                }
                throw refusal.causedBy(malformed).build();
            }
        }
        throw refusal().build();
    }

    private static boolean isManageable(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.values().stream().allMatch(JsonReader::isManageable);
        }
        if (value instanceof List<?> elements) {
            return elements.stream().allMatch(JsonReader::isManageable);
        }
        return !(value instanceof Number number) || JsonNumbers.isManageable(number);
    }

    private static ConnectorException.Builder refusal() {
        return ConnectorException.of(
                ErrorCode.INVALID_CONFIGURATION, "the configuration is not one well-formed JSON object");
    }
}
