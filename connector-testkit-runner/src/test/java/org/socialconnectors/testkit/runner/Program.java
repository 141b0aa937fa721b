package org.socialconnectors.testkit.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of the packed program in a process of its own. */
record Program(int exitCode, String out, String err) {
    private static final Path JAR = Path.of("target", "connector-testkit-runner.jar");
    private static final int LONGEST_SECONDS = 120;

    static Program run(Path directory, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-jar"));
        command.add(JAR.toAbsolutePath().toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
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

    /** All that it said, to be shown when an assertion fails. */
    String said() {
        return "exit code " + exitCode + "\n" + out + "\n" + err;
    }
}
