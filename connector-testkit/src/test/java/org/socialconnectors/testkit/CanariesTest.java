package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

class CanariesTest {
    private static final String SECRET = "ab/cd efg";

    private final Canaries canaries = new Canaries().add("client secret", SECRET);

    @Test
    void a_value_is_found_as_it_is_encoded_in_either_way_and_in_base64() {
        assertEquals(Set.of("client secret"), canaries.in("<" + SECRET + ">"));
        assertEquals(Set.of("client secret (form-encoded)"), canaries.in("secret=ab%2Fcd+efg&x"));
        assertEquals(Set.of("client secret (percent-encoded)"), canaries.in("?secret=ab%2Fcd%20efg"));
        assertEquals(Set.of("client secret (base64)"), canaries.in("Basic " + base64(SECRET)));
        assertEquals(Set.of(), canaries.in("ab/cd ef"));
        assertEquals(Set.of(), canaries.in((String) null));
    }

    @Test
    void basic_credentials_are_found_although_the_secret_within_does_not_show() {
        String credentials = base64("client:" + SECRET);
        assertEquals(Set.of(), canaries.in(credentials));
        assertSame(canaries, canaries.addBasicCredentials("client", SECRET));
        assertEquals(Set.of("client secret (in Basic credentials)"), canaries.in(credentials));
    }

    @Test
    void values_of_fewer_than_eight_characters_would_be_found_by_chance() {
        assertEquals(Set.of(), new Canaries().add("short", "1234567").in("1234567"));
        assertEquals(Set.of("short"), new Canaries().add("short", "12345678").in("12345678"));
        assertEquals(Set.of(), new Canaries().add("absent", null).in("null"));
    }

    @Test
    void an_exception_is_searched_with_everything_that_it_reaches() {
        IllegalStateException thrown = new IllegalStateException("outer", new IllegalArgumentException("cause"));
        assertEquals(Set.of(), canaries.in(thrown));
        thrown.getCause().addSuppressed(new Hidden());
        assertEquals(Set.of("client secret"), canaries.in(thrown));
        assertEquals(Set.of("client secret"), canaries.in(new Exception(SECRET)));
    }

    @Test
    void what_an_exception_shows_only_in_its_stack_trace_is_found() {
        assertEquals(Set.of("client secret"), canaries.in(new Printing()));
    }

    @Test
    void exceptions_that_cause_each_other_are_searched_once() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);
        assertEquals(Set.of(), canaries.in(one));
    }

    @Test
    void the_details_of_our_own_exceptions_and_the_providers_words_are_searched() {
        assertEquals(
                Set.of("client secret"),
                canaries.in(ConnectorException.of(ErrorCode.INVALID_RESPONSE, "x")
                        .with(Detail.POINTER, SECRET)
                        .build()));
        assertEquals(
                Set.of("client secret"),
                canaries.in(ConnectorException.of(ErrorCode.INVALID_RESPONSE, "x")
                        .providerDescription("it was " + SECRET, List.of())
                        .build()));
    }

    @Test
    void their_text_names_them_and_shows_none() {
        assertEquals(
                "[client secret, client secret (base64), client secret (form-encoded), client secret (percent-encoded)]",
                canaries.toString());
    }

    private static String base64(String text) {
        return Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Shows its secret only to who prints it. */
    private static final class Printing extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public void printStackTrace(PrintWriter writer) {
            writer.print(SECRET);
        }
    }

    /** Shows its secret only to who asks for the localized message. */
    private static final class Hidden extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getLocalizedMessage() {
            return SECRET;
        }
    }
}
