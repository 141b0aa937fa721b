package org.socialconnectors.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

class IdentityTest {
    @Test
    void namespace_and_subject_together_are_the_key_and_are_compared_exactly() {
        assertEquals(new Identity("https://a.example", "1"), new Identity("https://a.example", "1"));
        assertNotEquals(new Identity("https://a.example", "1"), new Identity("https://b.example", "1"));
        assertNotEquals(new Identity("https://a.example", "a"), new Identity("https://a.example", "A"));
        assertNotEquals(new Identity("https://a.example", "1"), new Identity("https://a.example/", "1"));
    }

    @Test
    void a_subject_has_up_to_255_characters_of_any_script() {
        assertEquals(255, new Identity("n", "é".repeat(255)).subject().length());
        assertEquals("名前🤗", new Identity("n", "名前🤗").subject());
    }

    // Half a surrogate pair: a database would store every such subject as the same character.
    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\t", "canary\r\n", "canary\u0000", "canary\u0085", "canary\ud800", "\udc00canary"})
    void T42_what_cannot_be_a_key_is_refused_without_being_shown(String text) {
        for (ConnectorException refusal : new ConnectorException[] {
            assertThrows(ConnectorException.class, () -> new Identity("https://a.example", text)),
            assertThrows(ConnectorException.class, () -> new Identity(text, "1"))
        }) {
            assertEquals(ErrorCode.IDENTITY_MISMATCH, refusal.code());
            assertFalse(refusal.toString().contains("canary"));
        }
    }

    @Test
    void T42_more_than_255_characters_are_refused() {
        String long256 = "x".repeat(256);

        assertEquals(
                ErrorCode.IDENTITY_MISMATCH,
                assertThrows(ConnectorException.class, () -> new Identity("n", long256))
                        .code());
        assertEquals(
                ErrorCode.IDENTITY_MISMATCH,
                assertThrows(ConnectorException.class, () -> new Identity(long256, "1"))
                        .code());
    }
}
