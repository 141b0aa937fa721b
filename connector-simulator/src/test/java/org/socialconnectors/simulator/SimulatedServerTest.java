package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.json.JsonObject;

class SimulatedServerTest {
    private static final Pattern TICKET = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"");

    private final HttpClient browser = HttpClient.newHttpClient();
    private final SimulatedClient client = Sample.CONFIDENTIAL.named("<script>alert('app')</script>");
    private SimulatedServer server;

    @BeforeEach
    void start() throws IOException {
        server = SimulatedServer.start(
                0,
                issuer -> SimulatedProvider.huggingFace(issuer).client(client).build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_user_approves_and_the_application_learns_who_it_is() throws Exception {
        HttpResponse<String> page = get(authorizationUri());
        HttpResponse<String> answer =
                post(Map.of("ticket", ticket(page), "persona", "daichi", "decision", "authorize"));
        URI callback = URI.create(answer.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> tokens = browser.send(
                HttpRequest.newBuilder(server.provider().address(Endpoint.TOKEN).orElseThrow())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", Sample.basic(client.clientId(), Sample.SECRET))
                        .POST(BodyPublishers.ofString(Sample.encode(
                                Sample.exchange(Sample.query(callback).get("code")))))
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> userinfo = browser.send(
                HttpRequest.newBuilder(
                                server.provider().address(Endpoint.USERINFO).orElseThrow())
                        .header("Authorization", "Bearer " + json(tokens).text("access_token"))
                        .build(),
                BodyHandlers.ofString());

        assertEquals(303, answer.statusCode());
        assertTrue(callback.toString().startsWith(Sample.CALLBACK + "?code="));
        assertEquals("the state", Sample.query(callback).get("state"));
        assertEquals("daichi", json(userinfo).text("preferred_username"));
        assertEquals(200, get(json(userinfo).uri("picture")).statusCode());
        assertEquals(200, get(json(userinfo).uri("profile")).statusCode());
        assertEquals(1, server.provider().count(Endpoint.TOKEN));
        assertEquals(1, server.provider().count(Endpoint.AUTHORIZATION));
    }

    @Test
    void a_user_denies() throws Exception {
        HttpResponse<String> answer =
                post(Map.of("ticket", ticket(get(authorizationUri())), "persona", "ada", "decision", "deny"));

        URI callback = URI.create(answer.headers().firstValue("Location").orElseThrow());
        assertEquals("access_denied", Sample.query(callback).get("error"));
    }

    @Test
    void the_consent_page_shows_who_asks_for_what_and_who_can_answer() throws Exception {
        String html = get(authorizationUri()).body();

        assertTrue(html.contains("this is not huggingface.co"));
        assertTrue(html.contains("&lt;script&gt;alert(&#39;app&#39;)&lt;/script&gt;"));
        assertFalse(html.contains("<script"));
        assertTrue(html.contains("See your name, username, picture and organizations"));
        server.provider().personas().forEach(persona -> {
            assertTrue(html.contains("value=\"" + persona.username() + "\""));
            assertTrue(html.contains(persona.name()));
        });
        assertTrue(html.contains("E-mail not verified"));
    }

    @Test
    void the_pages_need_no_script_and_are_kept_nowhere() throws Exception {
        HttpResponse<String> page = get(authorizationUri());

        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; style-src 'self'; img-src 'self'"));
        assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElseThrow());
        assertEquals("no-store", page.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(200, get(server.uri().resolve(Pages.STYLE_PATH)).statusCode());
    }

    @Test
    void a_refused_request_is_explained_and_leads_nowhere() throws Exception {
        Map<String, String> request = Sample.authorization(client, "openid");
        request.put("redirect_uri", "https://evil.example/\"><script>");

        HttpResponse<String> page = get(Sample.authorizationUri(server.provider(), request));

        assertEquals(400, page.statusCode());
        assertTrue(page.body().contains("https://evil.example/&quot;&gt;&lt;script&gt;"));
        assertFalse(page.body().contains("<script"));
        assertTrue(page.body().contains("Register the application’s redirect URI"));
        assertTrue(page.headers().firstValue("Location").isEmpty());
    }

    @Test
    void a_ticket_serves_once_and_cannot_be_made_up() throws Exception {
        Map<String, String> form =
                Map.of("ticket", ticket(get(authorizationUri())), "persona", "ada", "decision", "authorize");

        assertEquals(303, post(form).statusCode());
        assertEquals(400, post(form).statusCode());
        assertEquals(
                400,
                post(Map.of("ticket", "made-up", "persona", "ada", "decision", "authorize"))
                        .statusCode());
    }

    @Test
    void an_answer_sent_by_another_site_is_refused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        server.provider().address(Endpoint.AUTHORIZATION).orElseThrow())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString(Sample.encode(
                        Map.of("ticket", ticket(get(authorizationUri())), "persona", "ada", "decision", "authorize"))))
                .build();

        assertEquals(400, browser.send(request, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void a_connection_is_closed_without_an_answer_where_a_fault_demands_it() {
        // Not once only: this client asks again.
        server.provider().always(Endpoint.JWKS, ProviderFault.lostAnswer());

        assertThrows(
                IOException.class,
                () -> get(server.provider().address(Endpoint.JWKS).orElseThrow()));
    }

    @Test
    void only_names_of_this_machine_are_answered_for() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.getOutputStream()
                    .write("GET /oauth/jwks HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 421"));
        }
    }

    @Test
    void localhost_leads_to_it_in_either_family() throws Exception {
        int port = server.uri().getPort();

        assertEquals(200, get(URI.create("http://127.0.0.1:" + port + "/")).statusCode());
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "no IPv6 on this machine");
        assertEquals(200, get(URI.create("http://[::1]:" + port + "/")).statusCode());
    }

    @Test
    void a_large_body_is_refused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        server.provider().address(Endpoint.TOKEN).orElseThrow())
                .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                .build();

        assertEquals(413, browser.send(request, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void a_port_that_is_taken_is_said_to_be() {
        assertThrows(
                BindException.class,
                () -> SimulatedServer.start(
                        server.uri().getPort(),
                        issuer -> SimulatedProvider.huggingFace(issuer).build()));
    }

    @Test
    void the_request_line_is_in_no_log() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage()
                        + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        Logger jdkServer = Logger.getLogger("com.sun.net.httpserver");
        jdkServer.setLevel(Level.ALL);
        jdkServer.addHandler(handler);
        try {
            get(authorizationUri());
        } finally {
            jdkServer.removeHandler(handler);
            jdkServer.setLevel(null);
        }

        assertEquals(List.of(), lines);
    }

    private URI authorizationUri() {
        return Sample.authorizationUri(server.provider(), Sample.authorization(client, "openid profile email"));
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(Map<String, String> form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(server.provider()
                                .address(Endpoint.AUTHORIZATION)
                                .orElseThrow())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Sample.encode(form)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String ticket(HttpResponse<String> page) {
        Matcher matcher = TICKET.matcher(page.body());
        assertTrue(matcher.find());
        return matcher.group(1);
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonObject.response(Json.read(response.body().getBytes(StandardCharsets.UTF_8)));
    }
}
