package org.socialconnectors.api.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretProperties {
    @Property
    void two_secrets_are_equal_exactly_if_their_values_are(
            @ForAll("values") String one, @ForAll("values") String other) {
        assertEquals(one.equals(other), Secret.of(one).equals(Secret.of(other)));
    }

    @Property
    void equal_secrets_have_equal_hash_codes(@ForAll("values") String value) {
        Secret copy = Secret.of(new StringBuilder(value).toString());
        assertEquals(Secret.of(value), copy);
        assertEquals(Secret.of(value).hashCode(), copy.hashCode());
    }

    @Property
    void a_secret_reveals_its_value_and_prints_none(@ForAll("values") String value) {
        assertEquals(value, Secret.of(value).reveal());
        assertEquals("***", Secret.of(value).toString());
        assertEquals("***", String.valueOf(Secret.of(value)));
    }

    @Property
    void a_secret_never_equals_its_own_value(@ForAll("values") String value) {
        assertEquals(false, Secret.of(value).equals((Object) value));
    }

    /** Short ones, so that pairs collide, and halves of surrogate pairs, whose bytes are all alike in UTF-8. */
    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(80),
                Arbitraries.strings()
                        .withChars('a', 'b', '?', '\ud800', '\udfff')
                        .ofMinLength(1)
                        .ofMaxLength(2));
    }
}
