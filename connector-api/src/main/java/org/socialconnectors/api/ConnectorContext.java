package org.socialconnectors.api;

import java.time.InstantSource;
import org.socialconnectors.api.http.HttpTransport;

/** Everything from outside that a connector may use. Thread-safe. Implemented by hosts; it will grow by default methods. */
public interface ConnectorContext {
    /**
     * A context of these.
     *
     * @param http the way to the network
     * @param clock the clock
     * @return a context
     */
    static ConnectorContext of(HttpTransport http, InstantSource clock) {
        return new ConnectorContext() {
            @Override
            public HttpTransport http() {
                return http;
            }

            @Override
            public InstantSource clock() {
                return clock;
            }
        };
    }

    /**
     * The way to the network.
     *
     * @return the transport
     */
    HttpTransport http();

    /**
     * The clock for all comparisons with a provider's times, and for how long the provider's keys and metadata are kept.
     *
     * @return the clock
     */
    InstantSource clock();
}
