package org.socialconnectors.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.socialconnectors.core.http.MisbehavingServer.answer;
import static org.socialconnectors.core.http.MisbehavingServer.answering;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport.Request;

/** Real handshakes with certificates of every kind. */
class TlsTest {
    @Test
    void a_certificate_of_an_added_authority_for_this_host_is_accepted() throws Exception {
        TestCertificates certificates = TestCertificates.get();
        try (MisbehavingServer server =
                        MisbehavingServer.https(certificates.server("provider"), answering(answer(200, "", "{}")));
                HttpClientTransport transport = HttpClientTransport.builder()
                        .trust(certificates.authority())
                        .build()) {
            assertEquals(200, transport.send(Request.get(server.uri("/"))).status());
            assertEquals(
                    200,
                    transport.send(Request.postForm(server.uri("/"), Map.of())).status());
            assertEquals(1, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other-host", "expired", "self-signed"})
    void T50_another_hosts_an_expired_and_a_self_signed_certificate_are_refused_before_anything_is_sent(String alias)
            throws Exception {
        TestCertificates certificates = TestCertificates.get();
        AtomicInteger bytes = new AtomicInteger();
        try (MisbehavingServer server = MisbehavingServer.https(certificates.server(alias), visit -> {
                    while (visit.socket().getInputStream().read() >= 0) {
                        bytes.incrementAndGet();
                    }
                });
                HttpClientTransport transport = HttpClientTransport.builder()
                        .trust(certificates.authority())
                        .build()) {
            for (Request request :
                    new Request[] {Request.get(server.uri("/")), Request.postForm(server.uri("/"), Map.of("code", "c"))
                    }) {
                ConnectorException error = assertThrows(
                        ConnectorException.class, () -> transport.send(request.header("Authorization", "Basic x")));
                assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, error.code());
            }
            assertEquals(0, bytes.get());
            assertEquals(2, server.connections(), "once each: a certificate does not get better");
        }
    }

    @Test
    void T50_an_authority_that_was_not_added_is_not_trusted() throws Exception {
        TestCertificates certificates = TestCertificates.get();
        try (MisbehavingServer server =
                        MisbehavingServer.https(certificates.server("provider"), answering(answer(200, "", "{}")));
                HttpClientTransport transport = HttpClientTransport.builder().build()) {
            ConnectorException error = assertThrows(
                    ConnectorException.class, () -> transport.send(Request.postForm(server.uri("/"), Map.of())));
            assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, error.code());
            assertEquals(0, server.requests().size());
        }
    }
}
