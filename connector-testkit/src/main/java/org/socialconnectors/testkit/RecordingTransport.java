package org.socialconnectors.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.http.HttpTransport;

/** Remembers what passed through it, can interrupt, and can let something happen meanwhile. Thread-safe. */
final class RecordingTransport implements HttpTransport {
    private final HttpTransport behind;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final Set<String> threadNames = ConcurrentHashMap.newKeySet();
    private volatile Predicate<Request> interruption = request -> false;
    private final AtomicReference<@Nullable Meanwhile> meanwhile = new AtomicReference<>();

    record Exchange(Request request, Response response) {}

    /** Something that happens while a request is under way. */
    @FunctionalInterface
    interface Event {
        void happen() throws InterruptedException;
    }

    private record Meanwhile(Predicate<Request> which, Event event) {}

    RecordingTransport(HttpTransport behind) {
        this.behind = behind;
    }

    @Override
    public Response send(Request request) throws InterruptedException {
        requests.add(request);
        threadNames.add(Thread.currentThread().getName());
        if (interruption.test(request)) {
            throw new InterruptedException();
        }
        Meanwhile next = meanwhile.get();
        if (next != null && next.which().test(request) && meanwhile.compareAndSet(next, null)) {
            next.event().happen();
        }
        Response response = behind.send(request);
        exchanges.add(new Exchange(request, response));
        return response;
    }

    void interruptAt(Predicate<Request> which) {
        interruption = which;
    }

    /** Lets something happen, once, while the first such request is under way. */
    void meanwhile(Predicate<Request> which, Event event) {
        meanwhile.set(new Meanwhile(which, event));
    }

    /** What the threads were called that sent something. */
    Set<String> threadNames() {
        return Set.copyOf(threadNames);
    }

    List<Request> requests() {
        return requests;
    }

    List<Exchange> exchanges() {
        return exchanges;
    }
}
