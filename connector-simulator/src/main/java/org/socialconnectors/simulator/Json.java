package org.socialconnectors.simulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.http.HttpTransport.Response;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the simulated provider writes it. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static String write(@Nullable Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static Map<String, @Nullable Object> read(byte[] json) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        Map<?, ?> object = MAPPER.readValue(json, Map.class);
        object.forEach((name, value) -> members.put((String) name, value));
        return members;
    }

    static Response response(int status, @Nullable Object value) {
        return Answers.text(status, "application/json; charset=utf-8", write(value));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
