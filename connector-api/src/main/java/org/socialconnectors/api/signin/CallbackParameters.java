package org.socialconnectors.api.signin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

/**
 * What the browser brought back from the provider, unverified. At most 64 values, which together with their names have at most
 * 16,384 characters. Immutable and thread-safe; its text shows nothing.
 */
public final class CallbackParameters {
    private static final int COUNT = 64;
    private static final int LENGTH = 16_384;
    // URLDecoder also takes %+1, and the digits of every script.
    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** How the parameters arrived. */
    public enum Arrival {
        /** In the query of a GET request. */
        QUERY,
        /** In the body of a POST request (OAuth 2.0 Form Post Response Mode). */
        FORM
    }

    private final Map<String, List<String>> values;
    private final Arrival arrival;

    private CallbackParameters(Map<String, List<String>> values, Arrival arrival) {
        this.values = values;
        this.arrival = arrival;
    }

    /**
     * Parameters that a web framework has decoded.
     *
     * @param values all values of each name, in order
     * @param arrival how they arrived
     * @return the parameters
     * @throws ConnectorException with {@code INVALID_REQUEST} if there are too many or they are too long
     */
    public static CallbackParameters of(Map<String, List<String>> values, Arrival arrival) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        int count = 0;
        long length = 0;
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            for (String value : entry.getValue()) {
                count++;
                length += (long) entry.getKey().length() + value.length();
                if (count > COUNT || length > LENGTH) {
                    throw ConnectorException.of(
                                    ErrorCode.INVALID_REQUEST, "the callback has too many or too long parameters")
                            .build();
                }
            }
            if (!entry.getValue().isEmpty()) {
                copy.put(entry.getKey(), List.copyOf(entry.getValue()));
            }
        }
        return new CallbackParameters(Collections.unmodifiableMap(copy), arrival);
    }

    /**
     * Parameters in the form in which they travel, {@code name=value&name=value}. Bytes that are not UTF-8 become replacement
     * characters: a provider's description in another encoding must not hide its error, and no state, issuer or code that was
     * issued has such a character.
     *
     * @param encoded a raw query without its question mark, or the body of a form
     * @param arrival how they arrived
     * @return the parameters
     * @throws ConnectorException with {@code INVALID_REQUEST} if they are not properly encoded, too many or too long
     */
    public static CallbackParameters parse(String encoded, Arrival arrival) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        // A character is at most three bytes of three characters each; each value adds "=" and "&".
        if (encoded.length() > 9 * LENGTH + 2 * COUNT
                || BAD_PERCENT.matcher(encoded).find()) {
            throw malformed();
        }
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return of(values, arrival);
    }

    /**
     * The value of a parameter that may be given once.
     *
     * @param name the parameter
     * @return its value, which can be empty; nothing if it is absent
     * @throws ConnectorException with {@code INVALID_REQUEST} if it is given more than once (RFC 6749 section 3.1)
     */
    public Optional<String> single(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw ConnectorException.of(ErrorCode.INVALID_REQUEST, "a callback parameter is given more than once")
                    .with(Detail.PARAMETER, name)
                    .build();
        }
        return all.stream().findFirst();
    }

    /**
     * All values of a parameter.
     *
     * @param name the parameter
     * @return the values in order; empty if absent
     */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * How the parameters arrived.
     *
     * @return query or form
     */
    public Arrival arrival() {
        return arrival;
    }

    /** Nothing of the parameters. */
    @Override
    public String toString() {
        return "CallbackParameters";
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    private static ConnectorException malformed() {
        return ConnectorException.of(ErrorCode.INVALID_REQUEST, "the callback is not properly encoded, or too long")
                .build();
    }
}
