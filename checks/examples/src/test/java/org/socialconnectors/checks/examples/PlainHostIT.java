package org.socialconnectors.checks.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.SimulatedServer;

/** The plain host as a program of its own, whose class path has no connector, with the example connector's jars in a directory. */
@Timeout(60)
class PlainHostIT {
    private static final String ANNOUNCEMENT = "Sign in at ";

    @TempDir
    private Path directory;

    private final HttpClient browser = HttpClient.newHttpClient();
    private SimulatedServer acorn;
    private Process host;
    private URI origin;

    @BeforeEach
    void start() throws IOException {
        acorn = SimulatedServer.start(0, Acorn::at);
        Path connectors = Files.createDirectory(directory.resolve("connectors"));
        List<Path> jars = new ArrayList<>(Built.dependencies("example-connector"));
        jars.add(Built.jar("example-connector", "acorn-connector-1.0.0.jar"));
        for (Path jar : jars) {
            Files.copy(jar, connectors.resolve(jar.getFileName()));
        }
        Path configuration = Files.writeString(directory.resolve("acorn.json"), """
                {"clientId": "tree", "clientSecret": "canary", "server": "%s"}
                """.formatted(acorn.uri()));

        List<Path> classPath = new ArrayList<>(Built.dependencies("plain-host"));
        classPath.add(Built.jar("plain-host", "plain-host-1.0.0.jar"));
        host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        "example.host.PlainHost",
                        connectors.toString(),
                        "acorn",
                        configuration.toString(),
                        "0")
                .redirectErrorStream(true)
                .start();
        origin = announced(host.inputReader(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws InterruptedException {
        host.destroy();
        acorn.close();
        assertTrue(host.waitFor(20, TimeUnit.SECONDS));
    }

    @Test
    void a_person_signs_in_once() throws Exception {
        HttpResponse<String> start = get(origin, "");
        String cookie = start.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        URI toAcorn = URI.create(start.headers().firstValue("Location").orElseThrow());
        URI callback = acorn.provider().authorize(toAcorn, Acorn.HAZEL);

        assertEquals(
                "Nobody was signed in: SIGN_IN_NOT_PENDING", get(callback, "").body());
        assertEquals("Hello, Hazel Nutt.", get(callback, cookie).body());
        assertEquals(
                "Nobody was signed in: SIGN_IN_NOT_PENDING",
                get(callback, cookie).body());
        assertEquals(1, acorn.provider().count(Endpoint.TOKEN));
    }

    private HttpResponse<String> get(URI address, String cookie) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI announced(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(ANNOUNCEMENT)) {
                return URI.create(line.substring(ANNOUNCEMENT.length()));
            }
            said.append(line).append('\n');
        }
        throw new IOException("the host ended:\n" + said);
    }
}
