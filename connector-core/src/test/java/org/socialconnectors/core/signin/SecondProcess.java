package org.socialconnectors.core.signin;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.socialconnectors.api.error.ConnectorException;

/**
 * A node in a process of its own, which knows the directory of the store and gets what a browser sends: a cookie and a callback, a
 * line each. Prints who signed in, or the error's code.
 */
final class SecondProcess {
    private SecondProcess() {}

    public static void main(String[] arguments) throws Exception {
        Node node = new Node(new SealedPendingSignIns(new DirectoryByteStore(Path.of(arguments[0]))));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BrowserKey browser = BrowserKey.ofCookie(lines.readLine());
        String query = lines.readLine();
        System.out.println(outcome(node, browser, query));
        System.out.println(outcome(node, browser, query));
    }

    private static String outcome(Node node, BrowserKey browser, String query) throws InterruptedException {
        try {
            return node.complete(browser, query);
        } catch (ConnectorException refusal) {
            return refusal.code().name();
        }
    }
}
