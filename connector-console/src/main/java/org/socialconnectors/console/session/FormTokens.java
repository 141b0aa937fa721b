package org.socialconnectors.console.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.core.signin.BrowserKey;

/**
 * What a form has to carry to be one of our own: a random value per browser, kept here and never in a cookie, so that another site
 * can neither read nor guess nor plant it. Thread-safe.
 */
public final class FormTokens {
    /** How long a form can be left open. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private static final int CAPACITY = 100_000;

    private final Cache<BrowserKey, Secret> tokens;

    /**
     * No tokens yet.
     *
     * @param clock decides when a form is too old
     */
    public FormTokens(InstantSource clock) {
        this.tokens = Caffeine.newBuilder()
                .expireAfterAccess(LIFETIME)
                .maximumSize(CAPACITY)
                .ticker(new ClockTicker(clock))
                .executor(Runnable::run)
                .build();
    }

    /**
     * The token for a browser's forms.
     *
     * @param browser the browser
     * @return its token
     */
    public Secret of(BrowserKey browser) {
        return tokens.get(browser, key -> Secret.random());
    }

    /**
     * Whether a form is one of ours, for this browser.
     *
     * @param browser the browser
     * @param presented what the form carries, or null
     * @return true if so
     */
    public boolean accept(BrowserKey browser, @Nullable String presented) {
        Secret expected = tokens.getIfPresent(browser);
        return expected != null && presented != null && !presented.isEmpty() && expected.equals(Secret.of(presented));
    }

    /**
     * Forgets a browser's token.
     *
     * @param browser the browser
     */
    public void forget(BrowserKey browser) {
        tokens.invalidate(browser);
    }

    @Override
    public String toString() {
        return "FormTokens";
    }
}
