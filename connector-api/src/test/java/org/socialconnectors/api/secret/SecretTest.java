package org.socialconnectors.api.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void a_secret_is_never_printed() {
        Secret secret = Secret.of("canary-1");

        assertEquals("***", secret.toString());
        assertEquals("{token=***}", Map.of("token", secret).toString());
        assertEquals("canary-1", secret.reveal());
    }

    @Test
    void a_secret_cannot_be_written_out_by_java_serialization() {
        assertFalse(Serializable.class.isAssignableFrom(Secret.class));
    }

    @Test
    void an_empty_value_is_no_secret() {
        assertThrows(IllegalArgumentException.class, () -> Secret.of(""));
    }

    @Test
    void secrets_are_equal_if_and_only_if_their_values_are() {
        assertEquals(Secret.of("canary"), Secret.of("canary"));
        assertEquals(Secret.of("canary").hashCode(), Secret.of("canary").hashCode());
        assertNotEquals(Secret.of("canary"), Secret.of("canarY"));
        assertNotEquals(Secret.of("canary"), Secret.of("canary "));
        assertFalse(Secret.of("canary").equals((Object) "canary"));
        assertFalse(Secret.of("canary").equals(null));
    }

    @Test
    void malformed_strings_with_the_same_bytes_are_different_secrets() {
        assertNotEquals(Secret.of("\ud800"), Secret.of("?"));
        assertNotEquals(Secret.of("\ud800"), Secret.of("\ud801"));
    }

    @Test
    void a_random_secret_has_256_bits_as_43_characters_of_base64url() {
        assertTrue(Secret.random().reveal().matches("[A-Za-z0-9_-]{43}"));
        assertNotEquals(Secret.random(), Secret.random());
    }
}
