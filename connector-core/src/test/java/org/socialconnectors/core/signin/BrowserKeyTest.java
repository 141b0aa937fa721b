package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserKeyTest {
    // Two texts of the right form with one hash code: what only the hash keeps apart would be taken for equal.
    private static final String ONE = "Aa" + "x".repeat(41);
    private static final String OTHER = "BB" + "x".repeat(41);

    @Test
    void keys_are_equal_exactly_if_their_cookies_are() {
        assertEquals(BrowserKey.ofCookie(ONE), BrowserKey.ofCookie(ONE));
        assertEquals(
                BrowserKey.ofCookie(ONE).hashCode(), BrowserKey.ofCookie(OTHER).hashCode());
        assertNotEquals(BrowserKey.ofCookie(ONE), BrowserKey.ofCookie(OTHER));
    }

    @Test
    void a_key_comes_back_from_its_cookie() {
        BrowserKey key = BrowserKey.random();
        assertEquals(key, BrowserKey.ofCookie(key.secret().reveal()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "short",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx*",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void an_absent_or_malformed_cookie_becomes_a_new_key_every_time(String cookie) {
        assertNotEquals(BrowserKey.ofCookie(cookie), BrowserKey.ofCookie(cookie));
    }

    @Test
    void the_text_of_a_key_does_not_show_it() {
        assertEquals("BrowserKey", BrowserKey.ofCookie(ONE).toString());
    }
}
