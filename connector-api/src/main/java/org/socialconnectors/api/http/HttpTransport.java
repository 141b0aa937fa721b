package org.socialconnectors.api.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.socialconnectors.api.error.ConnectorException;

/**
 * The one door through which a connector reaches the network. Time-outs, size limits, TLS, pooling and retries are the
 * transport's, so that no connector can forget them.
 *
 * <p>What every implementation keeps to:
 *
 * <ul>
 *   <li>https only, except towards a loopback address;
 *   <li>a redirect is an answer like any other, never followed;
 *   <li>the time-out of a request covers everything, to the last byte of the body;
 *   <li>a body larger than the request allows is refused, and no more than a buffer beyond the limit is read;
 *   <li>a POST is repeated only if no byte of it can have been sent.
 * </ul>
 *
 * <p>Implementations are thread-safe and block.
 */
@FunctionalInterface
public interface HttpTransport {
    /**
     * Sends a request and waits for the whole answer, whatever its status.
     *
     * @param request what to send
     * @return the answer
     * @throws ConnectorException with {@code PROVIDER_UNAVAILABLE} if the server cannot be reached, is not who its certificate
     *     must say it is, or does not answer in time; {@code INVALID_RESPONSE} if the answer is too large or malformed; {@code
     *     INVALID_CONFIGURATION} if the address is not https
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Response send(Request request) throws InterruptedException;

    /** What to send. Immutable; built by {@link #get} and {@link #postForm}. */
    final class Request {
        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
        private static final int DEFAULT_BODY_BYTES = 1024 * 1024;
        private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

        private final String method;
        private final URI uri;
        private final Map<String, String> headers;
        private final byte[] body;
        private final Duration timeout;
        private final int maxBodyBytes;

        private Request(
                String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout, int maxBodyBytes) {
            this.method = method;
            this.uri = uri;
            this.headers = headers;
            this.body = body;
            this.timeout = timeout;
            this.maxBodyBytes = maxBodyBytes;
        }

        /**
         * A GET request with a time-out of 5 seconds and at most 1 MiB of answer.
         *
         * @param uri where to
         * @return the request
         */
        public static Request get(URI uri) {
            return new Request("GET", uri, Map.of(), new byte[0], DEFAULT_TIMEOUT, DEFAULT_BODY_BYTES);
        }

        /**
         * A POST request with a form as its body, a time-out of 5 seconds and at most 1 MiB of answer.
         *
         * @param uri where to
         * @param form the fields, in the order of the map
         * @return the request
         */
        public static Request postForm(URI uri, Map<String, String> form) {
            String body = form.entrySet().stream()
                    .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                    .collect(Collectors.joining("&"));
            return new Request(
                            "POST",
                            uri,
                            Map.of(),
                            body.getBytes(StandardCharsets.US_ASCII),
                            DEFAULT_TIMEOUT,
                            DEFAULT_BODY_BYTES)
                    .header("Content-Type", "application/x-www-form-urlencoded");
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        /**
         * The same request with one header set, replacing one of that name.
         *
         * @param name the field name, a token (RFC 9110 section 5.1)
         * @param value the field value, printable US-ASCII
         * @return another request
         * @throws IllegalArgumentException if name or value has other characters, for they could end the header line; the
         *     message does not show them
         */
        public Request header(String name, String value) {
            if (!FIELD_NAME.matcher(name).matches()
                    || value.chars().anyMatch(character -> character < ' ' || character > '~')) {
                throw new IllegalArgumentException("a header must be a token and printable US-ASCII");
            }
            Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            all.putAll(headers);
            all.put(name, value);
            return new Request(method, uri, Collections.unmodifiableMap(all), body, timeout, maxBodyBytes);
        }

        /**
         * The same request with another time-out.
         *
         * @param limit for the whole exchange, to the last byte of the body
         * @return another request
         * @throws IllegalArgumentException if it is zero or negative, which many clients take for "no limit"
         */
        public Request timeout(Duration limit) {
            if (limit.isZero() || limit.isNegative()) {
                throw new IllegalArgumentException("a time-out must be positive");
            }
            return new Request(method, uri, headers, body, limit, maxBodyBytes);
        }

        /**
         * The same request with another limit for the answer's body.
         *
         * @param limit in bytes, after decompression
         * @return another request
         * @throws IllegalArgumentException if it is negative, which many clients take for "no limit"
         */
        public Request maxBodyBytes(int limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("a limit must not be negative");
            }
            return new Request(method, uri, headers, body, timeout, limit);
        }

        /**
         * The method.
         *
         * @return {@code GET} or {@code POST}
         */
        public String method() {
            return method;
        }

        /**
         * Where to.
         *
         * @return an absolute URI
         */
        public URI uri() {
            return uri;
        }

        /**
         * The header fields.
         *
         * @return an unmodifiable map, its names compared without regard to case
         */
        public Map<String, String> headers() {
            return headers;
        }

        /**
         * The body.
         *
         * @return a copy; empty for GET
         */
        public byte[] body() {
            return body.clone();
        }

        /**
         * How long the whole exchange may take.
         *
         * @return the time-out
         */
        public Duration timeout() {
            return timeout;
        }

        /**
         * How large the answer's body may be.
         *
         * @return bytes
         */
        public int maxBodyBytes() {
            return maxBodyBytes;
        }

        /** Method and host only: paths, queries, headers and bodies can carry credentials. */
        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getHost();
        }
    }

    /** What came back. Immutable. */
    final class Response {
        private final int status;
        private final Map<String, List<String>> headers;
        private final byte[] body;

        /**
         * An answer.
         *
         * @param status the HTTP status
         * @param headers the header fields; names are compared without regard to case
         * @param body the whole body, decompressed
         */
        public Response(int status, Map<String, List<String>> headers, byte[] body) {
            this.status = status;
            Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.forEach(
                    (name, values) -> all.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                            .addAll(values));
            all.replaceAll((name, values) -> List.copyOf(values));
            this.headers = Collections.unmodifiableMap(all);
            this.body = body.clone();
        }

        /**
         * The HTTP status.
         *
         * @return 100 to 599
         */
        public int status() {
            return status;
        }

        /**
         * The header fields.
         *
         * @return an unmodifiable map, its names compared without regard to case
         */
        public Map<String, List<String>> headers() {
            return headers;
        }

        /**
         * The first value of a header field.
         *
         * @param name the field name
         * @return its value, if present
         */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        /**
         * The body.
         *
         * @return a copy
         */
        public byte[] body() {
            return body.clone();
        }

        /** The status only. */
        @Override
        public String toString() {
            return "HTTP " + status;
        }
    }
}
