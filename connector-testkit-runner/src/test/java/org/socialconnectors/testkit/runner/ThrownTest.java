package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/** What is read out of something that was thrown; places in a connector's code are tested with its jar. */
class ThrownTest {
    private static final NoClassDefFoundError QUILL = new NoClassDefFoundError("com/acme/Quill$Ink");

    @Test
    void a_missing_class_is_named_however_deep_its_lack_lies() {
        assertEquals(Optional.of("com.acme.Quill$Ink"), Thrown.missingClass(QUILL));
        assertEquals(Optional.of("com.acme.Quill$Ink"), Thrown.missingClass(new BootstrapMethodError(QUILL)));
        assertEquals(
                Optional.of("com.acme.Quill$Ink"),
                Thrown.missingClass(new AssertionError("broken", new IllegalStateException(QUILL))));
    }

    @Test
    void a_missing_class_is_named_again_when_the_class_that_needs_it_cannot_be_initialized() {
        assertEquals(QUILL, assertThrows(NoClassDefFoundError.class, Needy::use));
        NoClassDefFoundError second = assertThrows(NoClassDefFoundError.class, Needy::use);
        assertEquals(Optional.of("com.acme.Quill$Ink"), Thrown.missingClass(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Could not initialize class com.acme.Quill",
                "a secret",
                "",
                "com/acme/Quill (wrong name: x/Quill)"
            })
    void no_class_is_missing_where_none_is_named(String message) {
        assertEquals(Optional.empty(), Thrown.missingClass(new NoClassDefFoundError(message)));
        assertEquals(Optional.empty(), Thrown.missingClass(new NoClassDefFoundError()));
    }

    @Test
    void only_the_jvm_is_believed_that_a_class_is_missing() {
        assertEquals(Optional.empty(), Thrown.missingClass(new IllegalStateException("com/acme/Quill")));
        assertEquals(Optional.empty(), Thrown.missingClass(new NoSuchFieldError("com/acme/Quill")));
        assertEquals(Optional.empty(), Thrown.missingClass(new ExceptionInInitializerError("com/acme/Quill")));
    }

    @Test
    void a_refusal_is_found_in_what_wraps_it() {
        ConnectorException refusal = ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "no region is known")
                .build();
        assertEquals(Optional.of(refusal), Thrown.refusal(refusal));
        assertEquals(Optional.of(refusal), Thrown.refusal(new ExceptionInInitializerError(refusal)));
        assertEquals(Optional.of(refusal), Thrown.refusal(new ServiceConfigurationError("unmade", refusal)));
        assertEquals(Optional.empty(), Thrown.refusal(new IllegalStateException("no refusal")));
    }

    @Test
    void causes_that_lead_back_to_themselves_have_an_end() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));
        assertEquals(Optional.empty(), Thrown.refusal(one));
        assertEquals("", Thrown.place(one));
    }

    private static final class Needy {
        private static final int INK = ink();

        static int use() {
            return INK;
        }

        private static int ink() {
            throw QUILL;
        }
    }
}
