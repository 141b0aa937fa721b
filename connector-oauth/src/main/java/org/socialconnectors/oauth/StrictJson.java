package org.socialconnectors.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.json.JsonObject;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON as a security protocol must (RFC 8259): UTF-8 only, no duplicate names, nothing after the value, at most 64
 * levels. What it cannot read is simply not JSON; why is nobody's business, for the reason would quote the text.
 */
final class StrictJson {
    private static final int DEPTH = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /** A JSON object, or nothing if the text is not one. */
    static Optional<JsonObject> object(byte[] text) {
        return read(text) instanceof Map<?, ?> map ? Optional.of(object(map)) : Optional.empty();
    }

    /** A JSON array of objects, or nothing if the text is not one. */
    static Optional<List<JsonObject>> objects(byte[] text) {
        if (!(read(text) instanceof List<?> list)) {
            return Optional.empty();
        }
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                return Optional.empty();
            }
            objects.add(object(map));
        }
        return Optional.of(List.copyOf(objects));
    }

    @SuppressWarnings("unchecked") // Jackson reads the names of an object as strings
    private static JsonObject object(Map<?, ?> map) {
        return JsonObject.response((Map<String, ?>) map);
    }

    private static @Nullable Object read(byte[] text) {
        try {
            // Decoded here, because Jackson would guess UTF-16 and UTF-32 too.
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            return MAPPER.readValue(decoded, Object.class);
        } catch (CharacterCodingException | JacksonException | NumberFormatException notJson) {
            // The last: for a text that is only a number, with an exponent beyond what BigDecimal has.
            return null;
        }
    }
}
