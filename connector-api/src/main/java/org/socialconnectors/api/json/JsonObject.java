package org.socialconnectors.api.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

/**
 * A JSON object that somebody else has parsed, with typed reads. Immutable and thread-safe.
 *
 * <p>Two families of reads. The strict ones ({@link #text}, {@link #optionalText}, {@link #idText}, {@link #integer}, {@link
 * #uri}, {@link #secret}) refuse a value of another type: with {@code INVALID_CONFIGURATION} for an object made by {@link
 * #config}, with {@code INVALID_RESPONSE} for one made by {@link #response}; the exception names the JSON pointer, never the
 * value. The lenient ones ({@link #displayText}, {@link #webUri}, {@link #isTrue}, {@link #object}, {@link #objects}, {@link
 * #texts}) are for what is only shown: whatever is not of the right form counts as absent, so that a provider's novelty does
 * not lock anybody out.
 *
 * <p>JSON {@code null} counts as absent everywhere, the empty string wherever a single string is read.
 */
public final class JsonObject {
    private final Map<String, @Nullable Object> members;
    private final String pointer;
    private final ErrorCode fault;

    private JsonObject(Map<String, @Nullable Object> members, String pointer, ErrorCode fault) {
        this.members = members;
        this.pointer = pointer;
        this.fault = fault;
    }

    /**
     * A configuration object.
     *
     * @param members strings, booleans, numbers, lists, maps and nulls; copied deeply
     * @return the object; strict reads fail with {@code INVALID_CONFIGURATION}
     * @throws IllegalArgumentException if there is a value of another class, or a name that is not a string
     */
    public static JsonObject config(Map<String, ?> members) {
        return new JsonObject(copy(members), "", ErrorCode.INVALID_CONFIGURATION);
    }

    /**
     * A provider's answer.
     *
     * @param members strings, booleans, numbers, lists, maps and nulls; copied deeply
     * @return the object; strict reads fail with {@code INVALID_RESPONSE}
     * @throws IllegalArgumentException if there is a value of another class, or a name that is not a string
     */
    public static JsonObject response(Map<String, ?> members) {
        return new JsonObject(copy(members), "", ErrorCode.INVALID_RESPONSE);
    }

    /**
     * Whether an address can be put into a page: absolute, http or https, with a host.
     *
     * @param uri the address
     * @return true if so
     */
    public static boolean isWebUri(URI uri) {
        return uri.getHost() != null
                && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
    }

    /**
     * Whether a member is there, and not null; the empty string is a value.
     *
     * @param name the member
     * @return true if it has a value of any type
     */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /**
     * The names of all members.
     *
     * @return an unmodifiable set in the order of the document
     */
    public Set<String> names() {
        return members.keySet();
    }

    /**
     * A required string.
     *
     * @param name the member
     * @return the string, not empty
     * @throws ConnectorException if it is absent, empty, or not a string
     */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> refusal(name, "a required member is missing or empty"));
    }

    /**
     * An optional string.
     *
     * @param name the member
     * @return the string; empty if absent
     * @throws ConnectorException if it is not a string
     */
    public Optional<String> optionalText(String name) {
        Object value = members.get(name);
        if (value != null && !(value instanceof String)) {
            throw refusal(name, "a member is not a string");
        }
        return displayText(name);
    }

    /**
     * A required identifier, which providers write as a string or as a number.
     *
     * @param name the member
     * @return the string, or the integer in decimal digits
     * @throws ConnectorException if it is absent, empty, a fraction, or of another type
     */
    public String idText(String name) {
        Object value = members.get(name);
        return value instanceof Long || value instanceof BigInteger ? value.toString() : text(name);
    }

    /**
     * An optional integer.
     *
     * @param name the member
     * @return the integer; empty if absent
     * @throws ConnectorException if it is not an integer, or beyond 64 bits
     */
    public OptionalLong integer(String name) {
        Object value = members.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long number) {
            return OptionalLong.of(number);
        }
        throw refusal(name, "a member is not an integer of 64 bits");
    }

    /**
     * A required absolute address.
     *
     * @param name the member
     * @return the address, as it was written
     * @throws ConnectorException if it is absent, not a string, or not an absolute http or https address
     */
    public URI uri(String name) {
        text(name);
        return webUri(name).orElseThrow(() -> refusal(name, "a member is not an absolute http or https address"));
    }

    /**
     * An optional secret.
     *
     * @param name the member
     * @return the secret; empty if absent
     * @throws ConnectorException if it is not a string
     */
    public Optional<Secret> secret(String name) {
        return optionalText(name).map(Secret::of);
    }

    /**
     * A string to show.
     *
     * @param name the member
     * @return the string; empty if absent or of another type
     */
    public Optional<String> displayText(String name) {
        return members.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /**
     * An address to show.
     *
     * @param name the member
     * @return the address; empty if absent, or not an absolute http or https address
     */
    public Optional<URI> webUri(String name) {
        try {
            Optional<String> text = displayText(name);
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new URI(text.get())).filter(JsonObject::isWebUri);
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    /**
     * Whether a member is the JSON value {@code true}; the string {@code "true"} is not.
     *
     * @param name the member
     * @return true only for {@code true}
     */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /**
     * An object within.
     *
     * @param name the member
     * @return the object; empty if absent or of another type
     */
    public Optional<JsonObject> object(String name) {
        return asObject(members.get(name), pointer(name));
    }

    /**
     * The objects of an array within.
     *
     * @param name the member
     * @return the objects in order, without what is not an object; empty if absent or not an array
     */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (int index = 0; index < list.size(); index++) {
                asObject(list.get(index), pointer(name) + "/" + index).ifPresent(objects::add);
            }
        }
        return Collections.unmodifiableList(objects);
    }

    /**
     * The strings of an array within.
     *
     * @param name the member
     * @return the strings in order, without what is not a string; empty if absent or not an array
     */
    public List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /**
     * All members as plain values.
     *
     * @return an unmodifiable map of strings, booleans, {@link Long}, {@link BigInteger}, {@link BigDecimal}, unmodifiable
     *     lists and maps, and nulls
     */
    public Map<String, @Nullable Object> toMap() {
        return members;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The number of members: neither names nor values, for either can be payload. */
    @Override
    public String toString() {
        return "JsonObject(" + members.size() + " members)";
    }

    private Optional<JsonObject> asObject(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // every map in here was made by copy(...)
            Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) map;
            return Optional.of(new JsonObject(object, where, fault));
        }
        return Optional.empty();
    }

    private ConnectorException refusal(String name, String reason) {
        return ConnectorException.of(fault, reason)
                .with(Detail.POINTER, pointer(name))
                .build();
    }

    private String pointer(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(name instanceof String key)) {
                throw new IllegalArgumentException("a member's name is not a string");
            }
            copy.put(key, copyValue(value));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copyValue(@Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value instanceof BigInteger number && number.bitLength() < Long.SIZE
                    ? (Object) number.longValue()
                    : value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(value.toString());
        }
        if (value instanceof Map<?, ?> map) {
            return copy(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(copyValue(element)));
            return Collections.unmodifiableList(copy);
        }
        throw new IllegalArgumentException(
                "not a JSON value: " + value.getClass().getName());
    }
}
