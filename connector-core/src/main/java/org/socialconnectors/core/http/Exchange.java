package org.socialconnectors.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.http.HttpTransport;

/**
 * One request over one connection of the pool, on the calling thread. While it runs, a timer looks whether its time is up or
 * its thread was interrupted, and then closes the connection: nothing else wakes a thread that waits for a socket.
 *
 * <p>The client's own chain of handlers is left out: it follows redirects, answers challenges, keeps cookies and repeats
 * requests unless told not to, and it prints the request's URI with the query. What remains is the pool, the connecting and TLS.
 */
final class Exchange {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Duration BACKSTOP = Duration.ofSeconds(1);
    private static final int HIGHEST_STATUS = 599;
    private static final HttpProcessor PROCESSOR = HttpProcessorBuilder.create()
            .addAll(
                    new RequestTargetHost(),
                    new RequestContent(),
                    new RequestConnControl(),
                    new RequestUserAgent("social-connectors"))
            .build();
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final HttpClientConnectionManager connections;
    private final AddressLookup addresses;
    private final ScheduledExecutorService timer;
    private final HttpRoute route;
    private final HttpTransport.Request request;
    private final long deadline;
    private final Thread caller = Thread.currentThread();
    private boolean connected;

    // Guarded by this.
    private @Nullable ConnectionEndpoint open;

    Exchange(
            HttpClientConnectionManager connections,
            AddressLookup addresses,
            ScheduledExecutorService timer,
            HttpRoute route,
            HttpTransport.Request request,
            long deadline) {
        this.connections = connections;
        this.addresses = addresses;
        this.timer = timer;
        this.route = route;
        this.request = request;
        this.deadline = deadline;
    }

    /**
     * Whether a connection was made, or an old one taken from the pool: from then on the server may have seen a part of the
     * request.
     */
    boolean connected() {
        return connected;
    }

    /**
     * Sends the request and reads the whole answer.
     *
     * @throws InterruptedException if the thread was interrupted while it waited for a connection; an interrupt later on ends
     *     in an {@link IOException}, with the thread's interrupt status still set
     */
    HttpTransport.Response run() throws IOException, HttpException, InterruptedException {
        ConnectionEndpoint endpoint = lease();
        ScheduledFuture<?> watch = null;
        TimeValue keepAlive = null;
        try {
            synchronized (this) {
                open = endpoint;
            }
            watch = timer.scheduleWithFixedDelay(
                    this::closeIfDue, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            HttpClientContext context = HttpClientContext.create();
            connect(endpoint, context);
            ClassicHttpRequest message = message();
            ClassicHttpResponse answer = execute(endpoint, message, context);
            HttpTransport.Response response = response(answer);
            if (DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(message, answer, context)) {
                keepAlive = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(answer, context);
            }
            return response;
        } finally {
            if (watch != null) {
                watch.cancel(false);
            }
            // From here on the timer must not close it: it may already serve another request.
            synchronized (this) {
                open = null;
            }
            if (keepAlive == null) {
                endpoint.close(CloseMode.IMMEDIATE);
                connections.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
            } else {
                connections.release(endpoint, null, keepAlive);
            }
        }
    }

    // Again and again, since the connection may be one that was made just after the last look.
    private synchronized void closeIfDue() {
        if (open != null && (remaining().isZero() || caller.isInterrupted())) {
            open.close(CloseMode.IMMEDIATE);
        }
    }

    private ConnectionEndpoint lease() throws IOException, InterruptedException {
        // Rounded up, so that who waited in vain finds the time to be over.
        Timeout limit = Timeout.ofMilliseconds(remaining().toMillis() + 1);
        LeaseRequest lease = connections.lease(null, route, limit, null);
        try {
            return lease.get(limit);
        } catch (TimeoutException e) {
            giveBack(lease);
            throw new ConnectException("no free connection");
        } catch (InterruptedException e) {
            giveBack(lease);
            throw e;
        } catch (ExecutionException e) {
            giveBack(lease);
            throw new IOException("no connection");
        }
    }

    // The pool may have granted a connection at the very moment the caller gave up; nobody else would return it.
    private void giveBack(LeaseRequest lease) throws InterruptedException {
        if (lease.cancel()) {
            return;
        }
        try {
            ConnectionEndpoint endpoint = lease.get(Timeout.ZERO_MILLISECONDS);
            endpoint.close(CloseMode.IMMEDIATE);
            connections.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // Nothing was granted.
            return;
        }
    }

    private void connect(ConnectionEndpoint endpoint, HttpClientContext context) throws IOException, HttpException {
        if (!endpoint.isConnected()) {
            addresses.endAt(deadline);
            try {
                connections.connect(endpoint, null, context);
            } finally {
                addresses.endAnyTime();
            }
            connected = true;
            if (route.isTunnelled()) {
                tunnel(endpoint, context);
            }
        }
        connected = true;
    }

    private void tunnel(ConnectionEndpoint endpoint, HttpClientContext context) throws IOException, HttpException {
        HttpHost target = route.getTargetHost();
        ClassicHttpRequest connect = new BasicClassicHttpRequest(Method.CONNECT, target, target.toHostString());
        try (ClassicHttpResponse answer = execute(endpoint, connect, context)) {
            if (answer.getCode() / 100 != 2) {
                throw new ConnectException("the proxy refused");
            }
        }
        connections.upgrade(endpoint, context);
    }

    private ClassicHttpResponse execute(
            ConnectionEndpoint endpoint, ClassicHttpRequest message, HttpClientContext context)
            throws IOException, HttpException {
        // The timer ends it on time; this only serves if the timer should ever fail.
        endpoint.setSocketTimeout(Timeout.of(remaining().plus(BACKSTOP)));
        PROCESSOR.process(message, message.getEntity(), context);
        return endpoint.execute("", message, EXECUTOR::execute, context);
    }

    private ClassicHttpRequest message() {
        ClassicHttpRequest message = new BasicClassicHttpRequest(
                request.method(), URI.create(request.uri().toASCIIString()));
        // Without this a server may compress as it likes (RFC 9110 section 12.5.3).
        message.setHeader("Accept-Encoding", "identity");
        request.headers().forEach(message::setHeader);
        if (!request.method().equals("GET")) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return message;
    }

    private HttpTransport.Response response(ClassicHttpResponse answer) throws IOException, HttpException {
        if (answer.getCode() > HIGHEST_STATUS) {
            throw new ProtocolException("no such status");
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (Header header : answer.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        return new HttpTransport.Response(answer.getCode(), headers, body(answer, headers));
    }

    private byte[] body(ClassicHttpResponse answer, Map<String, List<String>> headers) throws IOException {
        HttpEntity entity = answer.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        String encoding = String.join(",", headers.getOrDefault("content-encoding", List.of()));
        InputStream stream = entity.getContent();
        byte[] body = new BodyReader(request.maxBodyBytes()).read(stream, entity.getContentLength(), encoding);
        // They would describe a body that nobody gets to see.
        headers.remove("content-encoding");
        headers.remove("content-length");
        return body;
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
