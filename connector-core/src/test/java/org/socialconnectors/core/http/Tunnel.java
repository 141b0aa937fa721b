package org.socialconnectors.core.http;

import java.io.IOException;
import java.net.Socket;

/** Copies bytes both ways, as a proxy does after CONNECT. */
final class Tunnel {
    private Tunnel() {}

    static void between(Socket client, int port) throws IOException {
        try (Socket server = new Socket("127.0.0.1", port)) {
            Thread back = new Thread(() -> copy(server, client), "tunnel");
            back.setDaemon(true);
            back.start();
            copy(client, server);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side left.
            return;
        }
    }
}
