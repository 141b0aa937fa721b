package org.socialconnectors.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;

class HttpTransportTest {
    private static final String CANARY = "canary-90c2aa";
    private static final URI ENDPOINT = URI.create("https://provider.example/token");

    @Test
    void a_get_has_no_body_and_limits_that_nobody_had_to_think_of() {
        Request request = Request.get(ENDPOINT);

        assertEquals("GET", request.method());
        assertEquals(ENDPOINT, request.uri());
        assertEquals(Map.of(), request.headers());
        assertEquals(0, request.body().length);
        assertEquals(Duration.ofSeconds(5), request.timeout());
        assertEquals(1024 * 1024, request.maxBodyBytes());
    }

    @Test
    void a_form_is_encoded_in_its_order() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", "a b&c=d%é+");

        Request request = Request.postForm(ENDPOINT, form);

        assertEquals("POST", request.method());
        assertEquals("grant_type=authorization_code&code=a+b%26c%3Dd%25%C3%A9%2B", new String(request.body(), UTF_8));
        assertEquals("application/x-www-form-urlencoded", request.headers().get("content-type"));
        assertEquals(Duration.ofSeconds(5), request.timeout());
        assertEquals(1024 * 1024, request.maxBodyBytes());
    }

    @Test
    void changing_a_request_makes_another_and_keeps_the_rest() {
        Request first = Request.postForm(ENDPOINT, Map.of("a", "b"));
        Request second = first.header("Accept", "application/json")
                .timeout(Duration.ofSeconds(10))
                .maxBodyBytes(256);

        assertEquals(1, first.headers().size());
        assertEquals(Duration.ofSeconds(5), first.timeout());
        assertEquals(1024 * 1024, first.maxBodyBytes());
        assertEquals("POST", second.method());
        assertEquals(ENDPOINT, second.uri());
        assertEquals("a=b", new String(second.body(), UTF_8));
        assertEquals("application/json", second.headers().get("accept"));
        assertEquals(2, second.headers().size());
        assertEquals(Duration.ofSeconds(10), second.timeout());
        assertEquals(256, second.maxBodyBytes());
    }

    @Test
    void a_header_replaces_one_of_the_same_name_in_any_case() {
        Map<String, String> headers = Request.get(ENDPOINT)
                .header("Accept", "text/html")
                .header("ACCEPT", "application/json")
                .headers();

        assertEquals(1, headers.size());
        assertEquals("application/json", headers.get("accept"));
        assertThrows(UnsupportedOperationException.class, headers::clear);
    }

    @Test
    void a_header_takes_all_of_printable_ascii() {
        Map<String, String> headers =
                Request.get(ENDPOINT).header("X-a~b", " a, \"b\" ~").headers();

        assertEquals(" a, \"b\" ~", headers.get("X-a~b"));
    }

    // U+010D and U+010A end in the bytes of CR and LF, which is all that a careless client sends of them.
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: b", "a\nX: b", "a\u0000", "a\u007f", "a\u0085X: b", "a\u010d\u010aX: b"})
    void neither_name_nor_value_of_a_header_can_end_its_line(String bad) {
        Request request = Request.get(ENDPOINT);

        IllegalArgumentException value =
                assertThrows(IllegalArgumentException.class, () -> request.header("Authorization", CANARY + bad));
        assertThrows(IllegalArgumentException.class, () -> request.header(bad, "value"));
        assertFalse(value.toString().contains(CANARY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "é"})
    void the_name_of_a_header_is_a_token(String name) {
        assertThrows(IllegalArgumentException.class, () -> Request.get(ENDPOINT).header(name, "value"));
    }

    @Test
    void a_request_always_has_limits() {
        Request request = Request.get(ENDPOINT);

        assertThrows(IllegalArgumentException.class, () -> request.timeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> request.timeout(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> request.maxBodyBytes(-1));
        assertEquals(0, request.maxBodyBytes(0).maxBodyBytes());
    }

    @Test
    void a_body_cannot_be_changed_from_outside() {
        Request request = Request.postForm(ENDPOINT, Map.of("a", "b"));
        request.body()[0] = 'x';
        byte[] answer = {1, 2};
        Response response = new Response(200, Map.of(), answer);
        answer[0] = 9;
        response.body()[1] = 9;

        assertEquals("a=b", new String(request.body(), UTF_8));
        assertArrayEquals(new byte[] {1, 2}, response.body());
    }

    @Test
    void the_headers_of_an_answer_are_found_in_any_case_and_merged() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Set-Cookie", new ArrayList<>(List.of("a=1")));
        headers.put("set-cookie", List.of("b=2"));
        headers.put("I-Empty", List.of());
        Response response = new Response(302, headers, new byte[0]);
        headers.get("Set-Cookie").add("c=3");

        assertEquals(302, response.status());
        assertEquals(Optional.of("a=1"), response.header("SET-COOKIE"));
        assertEquals(List.of("a=1", "b=2"), response.headers().get("Set-Cookie"));
        assertEquals(Optional.empty(), response.header("i-empty"));
        assertEquals(Optional.empty(), response.header("Location"));
        assertThrows(
                UnsupportedOperationException.class, () -> response.headers().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> response.headers().get("Set-Cookie").clear());
    }

    @Test
    void T45_the_text_of_a_request_and_of_an_answer_shows_no_canary() {
        Request request = Request.postForm(
                        URI.create("https://" + CANARY + "@provider.example/" + CANARY + "?" + CANARY + "#" + CANARY),
                        Map.of(CANARY, CANARY))
                .header(CANARY, CANARY);
        Response response = new Response(200, Map.of(CANARY, List.of(CANARY)), CANARY.getBytes(UTF_8));

        assertEquals("POST https://provider.example", request.toString());
        assertEquals("HTTP 200", response.toString());
    }
}
