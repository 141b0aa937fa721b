package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {
    @TempDir
    private Path directory;

    @Test
    void T48_another_process_finishes_what_this_one_began_once() throws Exception {
        BrowserKey browser = BrowserKey.random();
        Node node = new Node(new SealedPendingSignIns(new DirectoryByteStore(directory)));
        String query = "code=ada&state=" + node.begin(browser);

        assertEquals(List.of("ada", "SIGN_IN_NOT_PENDING"), secondProcess(browser, query));
        PendingSignInsContract.assertNotPending(() -> node.complete(browser, query));
        assertEquals(0, node.factory.exchanges.get());
    }

    private List<String> secondProcess(BrowserKey browser, String query) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondProcess.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(browser.secret().reveal())
                    .append('\n')
                    .append(query)
                    .append('\n')
                    .close();
            // Long enough for any machine: a process that hangs must not hang the build.
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the second process does not end");
            return Files.readAllLines(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
