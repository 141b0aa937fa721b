package org.socialconnectors.oauth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;

/**
 * The keys with which a provider signs (RFC 7517), fetched when the first token has to be verified, and kept. Thread-safe; one
 * thread fetches while others wait.
 */
final class ProviderKeys {
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Duration USABLE_IN_AN_OUTAGE = Duration.ofHours(2);
    private static final Duration WAIT_FOR_ANOTHER_THREAD = Duration.ofSeconds(15);
    // Enough for a rotation, too few for a flood of tokens with unknown key IDs to become one of fetches.
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int FETCHES_PER_INTERVAL = 2;
    private static final int RSA_BITS = 2048;

    private final Metadata metadata;
    private final HttpTransport http;
    private final InstantSource clock;
    private final JWKSetSource<SecurityContext> cached;
    private volatile @Nullable ConnectorException outage;

    /** The provider's keys, nothing fetched yet. */
    ProviderKeys(Metadata metadata, HttpTransport http, InstantSource clock) {
        this.metadata = metadata;
        this.http = http;
        this.clock = clock;
        this.cached = new CachingJWKSetSource<>(
                new OutageTolerantJWKSetSource<>(new Published(), USABLE_IN_AN_OUTAGE.toMillis(), null),
                FRESH.toMillis(),
                WAIT_FOR_ANOTHER_THREAD.toMillis(),
                null);
    }

    /**
     * The keys, fetched when they are needed, and once more when none of them fits. If that is impossible because the provider
     * does not answer, nobody can tell whether the key is a new one: that is an outage. If it is only too soon after a fetch
     * that succeeded, the provider does not publish the key.
     */
    JWKSource<SecurityContext> source() {
        return (selector, context) -> {
            List<JWK> fitting = selector.select(keys(JWKSetCacheRefreshEvaluator.noRefresh()));
            return fitting.isEmpty()
                    ? selector.select(
                            keys(new Search(keys -> selector.select(keys).isEmpty())))
                    : fitting;
        };
    }

    /** Why the last fetch failed, if it did. */
    Optional<ConnectorException> outage() {
        return Optional.ofNullable(outage);
    }

    /** Fetches the keys unless they are there. */
    void fetch() throws KeySourceException {
        keys(JWKSetCacheRefreshEvaluator.noRefresh());
    }

    /** Fetches the keys again: one of them may have been exchanged without a new name. */
    void refetch() throws KeySourceException {
        keys(new Search(keys -> true));
    }

    private JWKSet keys(JWKSetCacheRefreshEvaluator evaluator) throws KeySourceException {
        return cached.getJWKSet(evaluator, clock.millis(), null);
    }

    private JWKSet published() throws InterruptedException {
        HttpTransport.Request request = HttpTransport.Request.get(metadata.require(Endpoint.JWKS));
        JsonObject document = Endpoint.JWKS.object(Endpoint.JWKS.send(http, request), List.of());
        if (!(document.toMap().get("keys") instanceof List<?>)) {
            throw Endpoint.JWKS
                    .failure(ErrorCode.INVALID_RESPONSE, "the answer is not a JSON Web Key Set")
                    .build();
        }
        return new JWKSet(document.objects("keys").stream()
                .flatMap(key -> parse(key).stream())
                .filter(ProviderKeys::isStrong)
                .toList());
    }

    // RFC 7517 section 5: a key of an unknown kind, or a malformed one, does not spoil the others.
    private static Optional<JWK> parse(JsonObject key) {
        try {
            return Optional.of(JWK.parse(key.toMap()));
        } catch (ParseException | IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }

    private static boolean isStrong(JWK key) {
        return KeyType.RSA.equals(key.getKeyType()) ? key.size() >= RSA_BITS : !KeyType.OCT.equals(key.getKeyType());
    }

    /** Asks for newer keys as long as those at hand will not do, those kept for an outage included. */
    private static final class Search extends JWKSetCacheRefreshEvaluator {
        private final Predicate<JWKSet> inVain;

        private Search(Predicate<JWKSet> inVain) {
            this.inVain = inVain;
        }

        @Override
        public boolean requiresRefresh(JWKSet keys) {
            return inVain.test(keys);
        }
    }

    private final class Published implements JWKSetSource<SecurityContext> {
        // Guarded by the lock of the cache, under which alone it is asked.
        private final Deque<Instant> fetched = new ArrayDeque<>();

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long currentTime, SecurityContext context)
                throws KeySourceException {
            Instant now = clock.instant();
            boolean search = evaluator instanceof Search;
            while (!fetched.isEmpty() && !fetched.peek().plus(INTERVAL).isAfter(now)) {
                fetched.remove();
            }
            if (search && fetched.size() >= FETCHES_PER_INTERVAL) {
                throw outage == null
                        ? new RateLimitReachedException()
                        : new JWKSetUnavailableException("the last fetch failed");
            }
            try {
                JWKSet keys = published();
                fetched.add(now);
                outage = null;
                return keys;
            } catch (ConnectorException failure) {
                if (search) {
                    fetched.add(now); // without any keys a failure does not count: an outage must not be prolonged
                }
                outage = failure;
                throw new JWKSetUnavailableException(failure.code().name());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new JWKSetUnavailableException("interrupted");
            }
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
