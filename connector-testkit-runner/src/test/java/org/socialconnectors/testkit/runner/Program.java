package org.socialconnectors.testkit.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A run of the program. */
record Program(int exitCode, String out, String err) {
    private static final Path JAR = Path.of("target", "connector-testkit-runner.jar");
    private static final int LONGEST_SECONDS = 120;

    /** Without what only the packed program does: to end its process. */
    static Program inThisProcess(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TestkitRunner.run(
                new PrintWriter(out), new PrintWriter(err), texts(arguments).toArray(String[]::new));
        return new Program(code, out.toString(), err.toString());
    }

    /** The packed program, in this directory. */
    static Program inItsOwnProcess(Path directory, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-jar"));
        command.add(JAR.toAbsolutePath().toString());
        command.addAll(texts(arguments));
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("the program did not end within " + LONGEST_SECONDS + " s");
        }
        return new Program(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static List<String> texts(Object... arguments) {
        return Stream.of(arguments).map(Object::toString).toList();
    }

    /** All that it said, to be shown when an assertion fails. */
    String said() {
        return "exit code " + exitCode + "\n" + out + "\n" + err;
    }
}
