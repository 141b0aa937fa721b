package org.socialconnectors.simulator;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport.Response;

/** The shapes of the simulated provider's answers. */
final class Answers {
    private Answers() {}

    static Response text(int status, String contentType, String body) {
        return new Response(status, Map.of("Content-Type", List.of(contentType)), Json.bytes(body));
    }

    static Response error(int status, String error, String description) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", error);
        members.put("error_description", description);
        return Json.response(status, members);
    }

    static Response with(Response response, String name, String value) {
        Map<String, List<String>> headers = new LinkedHashMap<>(response.headers());
        headers.put(name, List.of(value));
        return new Response(response.status(), headers, response.body());
    }

    static Response seeOther(URI location) {
        return new Response(
                303,
                Map.of(
                        "Location", List.of(location.toString()),
                        "Referrer-Policy", List.of("no-referrer"),
                        "Cache-Control", List.of("no-store")),
                new byte[0]);
    }

    static ConnectorException unreachable() {
        return ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "the server cannot be reached")
                .build();
    }

    /** What a client sees of an answer that got lost, whatever it was. */
    static ConnectorException lost(Response answer) {
        return ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "the connection ended without an answer")
                .build();
    }
}
