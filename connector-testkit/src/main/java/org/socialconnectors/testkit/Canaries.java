package org.socialconnectors.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;

/** Values that must not be seen anywhere, each with the name that is printed instead of it. For one thread. */
final class Canaries {
    /** Shorter values would be found by chance. */
    private static final int SHORTEST = 8;

    private final Map<String, String> nameByForm = new LinkedHashMap<>();

    Canaries add(String name, @Nullable String value) {
        if (value != null && value.length() >= SHORTEST) {
            nameByForm.put(value, name);
            String formEncoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            nameByForm.putIfAbsent(formEncoded, name + " (form-encoded)");
            nameByForm.putIfAbsent(formEncoded.replace("+", "%20"), name + " (percent-encoded)");
            nameByForm.putIfAbsent(base64(value), name + " (base64)");
        }
        return this;
    }

    /** HTTP Basic credentials hide the secret behind base64, where its own base64 form does not show. */
    Canaries addBasicCredentials(String clientId, String secret) {
        nameByForm.put(base64(clientId + ":" + secret), "client secret (in Basic credentials)");
        return this;
    }

    /** The names of the values that a text shows. */
    Set<String> in(@Nullable String text) {
        Set<String> found = new TreeSet<>();
        nameByForm.forEach((form, name) -> {
            if (text != null && text.contains(form)) {
                found.add(name);
            }
        });
        return found;
    }

    /** The names of the values that anything reachable from an exception shows: causes and suppressed exceptions included. */
    Set<String> in(Throwable thrown) {
        Set<String> found = new TreeSet<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> waiting = new ArrayDeque<>();
        waiting.add(thrown);
        while (!waiting.isEmpty()) {
            Throwable next = waiting.remove();
            if (seen.add(next)) {
                texts(next).forEach(text -> found.addAll(in(text)));
                if (next.getCause() != null) {
                    waiting.add(next.getCause());
                }
                Collections.addAll(waiting, next.getSuppressed());
            }
        }
        return found;
    }

    private static Set<String> texts(Throwable thrown) {
        Set<String> texts = new TreeSet<>();
        texts.add(String.valueOf(thrown.getMessage()));
        texts.add(String.valueOf(thrown.getLocalizedMessage()));
        texts.add(thrown.toString());
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        texts.add(trace.toString());
        if (thrown instanceof ConnectorException refusal) {
            texts.addAll(refusal.details().values());
            refusal.providerDescription().ifPresent(texts::add);
        }
        return texts;
    }

    private static String base64(String value) {
        return Base64.getEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The names only. */
    @Override
    public String toString() {
        return new TreeSet<>(nameByForm.values()).toString();
    }
}
