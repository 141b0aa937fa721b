package org.socialconnectors.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.console.server.RunningConsole;
import org.socialconnectors.console.setup.Setup;
import org.socialconnectors.console.setup.SetupRefusedException;

class StartTest {
    private static final Map<String, String> ANY_PORT = Map.of("PORT", "0", "SIMULATOR_PORT", "0");
    private static final Map<String, String> REAL =
            Map.of("PORT", "0", "OAUTH_CLIENT_ID", "id-canary", "OAUTH_CLIENT_SECRET", "secret-canary");

    @Test
    void it_says_which_provider_it_uses_and_what_to_register() {
        try (RunningConsole console = Console.start(ANY_PORT, InstantSource.system())) {
            assertEquals(
                    List.of(
                            "Social Connectors console",
                            "  Mode:         simulated provider (set OAUTH_CLIENT_ID to use the real one)",
                            "  Issuer:       "
                                    + console.simulator().orElseThrow().uri(),
                            "  Redirect URI: " + console.uri() + "/callback/huggingface",
                            "  Open:         " + console.uri() + "/"),
                    console.announcement());
            assertEquals("127.0.0.1", console.uri().getHost());
        }
    }

    @Test
    void a_client_id_means_the_real_provider_and_no_simulated_one_runs() {
        try (RunningConsole console = Console.start(REAL, InstantSource.system())) {
            assertTrue(console.simulator().isEmpty());
            assertEquals(
                    List.of(
                            "Social Connectors console",
                            "  Mode:         real provider",
                            "  Issuer:       https://huggingface.co",
                            "  Redirect URI: " + console.uri() + "/callback/huggingface",
                            "  Open:         " + console.uri() + "/"),
                    console.announcement());
            TestBrowser browser = new TestBrowser(console);
            assertTrue(browser.get("/").body().contains("Check the address there"));
            assertEquals("huggingface.co", browser.begin().getHost());
            assertTrue(browser.begin().getQuery().contains("scope=profile&"));
            browser.seen().forEach(page -> assertFalse(page.body().contains("secret-canary")));
        }
    }

    @Test
    void scopes_and_a_private_hub_come_from_the_environment() {
        Map<String, String> environment = new HashMap<>(REAL);
        environment.put("OAUTH_SCOPES", "openid email");
        environment.put("OPENID_PROVIDER_URL", "https://hub.example/");
        try (RunningConsole console = Console.start(environment, InstantSource.system())) {
            assertEquals(
                    "  Issuer:       https://hub.example",
                    console.announcement().get(2));
            String authorization = new TestBrowser(console).begin().toString();
            assertTrue(authorization.startsWith("https://hub.example/oauth/authorize?"), "at the hub");
            assertTrue(authorization.contains("scope=openid"), "with the scopes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTH_CLIENT_SECRET", "OAUTH_SCOPES", "OPENID_PROVIDER_URL", "SPACE_HOST"})
    void part_of_the_real_provider_s_environment_never_falls_back_to_the_simulated_one(String variable) {
        Map<String, String> environment = new HashMap<>(ANY_PORT);
        environment.put(variable, "canary.example");
        List<String> lines = refusal(environment);
        assertEquals(variable + " is set, but OAUTH_CLIENT_ID is not.", lines.get(0));
        assertTrue(lines.get(1).contains("Set OAUTH_CLIENT_ID"));
        assertFalse(lines.toString().contains("canary"));
    }

    @Test
    void an_invalid_configuration_is_refused_violation_by_violation() {
        assertEquals(
                List.of(
                        "The provider’s configuration is not valid:",
                        "  OAUTH_CLIENT_ID – Client ID: the value does not have the expected form.",
                        "  OAUTH_SCOPES – Scopes: the value does not have the expected form.",
                        "  OPENID_PROVIDER_URL – Hub URL: the value does not have the expected form."),
                refusal(Map.of(
                        "PORT", "0",
                        "OAUTH_CLIENT_ID", "with a space",
                        "OAUTH_SCOPES", "two  spaces",
                        "OPENID_PROVIDER_URL", "ftp://hub.example")));
    }

    @ParameterizedTest
    @CsvSource({"PORT, 65536", "PORT, -1", "PORT, http", "SIMULATOR_PORT, 99999"})
    void a_port_has_to_be_one(String variable, String value) {
        Map<String, String> environment = new HashMap<>(ANY_PORT);
        environment.put(variable, value);
        assertEquals(
                List.of(variable + " is not a port: it has to be a number from 0 to 65535."), refusal(environment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "SIMULATOR_PORT"})
    void a_port_that_is_taken_is_said_in_one_line(String variable) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Map<String, String> environment = new HashMap<>(ANY_PORT);
            environment.put(variable, String.valueOf(taken.getLocalPort()));
            List<String> lines = refusal(environment);
            assertEquals(1, lines.size());
            assertTrue(lines.get(0).contains(String.valueOf(taken.getLocalPort())), lines.toString());
            assertTrue(lines.get(0).contains("set " + variable), lines.toString());
        }
    }

    @Test
    void a_refusal_ends_the_process_with_status_1_and_only_its_lines() throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.socialconnectors.console.Console");
        command.environment().put("OAUTH_CLIENT_SECRET", "secret-canary");
        command.environment().remove("OAUTH_CLIENT_ID");
        command.environment().remove("JAVA_TOOL_OPTIONS");
        command.redirectErrorStream(true);
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor());
        assertEquals(2, output.lines().count(), output);
        assertTrue(output.startsWith("OAUTH_CLIENT_SECRET is set, but OAUTH_CLIENT_ID is not."), output);
        assertFalse(output.contains("secret-canary"));
    }

    @Test
    void a_space_is_reached_by_https_under_its_host_and_listens_on_all_addresses() {
        Setup setup = Setup.of(Map.of("OAUTH_CLIENT_ID", "id", "SPACE_HOST", "owner-name.hf.space"));
        assertEquals("0.0.0.0", setup.host());
        assertEquals(7860, setup.port());
        assertEquals(
                "https://owner-name.hf.space",
                setup.publicOrigin().orElseThrow().toString());
        assertEquals(8080, Setup.of(Map.of()).port());
        assertEquals("127.0.0.1", Setup.of(Map.of("OAUTH_CLIENT_ID", "id")).host());
        assertEquals(
                List.of("SPACE_HOST is not a host name."),
                refusal(Map.of("OAUTH_CLIENT_ID", "id", "SPACE_HOST", "a/b")));
    }

    @Test
    void in_a_space_cookies_need_https_and_a_frame_leads_to_a_tab_of_its_own() throws IOException {
        Map<String, String> environment = new HashMap<>(REAL);
        environment.put("SPACE_HOST", "owner-name.hf.space");
        try (RunningConsole console = Console.start(environment, InstantSource.system())) {
            assertEquals(
                    "  Redirect URI: https://owner-name.hf.space/callback/huggingface",
                    console.announcement().get(3));
            String page = get(console.port(), "owner-name.hf.space", "Sec-Fetch-Dest: document");
            assertTrue(page.contains("Set-Cookie: __Host-social-connectors-browser="), page);
            assertTrue(page.contains("; Secure"), page);
            assertTrue(page.contains("Strict-Transport-Security: max-age="), page);
            assertTrue(page.contains("frame-ancestors https://huggingface.co"), page);
            assertTrue(page.contains("<form method=\"post\" action=\"/sign-in/huggingface\">"), page);

            String framed = get(console.port(), "owner-name.hf.space", "Sec-Fetch-Dest: iframe");
            assertFalse(framed.contains("<form"), framed);
            assertTrue(
                    framed.contains("href=\"https://owner-name.hf.space/\" target=\"_blank\" rel=\"noopener\""),
                    framed);

            String probe = get(console.port(), "10.0.0.7:7860", "X: y");
            assertTrue(probe.startsWith("HTTP/1.1 307"), probe);
            assertTrue(probe.contains("Location: https://owner-name.hf.space/"), probe);
        }
    }

    private static List<String> refusal(Map<String, String> environment) {
        return assertThrows(SetupRefusedException.class, () -> {
                    try (RunningConsole console = Console.start(environment, InstantSource.system())) {
                        System.out.println("should not run: " + console);
                    }
                })
                .lines();
    }

    private static String get(int port, String host, String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
