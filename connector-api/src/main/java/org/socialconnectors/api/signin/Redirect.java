package org.socialconnectors.api.signin;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/**
 * Where to send the browser, and what to remember until it comes back. Immutable and thread-safe; its text shows no query.
 */
public final class Redirect {
    private final URI uri;
    private final @Nullable IssuerRule issuerRule;
    private final Map<String, Secret> carry;

    private Redirect(URI uri, @Nullable IssuerRule issuerRule, Map<String, Secret> carry) {
        this.uri = uri;
        this.issuerRule = issuerRule;
        this.carry = carry;
    }

    /**
     * A redirect with nothing to remember.
     *
     * @param uri where to send the browser
     * @return the redirect
     */
    public static Redirect to(URI uri) {
        return new Redirect(uri, null, Map.of());
    }

    /**
     * The same redirect, pinning the issuer of the callback.
     *
     * @param rule what the callback must say
     * @return another redirect
     */
    public Redirect expecting(IssuerRule rule) {
        return new Redirect(uri, rule, carry);
    }

    /**
     * The same redirect, remembering one more value: the connector finds it in
     * {@link SignInAttempt#carry()} when the browser is back; the browser never sees it.
     *
     * @param name what the connector calls it
     * @param value the value
     * @return another redirect
     */
    public Redirect remembering(String name, Secret value) {
        Map<String, Secret> more = new LinkedHashMap<>(carry);
        more.put(name, value);
        return new Redirect(uri, issuerRule, Collections.unmodifiableMap(more));
    }

    /**
     * Where to send the browser.
     *
     * @return an absolute URI
     */
    public URI uri() {
        return uri;
    }

    /**
     * What the callback must say about its issuer.
     *
     * @return the rule, if the connector knows its issuer
     */
    public Optional<IssuerRule> issuerRule() {
        return Optional.ofNullable(issuerRule);
    }

    /**
     * What to remember.
     *
     * @return an unmodifiable map
     */
    public Map<String, Secret> carry() {
        return carry;
    }

    /** Scheme and host only: the query carries the state. */
    @Override
    public String toString() {
        return "Redirect to " + uri.getScheme() + "://" + uri.getHost();
    }
}
