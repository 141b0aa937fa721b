package org.socialconnectors.core.signin;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/**
 * What ties a sign-in to one browser: a secret of 256 bits that the host keeps in a cookie of its own, and that no page and no
 * provider ever sees. A callback that arrives without it, or with another, belongs to nobody. One key serves all tabs of a browser.
 *
 * <p>The cookie is {@code HttpOnly} and {@code SameSite=Lax}, and over https {@code Secure} with the prefix {@code __Host-}. Let it
 * live at least as long as pending sign-ins do, and replace it at sign-out.
 *
 * <p>A connection whose callback arrives as a form ({@link
 * org.socialconnectors.api.SocialConnector#callbackArrival()}) needs a key and a cookie of its own, with {@code SameSite=None}: a
 * browser sends no other with a cross-site POST.
 *
 * <p>Immutable and thread-safe; its text shows nothing.
 */
public final class BrowserKey {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Secret secret;

    private BrowserKey(Secret secret) {
        this.secret = secret;
    }

    /**
     * A key for a browser that has none.
     *
     * @return a new key, to be set as a cookie
     */
    public static BrowserKey random() {
        return new BrowserKey(Secret.random());
    }

    /**
     * The key that a browser sent.
     *
     * @param cookie the cookie's value, or null if there is none
     * @return the key; for an absent or malformed cookie a new one, which no pending sign-in has
     */
    public static BrowserKey ofCookie(@Nullable String cookie) {
        return cookie != null && FORM.matcher(cookie).matches() ? new BrowserKey(Secret.of(cookie)) : random();
    }

    /**
     * The key itself, for the cookie and for stores.
     *
     * @return 43 characters of the base64url alphabet
     */
    public Secret secret() {
        return secret;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BrowserKey that && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    @Override
    public String toString() {
        return "BrowserKey";
    }
}
