package org.socialconnectors.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decoded form fields or query parameters. */
record Parameters(Map<String, List<String>> all) {
    static final String FORM = "application/x-www-form-urlencoded";

    /** Never fails: a malformed percent sequence leaves its part as it was written. */
    static Parameters parse(String encoded) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String part : encoded.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                all.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
            }
        }
        return new Parameters(Collections.unmodifiableMap(all));
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** The value, if there is one and it is not empty (RFC 6749 section 3.1: an empty one counts as omitted). */
    Optional<String> first(String name) {
        return all.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isEmpty());
    }

    Optional<String> repeated() {
        return all.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public String toString() {
        return all.keySet().toString();
    }
}
