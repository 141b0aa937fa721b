package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
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
    void a_logger_with_a_level_of_its_own_is_heard_down_to_the_finest() {
        Logger logger = logger("captured.quiet", Level.INFO, true);
        Logger silent = logger("captured.silent", Level.OFF, true);
        try (CapturedOutput output = CapturedOutput.open()) {
            logger.finest("the-code");
            System.getLogger("captured.quiet").log(System.Logger.Level.TRACE, "the-trace");
            silent.finest("the-token");
            assertEquals(1, times("the-code", output));
            assertEquals(1, times("the-trace", output));
            assertEquals(1, times("the-token", output));
        }
    }

    @Test
    void a_logger_that_passes_nothing_on_is_heard() {
        Logger logger = logger("captured.apart", null, false);
        try (CapturedOutput output = CapturedOutput.open()) {
            logger.finest("the-code");
            assertEquals(1, times("the-code", output));
        }
    }

    @Test
    void a_logger_with_a_level_and_a_handler_of_its_own_is_heard_beside_that() {
        Logger logger = logger("captured.handled", Level.WARNING, false);
        Heard handler = new Heard();
        logger.addHandler(handler);
        try (CapturedOutput output = CapturedOutput.open()) {
            logger.finest("the-code");
            assertEquals(1, times("the-code", output));
            assertEquals(List.of("the-code"), handler.lines);
        }
    }

    @Test
    void what_is_below_a_logger_that_passes_nothing_on_is_heard_once() {
        Logger parent = logger("captured.parent", Level.INFO, false);
        Logger child = logger("captured.parent.child", null, true);
        Logger quiet = logger("captured.parent.quiet", Level.SEVERE, true);
        Logger apart = logger("captured.parent.apart", Level.SEVERE, false);
        try (CapturedOutput output = CapturedOutput.open()) {
            Logger born = Logger.getLogger("captured.parent.born");
            parent.finest("of-the-parent");
            child.finest("of-the-child");
            quiet.finest("of-the-quiet");
            apart.finest("of-the-one-apart");
            born.finest("of-the-late-born");
            assertEquals(1, times("of-the-parent", output));
            assertEquals(1, times("of-the-child", output));
            assertEquals(1, times("of-the-quiet", output));
            assertEquals(1, times("of-the-one-apart", output));
            assertEquals(1, times("of-the-late-born", output));
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

    @Test
    void every_logger_is_as_before_when_it_is_closed() {
        List<Logger> loggers = differing();
        List<String> before = states(loggers);
        try (CapturedOutput output = CapturedOutput.open()) {
            assertNotEquals(before, states(loggers));
        }
        assertEquals(before, states(loggers));
    }

    @Test
    void every_logger_is_as_before_when_its_rule_is_given_up() throws InterruptedException {
        List<Logger> loggers = differing();
        List<String> before = states(loggers);
        Changes changes = new Changes();
        Thread rule = new Thread(changes.of(CapturedOutput::open));
        rule.start();
        rule.join();
        assertNotEquals(before, states(loggers));
        changes.end();
        assertEquals(before, states(loggers));
    }

    private static List<Logger> differing() {
        Logger handled = logger("captured.restored.handled", Level.OFF, false);
        handled.addHandler(new Heard());
        return List.of(
                Logger.getLogger(""),
                handled,
                logger("captured.restored.plain", null, true),
                logger("captured.restored.quiet", Level.CONFIG, true),
                logger("captured.restored.apart", null, false),
                logger("captured.restored.apart.child", null, true));
    }

    private static List<String> states(List<Logger> loggers) {
        return loggers.stream()
                .map(logger -> logger.getName() + " " + logger.getLevel() + " " + logger.getUseParentHandlers() + " "
                        + List.of(logger.getHandlers()))
                .toList();
    }

    private static Logger logger(String name, @Nullable Level level, boolean passesOn) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        logger.setUseParentHandlers(passesOn);
        return logger;
    }

    private static int times(String line, CapturedOutput output) {
        return output.text().split(line + "\n", -1).length - 1;
    }

    private static final class Heard extends Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
