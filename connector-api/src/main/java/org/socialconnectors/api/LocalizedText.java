package org.socialconnectors.api;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text in several languages, always with English among them. Immutable and thread-safe.
 */
public final class LocalizedText {
    private static final String FALLBACK = "en";

    private final Map<String, String> byLanguage;

    private LocalizedText(Map<String, String> byLanguage) {
        this.byLanguage = byLanguage;
    }

    /**
     * A text in several languages.
     *
     * @param byLanguage the texts by BCP 47 language tag, {@code en} among them
     * @return the text
     * @throws IllegalArgumentException if there is no English text
     */
    public static LocalizedText of(Map<String, String> byLanguage) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(byLanguage);
        if (!copy.containsKey(FALLBACK)) {
            throw new IllegalArgumentException("a text needs an English form");
        }
        return new LocalizedText(Collections.unmodifiableMap(copy));
    }

    /**
     * The text for a reader: in the language asked for, else its base language (RFC 4647 section 3.4), else another form of
     * that language, else English. The locale of the process plays no part.
     *
     * @param locale the reader's
     * @return the text
     */
    public String in(Locale locale) {
        String tag = Locale.lookupTag(List.of(new Locale.LanguageRange(locale.toLanguageTag())), byLanguage.keySet());
        if (tag == null) {
            tag = byLanguage.keySet().stream()
                    .filter(candidate ->
                            Locale.forLanguageTag(candidate).getLanguage().equals(locale.getLanguage()))
                    .findFirst()
                    .orElse(FALLBACK);
        }
        return byLanguage.getOrDefault(tag, "");
    }

    /**
     * All forms.
     *
     * @return an unmodifiable map by BCP 47 language tag
     */
    public Map<String, String> byLanguage() {
        return byLanguage;
    }

    /** The English form. */
    @Override
    public String toString() {
        return in(Locale.ENGLISH);
    }
}
