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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    // Not in RFC 7517; Microsoft Entra ID publishes the keys of many tenants in one set.
    private static final String ISSUER = "issuer";

    private final Metadata metadata;
    private final HttpTransport http;
    private final InstantSource clock;
    private final JWKSetSource<SecurityContext> cached;
    private volatile Map<JWK, Set<Optional<String>>> issuers = Map.of();
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
     * that succeeded, the provider does not publish the key. A key that is published for an issuer verifies only what names that
     * issuer.
     */
    JWKSource<Claimed> source() {
        return (selector, claimed) -> {
            List<JWK> fitting = selector.select(keys(JWKSetCacheRefreshEvaluator.noRefresh()));
            if (fitting.isEmpty()) {
                fitting = selector.select(
                        keys(new Search(keys -> selector.select(keys).isEmpty())));
            }
            return fitting.stream().filter(key -> isFor(key, claimed)).toList();
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
        Map<JWK, Set<Optional<String>>> published = document.objects("keys").stream()
                .filter(ProviderKeys::isReadable)
                .flatMap(member -> parse(member).filter(ProviderKeys::isStrong).stream()
                        .map(key -> Map.entry(key, member.displayText(ISSUER))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableSet())));
        issuers = published;
        return new JWKSet(List.copyOf(published.keySet()));
    }

    // A key of an older set that is no longer published is for nobody.
    private boolean isFor(JWK key, Claimed claimed) {
        return issuers.getOrDefault(key, Set.of()).stream()
                .anyMatch(issuer -> issuer.isEmpty() || Issuer.isBound(issuer.get(), claimed.claims()));
    }

    private static boolean isReadable(JsonObject key) {
        return !key.has(ISSUER) || key.displayText(ISSUER).isPresent();
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

    /** What a token says of itself before anybody knows whether it may. */
    record Claimed(JsonObject claims) implements SecurityContext {
        /** Nothing of the claims. */
        @Override
        public String toString() {
            return "Claimed";
        }
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
