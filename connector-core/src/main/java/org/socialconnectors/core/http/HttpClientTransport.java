package org.socialconnectors.core.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;

/**
 * Sends requests over a pool of connections, by Apache HttpClient.
 *
 * <p>Beyond what {@link HttpTransport} promises:
 *
 * <ul>
 *   <li>A GET is repeated up to twice, after a short pause and within its time-out, if the connection fails or the answer is
 *       500, 502, 503 or 504. The last answer is returned, whatever its status. A failed TLS handshake, an
 *       answer that is too large or malformed, and every other status end it at once.
 *   <li>Any other request is repeated once, and only if no connection was made: the name was not found, the connection was
 *       refused or did not come about in time. A connection from the pool that was not used for a moment is first tested
 *       whether the server has closed it. A server that closes it after that makes the request fail: it is not known what
 *       the server has read.
 *   <li>Certificates and host names are always verified (RFC 9110 section 4.3.4). Authorities can be added; nothing turns
 *       the verification off. A name that means this machine may be reached over plain http: {@code localhost},
 *       {@code 127.0.0.0/8} and {@code [::1]}, written so.
 *   <li>Names are looked up by at most 64 threads, one for each name that is asked for; beyond that a request fails as when
 *       the name is not found. {@code localhost} and addresses are not looked up.
 *   <li>No cookies, no stored credentials, no answer to a challenge. Compression is not asked for; gzip is undone all the same
 *       and the limit counts the bytes after it; anything else is refused.
 *   <li>Interrupting the calling thread closes its connection and ends the wait, within some 20 milliseconds. The same holds
 *       for the time-out, which covers name look-up, waiting for a free connection, connecting, TLS and the body. The pool keeps
 *       working.
 *   <li>Neither headers nor bodies nor queries are logged, at any level of any logger.
 *   <li>An answer may have 100 header fields and trailers, of 16 KiB each.
 * </ul>
 *
 * <p>Thread-safe. Owns daemon threads and connections: close it when the host stops. What is under way then fails with
 * {@code PROVIDER_UNAVAILABLE}.
 */
public final class HttpClientTransport implements HttpTransport, AutoCloseable {
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    private static final Timeout IDLE_LIMIT = Timeout.ofSeconds(30);
    private static final TimeValue LIFETIME = TimeValue.ofMinutes(5);
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(2)
            .build();
    private static final Set<Integer> WORTH_REPEATING = Set.of(500, 502, 503, 504);
    // They frame the message or belong to the connection, and so to the transport.
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final int getRepeats;
    private final Duration backOff;
    private final PoolingHttpClientConnectionManager connections;
    private final AddressLookup addresses;
    private final ScheduledThreadPoolExecutor timer;
    private final Future<?> idleCheck;
    private final @Nullable HttpRoutePlanner proxies;

    private HttpClientTransport(Builder builder) {
        this.getRepeats = builder.getRepeats;
        this.backOff = builder.backOff;
        this.proxies = builder.proxies == null ? null : new SystemDefaultRoutePlanner(builder.proxies);
        this.addresses = new AddressLookup(builder.resolver);
        this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> {
                    QuietConnection connection = new QuietConnection(LIMITS);
                    if (socket != null) {
                        connection.bind(socket);
                    }
                    return connection;
                })
                .setTlsSocketStrategy(endingAtOnce(new DefaultClientTlsStrategy(
                        trusting(builder.authorities), HostnameVerificationPolicy.BUILTIN, null)))
                .setDnsResolver(addresses)
                .setMaxConnTotal(builder.maxConnections)
                .setMaxConnPerRoute(builder.maxConnectionsPerHost)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(builder.connectTimeout))
                        .setValidateAfterInactivity(builder.validateAfter)
                        .setIdleTimeout(IDLE_LIMIT)
                        .setTimeToLive(LIFETIME)
                        .build())
                .build();
        this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("social-connectors-http-timer"));
        timer.setRemoveOnCancelPolicy(true);
        this.idleCheck = timer.scheduleWithFixedDelay(
                () -> connections.closeIdle(IDLE_LIMIT),
                IDLE_LIMIT.toSeconds(),
                IDLE_LIMIT.toSeconds(),
                TimeUnit.SECONDS);
    }

    /**
     * Starts a transport.
     *
     * @return a builder with the defaults that its setters name
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a header belongs to the transport: {@code Host},
     *     {@code Accept-Encoding} and those that frame the message
     * @throws IllegalStateException if the transport is closed
     */
    @Override
    public Response send(Request request) throws InterruptedException {
        Destination destination = Destination.of(request.uri());
        request.headers().keySet().forEach(HttpClientTransport::checkName);
        long deadline = System.nanoTime() + limit(request.timeout()).toNanos();
        HttpRoute route = route(destination);
        boolean get = request.method().equals("GET");
        for (int repeats = 0; ; repeats++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (isOver(deadline)) {
                throw timedOut(request);
            }
            if (timer.isShutdown()) {
                throw new IllegalStateException("the transport is closed");
            }
            Exchange exchange = new Exchange(connections, addresses, timer, route, request, deadline);
            try {
                Response response = exchange.run();
                if (!get
                        || !WORTH_REPEATING.contains(response.status())
                        || repeats >= getRepeats
                        || !pause(repeats, deadline)) {
                    return response;
                }
            } catch (HttpException e) {
                throw malformed(e);
            } catch (IOException | UncheckedIOException | IllegalStateException | RejectedExecutionException e) {
                // A connection that is closed under the client's hands surfaces as any of these.
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (isOver(deadline)) {
                    throw timedOut(request);
                }
                if (isMalformed(e)) {
                    throw malformed(e);
                }
                boolean again = get ? repeats < getRepeats : repeats < 1 && !exchange.connected();
                if (e instanceof UncheckedIOException tls) {
                    throw unavailable(requireNonNull(tls.getCause()));
                }
                if (!again || !pause(repeats, deadline)) {
                    throw unavailable(e);
                }
            }
        }
    }

    /** Closes all connections and ends the threads. */
    @Override
    public void close() {
        idleCheck.cancel(false);
        timer.shutdownNow();
        connections.close(CloseMode.IMMEDIATE);
        addresses.close();
    }

    private HttpRoute route(Destination destination) {
        if (proxies == null || !destination.isSecure()) {
            return new HttpRoute(destination.host(), null, destination.isSecure());
        }
        try {
            return proxies.determineRoute(destination.host(), HttpClientContext.create());
        } catch (HttpException e) {
            throw ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "the proxy selector gave no usable answer")
                    .causedBy(e)
                    .build();
        }
    }

    /** Waits before the next attempt; returns at once, with false, if that would be too late. */
    private boolean pause(int repeats, long deadline) throws InterruptedException {
        long nanos = backOff.toNanos() << repeats;
        if (deadline - System.nanoTime() <= nanos) {
            return false;
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
        return true;
    }

    private static void checkName(String header) {
        if (RESERVED.contains(header.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a request header belongs to the transport");
        }
    }

    private static Duration limit(Duration timeout) {
        return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    }

    private static boolean isOver(long deadline) {
        return deadline - System.nanoTime() <= 0;
    }

    private static boolean isMalformed(Exception e) {
        return e instanceof MessageConstraintException
                || e instanceof CharacterCodingException
                || (e instanceof MalformedChunkCodingException && !(e instanceof TruncatedChunkException));
    }

    private static ConnectorException malformed(Exception e) {
        return ConnectorException.of(ErrorCode.INVALID_RESPONSE, "the answer is not proper HTTP")
                .causedBy(e)
                .build();
    }

    private static ConnectorException unavailable(Exception e) {
        return ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "the server cannot be reached")
                .causedBy(e)
                .build();
    }

    private static ConnectorException timedOut(Request request) {
        return ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "the server did not answer in time")
                .with(Detail.LIMIT, Milliseconds.text(request.timeout()))
                .build();
    }

    // The client would try the host's other addresses, and then report whatever went wrong with the last of them.
    private static TlsSocketStrategy endingAtOnce(TlsSocketStrategy tls) {
        return (socket, host, port, attachment, context) -> {
            try {
                return tls.upgrade(socket, host, port, attachment, context);
            } catch (SSLException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    // The platform's own trust manager over the platform's authorities and the added ones: path building, dates and,
    // later, the
    // host's name are never checked by code of ours.
    private static SSLContext trusting(List<X509Certificate> added) {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            List<X509Certificate> all = new ArrayList<>(added);
            all.addAll(platformAuthorities());
            for (int i = 0; i < all.size(); i++) {
                anchors.setCertificateEntry("authority-" + i, all.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(anchors), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform's certificate authorities cannot be read", e);
        }
    }

    private static List<X509Certificate> platformAuthorities() throws GeneralSecurityException {
        List<X509Certificate> authorities = new ArrayList<>();
        for (TrustManager manager : trustManagers(null)) {
            if (manager instanceof X509TrustManager x509) {
                authorities.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return authorities;
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }

    /** Collects a transport's settings. For one thread. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(2);
        private int maxConnections = 100;
        private int maxConnectionsPerHost = 20;
        private int getRepeats = 2;
        private Duration backOff = Duration.ofMillis(100);
        private final List<X509Certificate> authorities = new ArrayList<>();
        private @Nullable ProxySelector proxies;
        private DnsResolver resolver = SystemDefaultDnsResolver.INSTANCE;
        private TimeValue validateAfter = TimeValue.ofMilliseconds(100);

        private Builder() {}

        /**
         * Sets how long connecting to one address may take, and the TLS handshake again; 2 seconds unless set. The request's own
         * time-out applies all the same.
         *
         * @param limit more than zero
         * @return this builder
         */
        public Builder connectTimeout(Duration limit) {
            require(limit.toMillis() > 0, "the connect time-out must be at least a millisecond");
            connectTimeout = limit;
            return this;
        }

        /**
         * Sets how many connections there may be at once: 100, and 20 to one host, unless set. Further requests wait, within their
         * time-out.
         *
         * @param total to all hosts together
         * @param perHost to one host
         * @return this builder
         */
        public Builder maxConnections(int total, int perHost) {
            require(perHost > 0 && total >= perHost, "there must be room for at least one connection to a host");
            maxConnections = total;
            maxConnectionsPerHost = perHost;
            return this;
        }

        /**
         * Sets how often a GET is repeated, and the pause before a request is repeated, doubled each time: twice and 100
         * milliseconds unless set.
         *
         * @param times 0 to 2
         * @param pause before the first repetition of any request
         * @return this builder
         */
        public Builder repeatGet(int times, Duration pause) {
            require(times >= 0 && times <= 2, "a request may be repeated at most twice");
            require(!pause.isNegative() && pause.compareTo(LONGEST_TIMEOUT) < 0, "the pause is out of range");
            getRepeats = times;
            backOff = pause;
            return this;
        }

        /**
         * Trusts one more certificate authority, besides the platform's: for a private hub, or a test.
         *
         * @param authority its certificate
         * @return this builder
         */
        public Builder trust(X509Certificate authority) {
            authorities.add(authority);
            return this;
        }

        /**
         * Reaches https servers through HTTP proxies, by CONNECT and without credentials for the proxy. None is used unless
         * this is set; {@link ProxySelector#getDefault()} follows the system properties {@code https.proxyHost} and {@code
         * http.nonProxyHosts}.
         *
         * @param selector asked for each request; sees scheme, host and port only
         * @return this builder
         */
        public Builder proxies(ProxySelector selector) {
            proxies = selector;
            return this;
        }

        Builder resolver(DnsResolver names) {
            resolver = names;
            return this;
        }

        // How long a connection may be idle before it is tested whether the server has closed it.
        Builder validateAfter(Duration idle) {
            validateAfter = TimeValue.ofMilliseconds(idle.toMillis());
            return this;
        }

        /**
         * Makes the transport.
         *
         * @return a transport, to be closed
         * @throws IllegalStateException if the platform's certificate authorities cannot be read
         */
        public HttpClientTransport build() {
            return new HttpClientTransport(this);
        }

        private static void require(boolean holds, String reason) {
            if (!holds) {
                throw new IllegalArgumentException(reason);
            }
        }
    }
}
