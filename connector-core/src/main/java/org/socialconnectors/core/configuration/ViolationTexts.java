package org.socialconnectors.core.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.socialconnectors.api.LocalizedText;

/** What to say about a violated keyword. */
final class ViolationTexts {
    private static final List<String> LANGUAGES = List.of("en", "es", "fr");
    private static final Map<String, LocalizedText> BY_KEYWORD = read();
    private static final String ANY_OTHER = "other";

    private ViolationTexts() {}

    static LocalizedText of(String keyword) {
        return Objects.requireNonNull(BY_KEYWORD.getOrDefault(keyword, BY_KEYWORD.get(ANY_OTHER)));
    }

    /** For a keyword whose limit is not known. */
    static LocalizedText withoutLimit(String keyword) {
        LocalizedText text = of(keyword);
        return text.byLanguage().values().stream().anyMatch(form -> form.contains("{limit}")) ? of(ANY_OTHER) : text;
    }

    private static Map<String, LocalizedText> read() {
        Map<String, Map<String, String>> texts = new LinkedHashMap<>();
        for (String language : LANGUAGES) {
            Properties properties = new Properties();
            String file = "violations." + language + ".properties";
            try (InputStream stream = Objects.requireNonNull(ViolationTexts.class.getResourceAsStream(file), file)) {
                properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            properties.forEach(
                    (keyword, text) -> texts.computeIfAbsent((String) keyword, unused -> new LinkedHashMap<>())
                            .put(language, (String) text));
        }
        Map<String, LocalizedText> byKeyword = new LinkedHashMap<>();
        texts.forEach((keyword, forms) -> byKeyword.put(keyword, LocalizedText.of(forms)));
        return Map.copyOf(byKeyword);
    }
}
