package org.socialconnectors.checks.interop;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.socialconnectors.checks.interop.Browser.Page;

/** Keycloak on a loopback port, its database in memory, with the realm that the resources describe. */
final class KeycloakProvider implements RunningProvider {
    private static final Path HOME = Path.of(System.getProperty("keycloak.home", "target/keycloak"));
    private static final Path REALM = Path.of("src", "test", "keycloak", "realm.json");
    private static final String PASSWORD = "open sesame";
    private static final String ADMINISTRATOR = "administrator";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ProviderProgram program;

    private KeycloakProvider(ProviderProgram program) {
        this.program = program;
    }

    /** Starts it, where the client {@code private-key-jwt} has these keys. */
    static KeycloakProvider start(JWKSet clientKeys) throws IOException, InterruptedException {
        String keys = JSONObjectUtils.toJSONString(Map.of("keys", clientKeys.toString(true)));
        String escaped = keys.substring("{\"keys\":\"".length(), keys.length() - "\"}".length());
        Path imports = Files.createDirectories(HOME.resolve("data").resolve("import"));
        Files.writeString(imports.resolve("realm.json"), Files.readString(REALM).replace("@CLIENT_KEYS@", escaped));
        return new KeycloakProvider(ProviderProgram.start(
                HOME,
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        ADMINISTRATOR,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        PASSWORD),
                "bash",
                "bin/kc.sh",
                "start-dev",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=0",
                "--import-realm"));
    }

    @Override
    public String issuer() {
        return program.address() + "/realms/interop";
    }

    @Override
    public String secret() {
        return "canary:secret+%/é";
    }

    @Override
    public String keysPath() {
        return "/certs";
    }

    @Override
    public Page signIn(Browser browser, Page first, String person) throws IOException, InterruptedException {
        Page page = enterPassword(browser, first, person);
        return asksForConsent(page) ? browser.submit(page, Map.of("accept", List.of("Yes"))) : page;
    }

    @Override
    public Page decline(Browser browser, Page first, String person) throws IOException, InterruptedException {
        return browser.submit(enterPassword(browser, first, person), Map.of("cancel", List.of("No")));
    }

    @Override
    public Page signOut(Browser browser, Page first) {
        return first;
    }

    @Override
    public void allowDevice(Browser browser, Page first, String person) throws IOException, InterruptedException {
        Page last = signIn(browser, first, person);
        if (!last.html().contains("Device Login Successful")) {
            throw new IllegalStateException("not allowed, but " + last.status() + ":\n" + last.html());
        }
    }

    @Override
    public void rotateKey() throws IOException, InterruptedException {
        HttpResponse<String> token = send(
                HttpRequest.newBuilder(URI.create(program.address() + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=password&client_id=admin-cli&username="
                                + ADMINISTRATOR + "&password=" + PASSWORD.replace(' ', '+'))));
        String key = JSONObjectUtils.toJSONString(Map.of(
                "name",
                "newer",
                "providerId",
                "rsa-generated",
                "providerType",
                "org.keycloak.keys.KeyProvider",
                "config",
                Map.of("priority", List.of("1000"), "algorithm", List.of("RS256"))));
        send(HttpRequest.newBuilder(URI.create(program.address() + "/admin/realms/interop/components"))
                .header("Authorization", "Bearer " + accessToken(token.body()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(key)));
    }

    @Override
    public void close() {
        program.close();
    }

    private static Page enterPassword(Browser browser, Page first, String person)
            throws IOException, InterruptedException {
        return first.html().contains("name=\"password\"")
                ? browser.submit(first, Map.of("username", List.of(person), "password", List.of(PASSWORD)))
                : first;
    }

    private static boolean asksForConsent(Page page) {
        return page.html().contains("name=\"accept\"");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("Keycloak's administration answered " + response.statusCode());
        }
        return response;
    }

    private static String accessToken(String answer) throws IOException {
        try {
            return JSONObjectUtils.getString(JSONObjectUtils.parse(answer), "access_token");
        } catch (ParseException malformed) {
            throw new IOException(malformed);
        }
    }
}
