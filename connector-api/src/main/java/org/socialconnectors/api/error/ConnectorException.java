package org.socialconnectors.api.error;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/**
 * The one exception of the framework: a stable {@link ErrorCode}, a constant reason and printable {@link Detail}s.
 *
 * <p>It is safe to log whole. It has neither a cause nor suppressed exceptions: a foreign exception may carry payload, so only
 * its class name is kept. The provider's own words are apart, in {@link #providerDescription()}, and reach neither message nor
 * log.
 *
 * <p>Immutable, apart from its stack trace, and thread-safe. Serializable as every {@link Throwable} is: what is read back has
 * its code and message, but neither details nor the provider's words.
 */
public final class ConnectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    // No digits: what a provider puts here is its own choice, and a token would hardly do without.
    private static final Pattern OAUTH_ERROR = Pattern.compile("[a-z_]{1,64}");
    private static final int DETAIL_LENGTH = 200;
    private static final int DESCRIPTION_LENGTH = 256;

    /** What went wrong. */
    private final ErrorCode code;

    private final transient Map<Detail, String> details;
    private final transient @Nullable String providerDescription;

    private ConnectorException(Builder builder) {
        // Without suppression: a resource that fails to close would add a foreign exception here.
        super(message(builder), null, false, true);
        this.code = builder.code;
        this.details = Collections.unmodifiableMap(new EnumMap<>(builder.details));
        this.providerDescription = builder.providerDescription;
    }

    /**
     * Starts an exception.
     *
     * @param code what went wrong
     * @param reason one constant clause in plain words; never put a value into it
     * @return a builder
     */
    public static Builder of(ErrorCode code, String reason) {
        return new Builder(code, reason);
    }

    /**
     * Starts an exception for an error that a provider reported in OAuth's terms (RFC 6749 sections 4.1.2.1 and 5.2), in a
     * callback or in an answer. {@code access_denied} becomes {@code ACCESS_DENIED}; an error about the client's credentials or
     * registration {@code INVALID_CONFIGURATION}; a server error {@code PROVIDER_UNAVAILABLE}; all else {@code PROVIDER_ERROR}.
     *
     * @param error the provider's {@code error}; becomes a detail only if it has the form of an error code
     * @param description the provider's {@code error_description}, empty if there is none
     * @param inFlight the secrets of this exchange, which a provider may have echoed
     * @return a builder
     */
    public static Builder ofOAuthError(String error, String description, Collection<Secret> inFlight) {
        ErrorCode code = switch (error) {
            case "access_denied" -> ErrorCode.ACCESS_DENIED;
            case "invalid_client", "unauthorized_client" -> ErrorCode.INVALID_CONFIGURATION;
            case "server_error", "temporarily_unavailable" -> ErrorCode.PROVIDER_UNAVAILABLE;
            default -> ErrorCode.PROVIDER_ERROR;
        };
        Builder builder = of(code, "the provider answered with an error");
        boolean printable = OAUTH_ERROR.matcher(error).matches()
                && inFlight.stream().noneMatch(secret -> error.contains(secret.reveal()));
        if (printable) {
            builder.with(Detail.OAUTH_ERROR, error);
        }
        String words = printable ? description : error + " " + description;
        return words.isBlank() ? builder : builder.providerDescription(words, inFlight);
    }

    /**
     * What went wrong.
     *
     * @return the stable code
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * All details.
     *
     * @return an unmodifiable map
     */
    public Map<Detail, String> details() {
        // A deserialized exception has lost its details; its message still shows them.
        return details == null ? Map.of() : details;
    }

    /**
     * One detail.
     *
     * @param detail which
     * @return its value, if there is one
     */
    public Optional<String> detail(Detail detail) {
        return Optional.ofNullable(details().get(detail));
    }

    /**
     * What the provider said, for an administrator's eyes only: without control characters, at most 256 characters, with the
     * values in flight replaced, as they are and form-encoded. It is text chosen by another party: escape it, and do not show it to the user.
     *
     * @return the provider's words, if it said any
     */
    public Optional<String> providerDescription() {
        return Optional.ofNullable(providerDescription);
    }

    private static String message(Builder builder) {
        String facts = builder.details.entrySet().stream()
                .map(entry -> entry.getKey().label() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
        String text = builder.code + ": " + builder.reason;
        return facts.isEmpty() ? text : text + " (" + facts + ")";
    }

    private static String redacted(String words, Collection<Secret> inFlight) {
        String text = words;
        // The longest first: a value that begins another must not leave the other's rest.
        List<String> values = inFlight.stream()
                .map(Secret::reveal)
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String value : values) {
            text = text.replace(value, "***");
        }
        return text;
    }

    private static String printable(String text) {
        return text.codePoints()
                .map(character -> isPrintable(character) ? character : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    // Formatting and separator characters can reorder or break a line of a terminal just as control characters can.
    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Collects what an exception says. For one thread. */
    public static final class Builder {
        private final ErrorCode code;
        private final String reason;
        private final Map<Detail, String> details = new EnumMap<>(Detail.class);
        private @Nullable String providerDescription;

        private Builder(ErrorCode code, String reason) {
            this.code = code;
            this.reason = reason;
        }

        /**
         * Adds a detail. Control characters are replaced, and it is cut at 200 characters.
         *
         * @param detail which
         * @param value a name, number or code; never payload
         * @return this builder
         */
        public Builder with(Detail detail, Object value) {
            details.put(detail, cut(printable(value.toString()), DETAIL_LENGTH));
            return this;
        }

        /**
         * Keeps the class name of a foreign exception, and nothing else of it.
         *
         * @param cause the exception
         * @return this builder
         */
        public Builder causedBy(Throwable cause) {
            return with(Detail.CAUSE_TYPE, cause.getClass().getName());
        }

        /**
         * Keeps the provider's own words, made harmless; see {@link ConnectorException#providerDescription()}.
         *
         * @param words what the provider said
         * @param inFlight the secrets of this exchange, which a provider may have echoed
         * @return this builder
         */
        public Builder providerDescription(String words, Collection<Secret> inFlight) {
            // Redacted before any cut, so that no part of a value survives at the edge, and once more when a line break
            // in
            // the middle of a value has become a space.
            String once = redacted(words, inFlight);
            providerDescription = cut(redacted(printable(once), inFlight), DESCRIPTION_LENGTH);
            return this;
        }

        /**
         * Makes the exception.
         *
         * @return the exception, to be thrown
         */
        public ConnectorException build() {
            return new ConnectorException(this);
        }
    }
}
