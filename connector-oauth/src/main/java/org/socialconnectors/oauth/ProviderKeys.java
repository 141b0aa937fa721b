package org.socialconnectors.oauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;

/**
 * The keys with which a provider signs, found through discovery (OpenID Connect Discovery 1.0 section 4) when the first ID token
 * has to be verified, and kept. Thread-safe; one thread fetches while others wait.
 */
final class ProviderKeys {
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Duration USABLE_IN_AN_OUTAGE = Duration.ofHours(2);
    private static final Duration WAIT_FOR_ANOTHER_THREAD = Duration.ofSeconds(15);
    // Nimbus lets two fetches through in each interval: enough for a rotation, too few for a flood of unknown key IDs.
    private static final Duration BETWEEN_FETCHES = Duration.ofMinutes(1);
    private static final int RSA_BITS = 2048;

    private final String issuer;
    private final HttpTransport http;
    private final JWKSource<SecurityContext> cached;
    private volatile @Nullable ConnectorException outage;

    /** The provider's keys, nothing fetched yet. */
    ProviderKeys(String issuer, HttpTransport http) {
        this.issuer = issuer;
        this.http = http;
        this.cached = JWKSourceBuilder.create(new Published())
                .cache(FRESH.toMillis(), WAIT_FOR_ANOTHER_THREAD.toMillis())
                .refreshAheadCache(false) // it would own a thread
                .rateLimited(BETWEEN_FETCHES.toMillis())
                .outageTolerant(USABLE_IN_AN_OUTAGE.toMillis())
                .build();
    }

    /** The keys, fetched when they are needed. */
    JWKSource<SecurityContext> cached() {
        return cached;
    }

    /** Why the last fetch failed, if it did: what seems an unknown key may then only be one that could not be fetched. */
    Optional<ConnectorException> outage() {
        return Optional.ofNullable(outage);
    }

    private JWKSet fetch() throws InterruptedException {
        JsonObject keys = Endpoint.JWKS.object(http, HttpTransport.Request.get(jwksUri()), List.of());
        try {
            return new JWKSet(JWKSet.parse(keys.toMap()).getKeys().stream()
                    .filter(ProviderKeys::isStrong)
                    .toList());
        } catch (ParseException | IllegalArgumentException malformed) {
            throw Endpoint.JWKS
                    .failure(ErrorCode.INVALID_RESPONSE, "the answer is not a JSON Web Key Set")
                    .build();
        }
    }

    private URI jwksUri() throws InterruptedException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI address = URI.create(base + "/.well-known/openid-configuration");
        JsonObject metadata = Endpoint.DISCOVERY.object(http, HttpTransport.Request.get(address), List.of());
        if (!issuer.equals(metadata.displayText("issuer").orElse(""))) {
            throw Endpoint.DISCOVERY
                    .failure(ErrorCode.INVALID_RESPONSE, "discovery names another issuer")
                    .build();
        }
        return metadata.uri("jwks_uri");
    }

    private static boolean isStrong(JWK key) {
        return KeyType.RSA.equals(key.getKeyType()) ? key.size() >= RSA_BITS : !KeyType.OCT.equals(key.getKeyType());
    }

    private final class Published implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long currentTime, SecurityContext context)
                throws JWKSetUnavailableException {
            try {
                JWKSet keys = fetch();
                outage = null;
                return keys;
            } catch (ConnectorException failure) {
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
