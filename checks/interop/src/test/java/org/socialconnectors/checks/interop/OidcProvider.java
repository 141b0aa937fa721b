package org.socialconnectors.checks.interop;

import com.microsoft.playwright.Page;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.socialconnectors.core.signin.SignInRequest;

/** The npm package oidc-provider on Node.js, with its own pages, which accept every name and password. */
final class OidcProvider implements RunningProvider {
    private static final Path HOME = Path.of(System.getProperty("oidc-provider.home", "target/oidc-provider"));

    private final JWKSet clientKeys;
    private final Website website;
    private ProviderProgram program;

    private OidcProvider(JWKSet clientKeys, Website website) throws IOException, InterruptedException {
        this.clientKeys = clientKeys;
        this.website = website;
        this.program = startAt(0);
    }

    /** Starts it, where the clients live at this website, and the one that has keys has these. */
    static OidcProvider start(JWKSet clientKeys, Website website) throws IOException, InterruptedException {
        return new OidcProvider(clientKeys, website);
    }

    @Override
    public String issuer() {
        return program.address().toString();
    }

    @Override
    public String documentation() {
        return "oidc-provider.md";
    }

    @Override
    public String secret() {
        return "canary:secret+%/";
    }

    @Override
    public String keysPath() {
        return "/jwks";
    }

    @Override
    public SignInRequest.Builder refreshable(SignInRequest.Builder request) {
        return request.scopes("openid", "profile", "email", "offline_access").prompt("consent");
    }

    @Override
    public Browser.Page signIn(Browser browser, Browser.Page first, String person)
            throws IOException, InterruptedException {
        Browser.Page page = first;
        if (page.html().contains("name=\"login\"")) {
            page = browser.submit(page, Map.of("login", List.of(person), "password", List.of("any")));
        }
        return page.html().contains("value=\"consent\"") ? browser.submit(page, Map.of()) : page;
    }

    @Override
    public void signIn(Page page, String person) {
        page.locator("[name=login]").fill(person);
        page.locator("[name=password]").fill("any");
        page.locator("[type=submit]").click();
        page.locator("form:has([value=consent]) [type=submit]").click();
    }

    @Override
    public void decline(Page page, String person) {
        page.locator("a[href$='/abort']").click();
    }

    @Override
    public void signOut(Page page) {
        page.locator("[value=yes]").click();
    }

    @Override
    public void allowDevice(Page page, String person) {
        // The address has the code, so that the page where one would enter it submits itself.
        page.locator("[type=submit]:not([name=abort])").click();
        signIn(page, person);
        page.getByText("Sign-in Success").waitFor();
    }

    /** Starts it again at the same address: its keys are new each time. */
    @Override
    public void rotateKey() throws IOException, InterruptedException {
        int port = program.address().getPort();
        program.close();
        program = startAt(port);
    }

    @Override
    public void close() {
        program.close();
    }

    private ProviderProgram startAt(int port) throws IOException, InterruptedException {
        return ProviderProgram.start(
                HOME,
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "CLIENT_KEYS",
                        clientKeys.toString(true),
                        "REDIRECT_URI",
                        website.redirectUri().toString(),
                        "SECURE_REDIRECT_URI",
                        website.secureRedirectUri().toString(),
                        "GOODBYE",
                        website.goodbye().toString()),
                "node",
                "server.js");
    }
}
