package org.socialconnectors.oauth;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;

/**
 * Where a provider's endpoints are: what its data fixes, and the rest as the provider publishes it (OpenID Connect Discovery 1.0
 * section 4), fetched when it is first needed, asked for again after an hour, and used for a day while that fails. A failed first
 * fetch is not kept. Thread-safe; one thread fetches while others wait.
 */
final class Metadata {
    private static final Duration FRESH = Duration.ofHours(1);
    // Between two tries in an outage, so that not every sign-in waits for a provider that does not answer.
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration USABLE_IN_AN_OUTAGE = Duration.ofHours(24);

    private final Map<Endpoint, URI> fixed;
    private final boolean discovered;
    private final HttpTransport http;
    private final InstantSource clock;
    private final LoadingCache<String, Published> published;
    private final Optional<Issuer> issuer;

    Metadata(OAuthProvider provider, HttpTransport http, InstantSource clock) {
        this.fixed = provider.endpoints();
        this.discovered = provider.discovered();
        this.issuer = provider.issuer();
        this.http = http;
        this.clock = clock;
        this.published = Caffeine.newBuilder()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .refreshAfterWrite(PAUSE)
                .expireAfter(Expiry.<String, Published>writing((address, entry) ->
                        Duration.between(clock.instant(), entry.fetched().plus(USABLE_IN_AN_OUTAGE))))
                .executor(Runnable::run) // a connector owns no thread
                .build(new Loader());
    }

    /** An endpoint that the protocol needs. */
    URI require(Endpoint endpoint) throws InterruptedException {
        return find(endpoint)
                .orElseThrow(
                        () -> endpoint.failure(ErrorCode.INVALID_RESPONSE, "the provider publishes no such endpoint")
                                .build());
    }

    /** An endpoint of something that a provider need not offer. */
    URI offered(Endpoint endpoint) throws InterruptedException {
        return find(endpoint)
                .orElseThrow(() -> endpoint.failure(ErrorCode.UNSUPPORTED, "the provider does not offer this")
                        .build());
    }

    Optional<URI> find(Endpoint endpoint) throws InterruptedException {
        URI known = fixed.get(endpoint);
        if (known != null) {
            return Optional.of(known);
        }
        // Keys are looked up by discovery even where all other endpoints are known.
        boolean published = (discovered || endpoint == Endpoint.JWKS) && issuer.isPresent();
        return published && document().has(endpoint.metadataMember())
                ? Optional.of(published(endpoint))
                : Optional.empty();
    }

    /** Whether the provider says {@code true}. */
    boolean promises(String member) throws InterruptedException {
        return discovered && document().isTrue(member);
    }

    /** What the provider lists. */
    List<String> lists(String member) throws InterruptedException {
        return discovered ? document().texts(member) : List.of();
    }

    private URI published(Endpoint endpoint) throws InterruptedException {
        URI address = document().uri(endpoint.metadataMember());
        if (!Addresses.mayPublish(URI.create(issuer.orElseThrow().address()), address)) {
            throw Endpoint.DISCOVERY
                    .failure(
                            ErrorCode.INVALID_RESPONSE,
                            "discovery names an address of another scheme, or one on a private network")
                    .with(Detail.POINTER, "/" + endpoint.metadataMember())
                    .build();
        }
        return address;
    }

    private JsonObject document() throws InterruptedException {
        String base = issuer.orElseThrow().address();
        String address = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/.well-known/openid-configuration";
        try {
            return published.get(address).document();
        } catch (CompletionException checked) {
            if (checked.getCause() instanceof InterruptedException) {
                Thread.interrupted(); // the cache restored what the exception says
                throw new InterruptedException();
            }
            throw checked;
        }
    }

    private Published fetch(String address) throws InterruptedException {
        JsonObject document = Endpoint.DISCOVERY.object(
                Endpoint.DISCOVERY.send(http, HttpTransport.Request.get(URI.create(address))), List.of());
        if (!document.displayText("issuer").equals(issuer.map(Issuer::published))) {
            throw Endpoint.DISCOVERY
                    .failure(ErrorCode.INVALID_RESPONSE, "discovery names another issuer")
                    .build();
        }
        return new Published(document, clock.instant());
    }

    private record Published(JsonObject document, Instant fetched) {}

    private final class Loader implements CacheLoader<String, Published> {
        @Override
        public Published load(String address) throws InterruptedException {
            return fetch(address);
        }

        @Override
        public Published reload(String address, Published known) {
            if (clock.instant().isBefore(known.fetched().plus(FRESH))) {
                return known;
            }
            try {
                return fetch(address);
            } catch (ConnectorException unavailable) {
                return known;
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                return known;
            }
        }
    }

    @Override
    public String toString() {
        return "Metadata(" + issuer.map(Issuer::toString).orElse("no issuer") + ")";
    }

    /** An exception for a setting that this provider cannot follow. */
    static ConnectorException mismatch(String reason, String pointer) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason)
                .with(Detail.POINTER, pointer)
                .build();
    }
}
