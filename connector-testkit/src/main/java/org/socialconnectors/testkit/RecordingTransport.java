package org.socialconnectors.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.socialconnectors.api.http.HttpTransport;

/** Remembers what passed through it, and can interrupt. Thread-safe. */
final class RecordingTransport implements HttpTransport {
    private final HttpTransport behind;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private volatile Predicate<Request> interruption = request -> false;

    record Exchange(Request request, Response response) {}

    RecordingTransport(HttpTransport behind) {
        this.behind = behind;
    }

    @Override
    public Response send(Request request) throws InterruptedException {
        requests.add(request);
        if (interruption.test(request)) {
            throw new InterruptedException();
        }
        Response response = behind.send(request);
        exchanges.add(new Exchange(request, response));
        return response;
    }

    void interruptAt(Predicate<Request> which) {
        interruption = which;
    }

    List<Request> requests() {
        return requests;
    }

    List<Exchange> exchanges() {
        return exchanges;
    }
}
