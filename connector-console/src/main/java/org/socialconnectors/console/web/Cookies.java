package org.socialconnectors.console.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.core.signin.BrowserKey;

/**
 * The two cookies: which browser this is, and which session. Neither can be read by a script or travels with another site's posts;
 * over https no other host can set them.
 */
final class Cookies {
    private static final Duration BROWSER_LIFETIME = Duration.ofHours(1);
    private static final int UNTIL_THE_BROWSER_CLOSES = -1;

    private final boolean secure;
    private final String browser;
    private final String session;

    Cookies(boolean secure) {
        String prefix = secure ? "__Host-" : "";
        this.secure = secure;
        this.browser = prefix + "social-connectors-browser";
        this.session = prefix + "social-connectors-session";
    }

    BrowserKey browser(Context request) {
        return BrowserKey.ofCookie(request.cookie(browser));
    }

    void keep(Context response, BrowserKey key) {
        set(response, browser, key.secret(), (int) BROWSER_LIFETIME.toSeconds());
    }

    @Nullable
    String session(Context request) {
        return request.cookie(session);
    }

    void begin(Context response, Secret sessionId) {
        set(response, session, sessionId, UNTIL_THE_BROWSER_CLOSES);
    }

    void end(Context response) {
        response.cookie(new Cookie(session, "", "/", 0, secure, true, null, SameSite.LAX));
    }

    private void set(Context response, String name, Secret value, int seconds) {
        response.cookie(new Cookie(name, value.reveal(), "/", seconds, secure, true, null, SameSite.LAX));
    }
}
