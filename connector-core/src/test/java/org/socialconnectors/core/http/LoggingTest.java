package org.socialconnectors.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.core.http.MisbehavingServer.answer;
import static org.socialconnectors.core.http.MisbehavingServer.answering;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.http.HttpTransport.Request;

/** Everything is logged, at the lowest level there is, while values that must not be seen go both ways. */
class LoggingTest {
    private static final String CANARY = "canary-51d0c6";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Level before;

    @BeforeEach
    void listen() {
        before = root.getLevel();
        root.detachAppender("console");
        root.setLevel(Level.TRACE);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void restore() {
        root.detachAppender(log);
        root.setLevel(before);
    }

    @Test
    void T45_nothing_that_is_sent_or_received_is_logged_or_told_in_an_error() throws Exception {
        List<String> errors = new ArrayList<>();
        List<MisbehavingServer.Behavior> behaviors = List.of(
                answering(answer(200, "Set-Cookie: a=" + CANARY + "\r\nX-Token: " + CANARY + "\r\n", CANARY)),
                answering(answer(
                        401,
                        "WWW-Authenticate: Basic realm=\"" + CANARY + "\"\r\nX-Token: " + CANARY + "\r\n",
                        CANARY)),
                answering(answer(503, "Retry-After: 1\r\n", CANARY)),
                answering(answer(302, "Location: http://localhost/?code=" + CANARY + "\r\n", CANARY)),
                answering(CANARY + "\r\n" + CANARY + "\r\n\r\n"),
                answering("HTTP/1.1 200 OK\r\n" + CANARY + "\r\nContent-Length: 0\r\n\r\n"),
                answering("HTTP/1.1 200 OK\r\nContent-Length: " + CANARY + "\r\n\r\n"),
                answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CANARY + "\r\n"),
                answering(answer(200, "Content-Encoding: " + CANARY + "\r\n", CANARY)),
                answering(answer(200, "Content-Encoding: gzip\r\n", CANARY)),
                answering(answer(200, "Keep-Alive: timeout=" + CANARY + "\r\n", CANARY.repeat(10_000))),
                MisbehavingServer.Visit::readRequest,
                visit -> {
                    visit.readRequest();
                    visit.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + CANARY);
                },
                visit -> {
                    visit.readRequest();
                    visit.keepSilent();
                });
        TestCertificates certificates = TestCertificates.get();
        try (HttpClientTransport transport = HttpClientTransport.builder()
                .trust(certificates.authority())
                .repeatGet(2, Duration.ofMillis(1))
                .resolver(new SystemDefaultDnsResolver() {
                    @Override
                    public InetAddress[] resolve(String host) throws UnknownHostException {
                        throw new UnknownHostException(host);
                    }
                })
                .build()) {
            for (MisbehavingServer.Behavior behavior : behaviors) {
                try (MisbehavingServer server = MisbehavingServer.http(behavior)) {
                    exercise(transport, server.uri("/path-" + CANARY + "?code=" + CANARY), errors);
                    assertTrue(server.requests().get(0).contains(CANARY), "the canary flies");
                }
            }
            for (String alias : List.of("provider", "other-host", "expired", "self-signed")) {
                try (MisbehavingServer server =
                        MisbehavingServer.https(certificates.server(alias), answering(answer(200, "", CANARY)))) {
                    exercise(transport, server.uri("/?code=" + CANARY), errors);
                }
            }
            exercise(transport, URI.create("https://gone.invalid/?code=" + CANARY), errors);
            exercise(transport, URI.create("http://gone.invalid/?code=" + CANARY), errors);
            exercise(transport, URI.create("https://" + CANARY + "@localhost/"), errors);
        }

        List<String> lines = log.list.stream().map(LoggingTest::whole).collect(Collectors.toList());
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("org.apache.hc.client5")),
                "the client does log, only nothing of this");
        assertTrue(errors.size() > 20, "errors: " + errors.size());
        List<String> leaks = new ArrayList<>(lines);
        leaks.addAll(errors);
        leaks.removeIf(line -> !line.contains(CANARY));
        assertEquals(List.of(), leaks);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertFalse(thread.getName().contains(CANARY), thread.getName());
        }
    }

    private static void exercise(HttpClientTransport transport, URI uri, List<String> errors)
            throws InterruptedException, IOException {
        for (Request request :
                List.of(Request.get(uri), Request.postForm(uri, Map.of("code", CANARY, "client_secret", CANARY)))) {
            try {
                transport.send(request.header("Authorization", "Bearer " + CANARY)
                        .header("X-Canary", CANARY)
                        .timeout(Duration.ofMillis(1500))
                        .maxBodyBytes(10_000));
            } catch (ConnectorException e) {
                errors.add(told(e));
            }
        }
    }

    private static String told(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String whole(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage() + " "
                + event.getMDCPropertyMap() + " " + thrown;
    }
}
