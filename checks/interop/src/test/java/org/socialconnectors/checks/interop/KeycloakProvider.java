package org.socialconnectors.checks.interop;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
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

    /** Starts it, where the clients live at this website, and the one that has keys has these. */
    static KeycloakProvider start(JWKSet clientKeys, Website website) throws IOException, InterruptedException {
        String realm = Files.readString(REALM)
                .replace("\"@CLIENT_KEYS@\"", jsonText(clientKeys.toString(true)))
                .replace("@REDIRECT_URI@", website.redirectUri().toString())
                .replace("@SECURE_REDIRECT_URI@", website.secureRedirectUri().toString())
                .replace("@GOODBYE@", website.goodbye().toString());
        Path imports = Files.createDirectories(HOME.resolve("data").resolve("import"));
        Files.writeString(imports.resolve("realm.json"), realm);
        return new KeycloakProvider(ProviderProgram.start(
                HOME,
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        // It lives for a minute or two: half the time to start, for code that is never the fastest.
                        "JAVA_OPTS_APPEND",
                        "-XX:TieredStopAtLevel=1",
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
    public String documentation() {
        return "keycloak.md";
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
    public Browser.Page signIn(Browser browser, Browser.Page first, String person)
            throws IOException, InterruptedException {
        Browser.Page page = first.html().contains("name=\"password\"")
                ? browser.submit(first, Map.of("username", List.of(person), "password", List.of(PASSWORD)))
                : first;
        return page.html().contains("name=\"accept\"") ? browser.submit(page, Map.of("accept", List.of("Yes"))) : page;
    }

    @Override
    public void signIn(Page page, String person) {
        enterPassword(page, person);
        Locator agree = page.locator("[name=accept]");
        // It remembers to what a person has agreed.
        page.waitForCondition(() -> !page.url().startsWith(issuer()) || agree.isVisible());
        if (page.url().startsWith(issuer())) {
            agree.click();
        }
    }

    @Override
    public void decline(Page page, String person) {
        enterPassword(page, person);
        page.locator("[name=cancel]").click();
    }

    @Override
    public void signOut(Page page) {
        // The ID token is answer enough.
    }

    @Override
    public void allowDevice(Page page, String person) {
        enterPassword(page, person);
        page.locator("[name=accept]").click();
        page.getByText("Device Login Successful").waitFor();
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

    private static void enterPassword(Page page, String person) {
        page.locator("[name=username]").fill(person);
        page.locator("[name=password]").fill(PASSWORD);
        page.locator("[name=login]").click();
    }

    private static String jsonText(String text) {
        String member = JSONObjectUtils.toJSONString(Map.of("", text));
        return member.substring("{\"\":".length(), member.length() - 1);
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
