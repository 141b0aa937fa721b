package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;

class RecordingTransportTest {
    private final Response response = new Response(200, Map.of(), new byte[0]);
    private final RecordingTransport transport = new RecordingTransport(request -> {
        if (request.method().equals("POST")) {
            throw new IllegalStateException("unreachable");
        }
        return response;
    });

    @Test
    void what_is_answered_is_remembered_with_its_answer() throws InterruptedException {
        Request request = Request.get(URI.create("https://id.example/a"));
        assertSame(response, transport.send(request));
        assertEquals(List.of(request), transport.requests());
        assertEquals(List.of(new RecordingTransport.Exchange(request, response)), transport.exchanges());
    }

    @Test
    void what_is_not_answered_is_remembered_too() {
        Request request = Request.postForm(URI.create("https://id.example/a"), Map.of());
        assertThrows(IllegalStateException.class, () -> transport.send(request));
        assertEquals(List.of(request), transport.requests());
        assertEquals(List.of(), transport.exchanges());
    }

    @Test
    void it_interrupts_at_the_request_that_it_is_told_and_at_no_other() throws InterruptedException {
        transport.interruptAt(request -> request.uri().getPath().equals("/b"));
        transport.send(Request.get(URI.create("https://id.example/a")));
        Request refused = Request.get(URI.create("https://id.example/b"));
        assertThrows(InterruptedException.class, () -> transport.send(refused));
        assertEquals(2, transport.requests().size());
        assertEquals(1, transport.exchanges().size());
    }
}
