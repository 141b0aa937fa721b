package org.socialconnectors.simulator;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.http.HttpTransport.Response;

/**
 * What an endpoint answers instead of the truth. Implementations are thread-safe, and may block to be slow.
 *
 * @see SimulatedProvider#next(Endpoint, ProviderFault)
 * @see SimulatedProvider#always(Endpoint, ProviderFault)
 */
@FunctionalInterface
public interface ProviderFault {
    /**
     * Answers a request.
     *
     * @param honest gives the answer that the provider would have given, and does what it would have done; need not be called
     * @return the answer sent
     * @throws ConnectorException to behave as an unreachable server; on a socket the connection is closed without an answer
     */
    Response answer(Supplier<Response> honest);

    /**
     * A fixed answer; the provider does not look at the request.
     *
     * @param status the HTTP status
     * @param contentType the value of {@code Content-Type}
     * @param body the body
     * @return a fault
     */
    static ProviderFault text(int status, String contentType, String body) {
        return of(Answers.text(status, contentType, body));
    }

    /**
     * A fixed answer in JSON; the provider does not look at the request.
     *
     * @param status the HTTP status
     * @param value maps, lists, strings, numbers, booleans and nulls
     * @return a fault
     */
    static ProviderFault json(int status, @Nullable Object value) {
        return of(Json.response(status, value));
    }

    /**
     * An OAuth error (RFC 6749 section 5.2).
     *
     * @param status the HTTP status
     * @param error the error code
     * @param description the words beside it
     * @return a fault
     */
    static ProviderFault error(int status, String error, String description) {
        return of(Answers.error(status, error, description));
    }

    /**
     * A redirect.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location where to
     * @return a fault
     */
    static ProviderFault redirect(int status, URI location) {
        return of(new Response(status, Map.of("Location", List.of(location.toString())), new byte[0]));
    }

    /**
     * A fixed answer; the provider does not look at the request.
     *
     * @param response the answer
     * @return a fault
     */
    static ProviderFault of(Response response) {
        return honest -> response;
    }

    /**
     * Nobody listens: the provider sees the request (it is recorded) but does not act on it.
     *
     * @return a fault
     */
    static ProviderFault unreachable() {
        return honest -> {
            throw Answers.unreachable();
        };
    }

    /**
     * The provider acts on the request, and the answer is lost on the way.
     *
     * @return a fault
     */
    static ProviderFault lostAnswer() {
        return honest -> {
            throw Answers.lost(honest.get());
        };
    }

    /**
     * The honest answer with its JSON object changed.
     *
     * @param change is given the members, and gives those to send
     * @return a fault
     */
    static ProviderFault changing(UnaryOperator<Map<String, @Nullable Object>> change) {
        return honest -> {
            Response truth = honest.get();
            byte[] body = Json.bytes(Json.write(change.apply(Json.read(truth.body()))));
            return new Response(truth.status(), truth.headers(), body);
        };
    }

    /**
     * The honest answer with one member of its JSON object set.
     *
     * @param name the member
     * @param value its value
     * @return a fault
     */
    static ProviderFault with(String name, @Nullable Object value) {
        return changing(members -> {
            members.put(name, value);
            return members;
        });
    }

    /**
     * The honest answer without one member of its JSON object.
     *
     * @param name the member
     * @return a fault
     */
    static ProviderFault without(String name) {
        return changing(members -> {
            members.remove(name);
            return members;
        });
    }
}
