package org.socialconnectors.oauth;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;

/**
 * Where a provider's endpoints are: what its data fixes, and the rest as the provider publishes it (OpenID Connect Discovery 1.0
 * section 4), fetched when it is first needed, asked for again after an hour, and used for a day while that fails. A failed first
 * fetch is not kept. Thread-safe; one thread fetches while others wait, share its failure, and can be interrupted.
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
    private final AsyncLoadingCache<String, Outcome> published;
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
                .expireAfter(Expiry.<String, Outcome>writing(
                        (address, outcome) -> Duration.between(clock.instant(), outcome.usableUntil())))
                .executor(Runnable::run) // a connector owns no thread
                .buildAsync(new Loader());
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
        while (true) {
            CompletableFuture<Outcome> mine = new CompletableFuture<>();
            CompletableFuture<Outcome> known = published.get(address, (key, executor) -> mine);
            Optional<Outcome> outcome = known == mine ? Optional.of(fetchFor(mine, address)) : await(known);
            if (outcome.isPresent()) {
                return outcome.get().orThrow();
            }
        }
    }

    // Not inside the cache, where an interruption would not be noticed.
    private static Optional<Outcome> await(CompletableFuture<Outcome> fetched) throws InterruptedException {
        try {
            return Optional.of(fetched.get());
        } catch (CancellationException abandoned) {
            return Optional.empty(); // what interrupted the thread that fetched does not end what this one does
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a failure is an outcome", impossible);
        }
    }

    private Outcome fetchFor(CompletableFuture<Outcome> waiting, String address) throws InterruptedException {
        try {
            Outcome outcome = outcome(address);
            waiting.complete(outcome);
            return outcome;
        } finally {
            waiting.cancel(false); // unless there is an outcome
        }
    }

    private Outcome outcome(String address) throws InterruptedException {
        try {
            return new Outcome(clock.instant(), fetch(address), null);
        } catch (ConnectorException failure) {
            return new Outcome(clock.instant(), null, failure);
        }
    }

    private JsonObject fetch(String address) throws InterruptedException {
        JsonObject document = Endpoint.DISCOVERY.object(
                Endpoint.DISCOVERY.send(http, HttpTransport.Request.get(URI.create(address))), List.of());
        if (!document.displayText("issuer").equals(issuer.map(Issuer::published))) {
            throw Endpoint.DISCOVERY
                    .failure(ErrorCode.INVALID_RESPONSE, "discovery names another issuer")
                    .build();
        }
        return document;
    }

    /** What a fetch brought: a document, or why there is none. */
    private record Outcome(
            Instant at,
            @Nullable JsonObject document,
            @Nullable ConnectorException failure) {
        Instant usableUntil() {
            // A failure is for those who waited for it.
            return document == null ? at : at.plus(USABLE_IN_AN_OUTAGE);
        }

        JsonObject orThrow() {
            if (document == null) {
                throw Objects.requireNonNull(failure);
            }
            return document;
        }
    }

    /** Fetches on the thread that asks. */
    private final class Loader implements AsyncCacheLoader<String, Outcome> {
        @Override
        public CompletableFuture<Outcome> asyncLoad(String address, Executor executor) throws InterruptedException {
            return CompletableFuture.completedFuture(outcome(address));
        }

        @Override
        public CompletableFuture<Outcome> asyncReload(String address, Outcome known, Executor executor) {
            CompletableFuture<Outcome> old = CompletableFuture.completedFuture(known);
            if (clock.instant().isBefore(known.at().plus(FRESH))) {
                return old;
            }
            try {
                Outcome newer = outcome(address);
                return newer.document() == null ? old : CompletableFuture.completedFuture(newer);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                return old;
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
