package org.socialconnectors.console;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.socialconnectors.console.server.RunningConsole;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;

/** What a browser does, without one: keeps cookies, follows no redirect by itself, remembers every page. */
final class TestBrowser {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private final URI origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<HttpResponse<String>> seen = new ArrayList<>();

    TestBrowser(RunningConsole console) {
        this.origin = console.uri();
    }

    HttpResponse<String> get(String path) {
        return get(URI.create(origin + path));
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> method(String method, String path) {
        return send(
                HttpRequest.newBuilder(URI.create(origin + path)).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** The token in the form of the start page. */
    String formToken() {
        Matcher matcher = FORM_TOKEN.matcher(get("/").body());
        if (!matcher.find()) {
            throw new AssertionError("the start page has no form");
        }
        return matcher.group(1);
    }

    /** Presses the button, and tells where the provider is. */
    URI begin() {
        HttpResponse<String> response = post("/sign-in/huggingface", Map.of("form", formToken()));
        return location(response);
    }

    /** Goes all the way, and answers with the callback's answer. */
    HttpResponse<String> signIn(SimulatedProvider provider, Persona persona) {
        return get(provider.authorize(begin(), persona));
    }

    /** All pages so far. */
    List<HttpResponse<String>> seen() {
        return List.copyOf(seen);
    }

    /** The cookies there are. */
    Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    static URI location(HttpResponse<String> response) {
        return URI.create(response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("no redirect but " + response.statusCode() + response.body())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            seen.add(response);
            return response;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private void keep(String header) {
        String[] pair = header.split(";", 2)[0].split("=", 2);
        if (header.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }
}
