package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class CapturedOutputTest {
    @Test
    void what_is_logged_at_the_finest_level_is_seen_with_its_parameters_and_exceptions() {
        try (CapturedOutput output = CapturedOutput.open()) {
            Logger logger = Logger.getLogger("connector");
            logger.log(Level.FINEST, "exchanging {0}", "the-code");
            logger.log(Level.FINE, "failed", new IllegalStateException("the-token"));
            System.getLogger("connector").log(System.Logger.Level.TRACE, "the-trace");
            assertTrue(output.text().contains("exchanging the-code\n"), output.text());
            assertTrue(output.text().contains("IllegalStateException: the-token"), output.text());
            assertTrue(output.text().contains("the-trace"), output.text());
        }
    }

    @Test
    void what_is_printed_is_seen() {
        try (CapturedOutput output = CapturedOutput.open()) {
            byte[] bytes = "as bytes".getBytes(StandardCharsets.US_ASCII);
            System.out.print("to out");
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
            System.err.print("to err");
            // Each by itself: another thread may print in between.
            assertTrue(output.text().contains("to out"), output.text());
            assertTrue(output.text().contains("as bytes"), output.text());
            assertTrue(output.text().contains("to err"), output.text());
        }
    }

    @Test
    void what_is_printed_is_passed_on() {
        PrintStream before = System.out;
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        // It keeps what it is given until it is flushed.
        System.setOut(new PrintStream(new BufferedOutputStream(passed), false, StandardCharsets.UTF_8));
        try (CapturedOutput output = CapturedOutput.open()) {
            System.out.write('a');
            System.out.print("bc");
            System.out.flush();
            assertTrue(output.text().contains("abc"), output.text());
            assertEquals("abc", passed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void everything_is_as_before_when_it_is_closed() {
        Logger root = Logger.getLogger("");
        Level level = root.getLevel();
        Handler[] handlers = root.getHandlers();
        PrintStream out = System.out;
        PrintStream err = System.err;
        CapturedOutput.open().close();
        assertEquals(level, root.getLevel());
        assertEquals(handlers.length, root.getHandlers().length);
        assertSame(out, System.out);
        assertSame(err, System.err);
    }
}
