package org.socialconnectors.console.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/**
 * Who is signed in, by session ID: 256 random bits, new at every sign-in, so that nobody can plant one. A session ends after an
 * hour; beyond 10,000 the least used ones end early. Thread-safe.
 */
public final class Sessions {
    /** How long a session lasts. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private static final int CAPACITY = 10_000;

    private final Cache<Secret, SignedIn> sessions;

    /**
     * No sessions yet.
     *
     * @param clock decides when a session is over
     */
    public Sessions(InstantSource clock) {
        this.sessions = Caffeine.newBuilder()
                .expireAfterWrite(LIFETIME)
                .maximumSize(CAPACITY)
                .ticker(new ClockTicker(clock))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Begins a session.
     *
     * @param person who signed in
     * @return the ID of the session, for a cookie
     */
    public Secret begin(SignedIn person) {
        Secret id = Secret.random();
        sessions.put(id, person);
        return id;
    }

    /**
     * Finds a session.
     *
     * @param cookie what the browser sent, or null
     * @return who is signed in; empty if nobody is
     */
    public Optional<SignedIn> find(@Nullable String cookie) {
        return id(cookie).map(sessions::getIfPresent);
    }

    /**
     * Ends a session.
     *
     * @param cookie what the browser sent, or null
     */
    public void end(@Nullable String cookie) {
        id(cookie).ifPresent(sessions::invalidate);
    }

    @Override
    public String toString() {
        return "Sessions";
    }

    private static Optional<Secret> id(@Nullable String cookie) {
        return Optional.ofNullable(cookie).filter(text -> !text.isEmpty()).map(Secret::of);
    }
}
