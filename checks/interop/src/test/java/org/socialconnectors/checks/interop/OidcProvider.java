package org.socialconnectors.checks.interop;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.socialconnectors.checks.interop.Browser.Page;
import org.socialconnectors.core.signin.SignInRequest;

/** The npm package oidc-provider on Node.js, with its own pages, which accept every name and password. */
final class OidcProvider implements RunningProvider {
    private static final Path HOME = Path.of(System.getProperty("oidc-provider.home", "target/oidc-provider"));
    private static final Pattern CANCEL = Pattern.compile("href=\"([^\"]+/abort)\"");

    private final JWKSet clientKeys;
    private ProviderProgram program;

    private OidcProvider(JWKSet clientKeys, ProviderProgram program) {
        this.clientKeys = clientKeys;
        this.program = program;
    }

    /** Starts it, where the client {@code private-key-jwt} has these keys. */
    static OidcProvider start(JWKSet clientKeys) throws IOException, InterruptedException {
        return new OidcProvider(clientKeys, start(clientKeys, 0));
    }

    @Override
    public String issuer() {
        return program.address().toString();
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
    public Page signIn(Browser browser, Page first, String person) throws IOException, InterruptedException {
        Page page = first;
        if (page.html().contains("name=\"login\"")) {
            page = browser.submit(page, Map.of("login", List.of(person), "password", List.of("any")));
        }
        return page.html().contains("value=\"consent\"") ? browser.submit(page, Map.of()) : page;
    }

    @Override
    public Page decline(Browser browser, Page first, String person) throws IOException, InterruptedException {
        Matcher cancel = CANCEL.matcher(first.html());
        if (!cancel.find()) {
            throw new IllegalStateException("nothing to cancel, but " + first.status() + ":\n" + first.html());
        }
        return browser.open(first.address().resolve(cancel.group(1)));
    }

    @Override
    public Page signOut(Browser browser, Page first) throws IOException, InterruptedException {
        return browser.submit(first, Map.of("logout", List.of("yes")));
    }

    @Override
    public void allowDevice(Browser browser, Page first, String person) throws IOException, InterruptedException {
        Page confirmation = browser.submit(first, Map.of());
        Page last = signIn(browser, browser.submit(confirmation, Map.of()), person);
        if (!last.html().contains("Sign-in Success")) {
            throw new IllegalStateException("not allowed, but " + last.status() + ":\n" + last.html());
        }
    }

    /** Starts it again at the same address: its keys are new each time. */
    @Override
    public void rotateKey() throws IOException, InterruptedException {
        int port = program.address().getPort();
        program.close();
        program = start(clientKeys, port);
    }

    @Override
    public void close() {
        program.close();
    }

    private static ProviderProgram start(JWKSet clientKeys, int port) throws IOException, InterruptedException {
        return ProviderProgram.start(
                HOME,
                Map.of("PORT", Integer.toString(port), "CLIENT_KEYS", clientKeys.toString(true)),
                "node",
                "server.js");
    }
}
