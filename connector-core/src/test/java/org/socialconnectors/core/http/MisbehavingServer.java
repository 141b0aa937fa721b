package org.socialconnectors.core.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A server on a loopback port that does with each connection whatever a test says, and counts. */
final class MisbehavingServer implements AutoCloseable {
    /** What happens on one connection. */
    @FunctionalInterface
    interface Behavior {
        void serve(Visit visit) throws IOException, InterruptedException;
    }

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    private final ServerSocket listener;
    private final String scheme;
    private final Behavior behavior;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    private MisbehavingServer(ServerSocket listener, String scheme, Behavior behavior) {
        this.listener = listener;
        this.scheme = scheme;
        this.behavior = behavior;
        start(this::accept);
    }

    static MisbehavingServer http(Behavior behavior) throws IOException {
        return new MisbehavingServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), "http", behavior);
    }

    static MisbehavingServer https(SSLContext context, Behavior behavior) throws IOException {
        return new MisbehavingServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
                "https",
                behavior);
    }

    /** Reads each request and gives the next of these answers; the last one for ever. */
    static Behavior answering(String... answers) {
        AtomicInteger next = new AtomicInteger();
        return visit -> {
            while (true) {
                visit.readRequest();
                visit.write(answers[Math.min(next.getAndIncrement(), answers.length - 1)]);
            }
        };
    }

    static String answer(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " whatever\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    URI uri(String pathAndQuery) {
        return URI.create(scheme + "://localhost:" + port() + pathAndQuery);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    List<String> requests() {
        return requests;
    }

    long written() {
        return written.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behavior.serve(new Visit(socket));
        } catch (IOException | InterruptedException e) {
            // The other side left, or the test is over.
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "misbehaving-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection. */
    final class Visit {
        private final Socket socket;

        private Visit(Socket socket) {
            this.socket = socket;
        }

        /** Reads head and body of a request, and counts it. */
        String readRequest() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            Matcher length = LENGTH.matcher(text);
            if (length.find()) {
                text += new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
            }
            requests.add(text);
            return text;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            written.addAndGet(bytes.length);
        }

        /** Keeps the connection open until the test is over. */
        void keepSilent() throws InterruptedException {
            closed.await();
        }

        /** Waits for the other side to close. */
        void awaitEnd() throws IOException {
            socket.getInputStream().readAllBytes();
        }

        Socket socket() {
            return socket;
        }
    }

    /** A pause between the bytes of a slow answer. */
    void drip() throws InterruptedException {
        if (closed.await(50, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException();
        }
    }

    static Map<String, String> form() {
        return Map.of("grant_type", "authorization_code", "code", "c");
    }
}
