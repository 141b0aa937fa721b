package org.socialconnectors.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalizedTextTest {
    private static final LocalizedText NAME = LocalizedText.of(Map.of(
            "en", "English",
            "fr", "French",
            "pt-BR", "Brazilian",
            "zh-CN", "Chinese",
            "de", "German",
            "de-AT", "Austrian"));

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore_the_locale_of_the_process() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource({
        "zh-CN, Chinese",
        "zh-TW, Chinese",
        "zh-Hans-CN, Chinese",
        "zh, Chinese",
        "pt-BR, Brazilian",
        "pt, Brazilian",
        "pt-PT, Brazilian",
        "fr, French",
        "fr-CA, French",
        "de-AT, Austrian",
        "de-CH, German",
        "de-AT-1901, Austrian",
        "de-DE-u-co-phonebk, German",
        "de-AT-x-private, Austrian",
        "en-GB, English",
        "ja, English",
        "und, English",
        "x-private, English"
    })
    void a_reader_gets_the_nearest_language_there_is(String wanted, String text) {
        assertEquals(text, NAME.in(Locale.forLanguageTag(wanted)));
    }

    @Test
    void a_reader_without_a_language_gets_english() {
        assertEquals("English", NAME.in(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "zh-CN", "tr"})
    void the_locale_of_the_process_plays_no_part(String ofTheProcess) {
        Locale.setDefault(Locale.forLanguageTag(ofTheProcess));

        assertEquals("English", NAME.in(Locale.forLanguageTag("ja")));
        assertEquals(
                "Italian",
                LocalizedText.of(Map.of("en", "English", "IT", "Italian")).in(Locale.ITALIAN));
        assertEquals("English", NAME.toString());
    }

    @Test
    void a_language_tag_is_compared_without_regard_to_case() {
        LocalizedText text = LocalizedText.of(Map.of("EN", "English", "PT-br", "Brazilian"));

        assertEquals("Brazilian", text.in(Locale.forLanguageTag("pt-BR")));
        assertEquals("English", text.in(Locale.ENGLISH));
    }

    @Test
    void a_text_without_english_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> LocalizedText.of(Map.of()));
        assertThrows(IllegalArgumentException.class, () -> LocalizedText.of(Map.of("en-GB", "English")));
    }

    @Test
    void a_text_cannot_be_changed_afterwards() {
        Map<String, String> texts = new HashMap<>(Map.of("en", "English"));
        LocalizedText text = LocalizedText.of(texts);
        texts.put("fr", "French");

        assertEquals(Map.of("en", "English"), text.byLanguage());
        assertThrows(
                UnsupportedOperationException.class, () -> text.byLanguage().clear());
    }
}
