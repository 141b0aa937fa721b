package org.socialconnectors.checks.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider that runs as a program of its own, with all that it starts, until it is closed or the tests' Java machine ends. */
final class ProviderProgram implements AutoCloseable {
    /** Ends the program, and what that has started, when nobody holds the other end of standard input any more. */
    private static final String WHILE_INPUT_IS_OPEN = """
            set -m
            "$@" </dev/null &
            exec >/dev/null 2>&1
            cat
            kill -TERM -- "-$!"
            """;

    private static final Pattern READY = Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:[0-9]+)");
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final Process process;
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final Thread reader;

    private ProviderProgram(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "provider's output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program, and waits until it says where it listens. */
    static ProviderProgram start(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("bash", "-c", WHILE_INPUT_IS_OPEN, "bash"));
        words.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        ProviderProgram program = new ProviderProgram(builder.start());
        try {
            program.address.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
            return program;
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            program.close();
            if (failure instanceof InterruptedException interruption) {
                throw interruption;
            }
            throw new IOException(command[0] + " did not start", failure);
        }
    }

    /** Where it listens. */
    URI address() {
        return address.join();
    }

    private void read() {
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    address.complete(URI.create(ready.group(1)));
                }
                // Read to the end all the same, for a program whose output nobody reads comes to a halt.
                if (!address.isDone()) {
                    output.append(line).append('\n');
                }
            }
            address.completeExceptionally(new IOException("it ended, and said:\n" + output));
        } catch (IOException closed) {
            address.completeExceptionally(closed);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        try {
            process.getOutputStream().close();
            // All that it started writes to the same pipe, which therefore ends with the last of them.
            reader.join(LONGEST_STOP.toMillis());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        } finally {
            started.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
