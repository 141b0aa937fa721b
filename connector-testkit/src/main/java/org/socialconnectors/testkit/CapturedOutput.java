package org.socialconnectors.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is logged or printed while it is open: everything of {@code java.util.logging} and {@link System.Logger} down to the
 * finest level, and what reaches standard output and standard error, where most other logging ends up in a test. What is
 * printed is passed on. One at a time; it ends with its rule at the latest.
 *
 * <p>Loggers that are known when it is opened are heard whatever their levels, and each line once: the recorder is at the
 * root and at every logger that does not pass on to its parent, and a line goes no further than to the first of them.
 */
final class CapturedOutput implements AutoCloseable {
    // They hold the loggers too, of which the log manager has weak references only.
    private final List<Altered> loggers = toAlter();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final Handler handler = new Recorder();
    private final Changes.Change change = Changes.ofThisRule().make(this::capture, this::restore);

    private CapturedOutput() {}

    static CapturedOutput open() {
        return new CapturedOutput();
    }

    String text() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        change.close();
    }

    private void capture() {
        loggers.forEach(altered -> altered.alter(handler));
        System.setOut(copying(out));
        System.setErr(copying(err));
    }

    private void restore() {
        System.setOut(out);
        System.setErr(err);
        loggers.forEach(altered -> altered.restore(handler));
    }

    private static List<Altered> toAlter() {
        LogManager manager = LogManager.getLogManager();
        return Collections.list(manager.getLoggerNames()).stream()
                .flatMap(name -> Stream.ofNullable(manager.getLogger(name)))
                .map(Altered::new)
                .filter(Altered::wouldHide)
                .toList();
    }

    private PrintStream copying(PrintStream original) {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int character) {
                captured.write(character);
                original.write(character);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                captured.write(bytes, offset, length);
                original.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                original.flush();
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A logger that would hide something, as it was.
     *
     * @param level null if it is the parent's
     * @param last whether no logger above it gets what it gets
     */
    private record Altered(Logger logger, @Nullable Level level, boolean last) {
        Altered(Logger logger) {
            this(logger, logger.getLevel(), logger.getParent() == null || !logger.getUseParentHandlers());
        }

        boolean wouldHide() {
            return level != null || last;
        }

        void alter(Handler recorder) {
            logger.setLevel(Level.ALL);
            if (last) {
                logger.addHandler(recorder);
            }
        }

        void restore(Handler recorder) {
            logger.removeHandler(recorder);
            logger.setLevel(level);
        }
    }

    private final class Recorder extends Handler {
        private final Formatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            captured.writeBytes(utf8(formatter.formatMessage(line) + '\n'));
            if (line.getThrown() != null) {
                StringWriter trace = new StringWriter();
                line.getThrown().printStackTrace(new PrintWriter(trace));
                captured.writeBytes(utf8(trace.toString()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
