package org.socialconnectors.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LocalizedTextProperties {
    @Property
    void every_reader_gets_one_of_the_texts(
            @ForAll("texts") Map<String, String> byLanguage, @ForAll("locales") Locale locale) {
        LocalizedText text = LocalizedText.of(byLanguage);
        assertTrue(text.byLanguage().containsValue(text.in(locale)));
    }

    @Property
    void a_text_in_the_readers_own_language_is_preferred(@ForAll("tags") String tag) {
        LocalizedText text = LocalizedText.of(with(Map.of("en", "english"), tag));
        assertEquals("own", text.in(Locale.forLanguageTag(tag)));
    }

    @Property
    void a_reader_of_a_language_that_is_not_there_gets_english(@ForAll("locales") Locale locale) {
        LocalizedText text = LocalizedText.of(Map.of("en", "english", "tlh", "klingon"));
        assertEquals(locale.getLanguage().equals("tlh") ? "klingon" : "english", text.in(locale));
    }

    @Provide
    Arbitrary<Map<String, String>> texts() {
        return Arbitraries.maps(tags(), Arbitraries.strings().ofMaxLength(5))
                .ofMaxSize(6)
                .map(texts -> {
                    Map<String, String> all = new LinkedHashMap<>(texts);
                    all.put("en", "english");
                    return all;
                });
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.of("en", "en-GB", "de", "de-CH-1996", "pt-BR", "zh-Hant-TW", "sr-Latn", "tlh", "x-private");
    }

    /** Also those that BCP 47 does not know: Locale's constructors take anything. */
    @Provide
    Arbitrary<Locale> locales() {
        Arbitrary<String> any = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(9), Arbitraries.of("", "en", "pt", "BR", "no", "NY", "iw", "*", "-"));
        return Arbitraries.oneOf(
                Arbitraries.of(Locale.getAvailableLocales()),
                Arbitraries.of(Locale.ROOT, Locale.forLanguageTag("tlh"), Locale.forLanguageTag("x-a-b")),
                Combinators.combine(any, any, any)
                        .as((language, country, variant) -> new Locale(language, country, variant)));
    }

    private static Map<String, String> with(Map<String, String> texts, String tag) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        all.put(tag, "own");
        return all;
    }
}
