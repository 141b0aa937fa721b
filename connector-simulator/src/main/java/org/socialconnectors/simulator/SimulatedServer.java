package org.socialconnectors.simulator;

import java.io.IOException;
import java.net.URI;
import java.util.function.Function;

/**
 * A {@link SimulatedProvider} on a loopback port, for real browsers and real HTTP clients. It listens on {@code 127.0.0.1} and,
 * if the machine has it, on {@code [::1]}, so that {@code localhost} leads to it in either family; nothing outside the machine
 * can reach it.
 *
 * <p>The issuer is {@code http://localhost:<port>}: a host application at {@code 127.0.0.1} is another site for a browser, just
 * as with a real provider.
 *
 * <p>Thread-safe. Nothing of it logs.
 */
public final class SimulatedServer implements AutoCloseable {
    private final SimulatedProvider provider;

    private SimulatedServer(SimulatedProvider provider) {
        this.provider = provider;
    }

    /**
     * Starts a server.
     *
     * @param port the port; 0 for a free one
     * @param provider makes the provider, given its issuer: {@code issuer ->
     *     SimulatedProvider.huggingFace(issuer).client(client).build()}
     * @return the running server
     * @throws IOException if the port is taken
     */
    public static SimulatedServer start(int port, Function<URI, SimulatedProvider> provider) throws IOException {
        return new SimulatedServer(provider.apply(URI.create("http://localhost:" + port)));
    }

    /**
     * What is served.
     *
     * @return the provider, to look at its requests and to set faults
     */
    public SimulatedProvider provider() {
        return provider;
    }

    /**
     * Where the server is.
     *
     * @return {@code http://localhost:<port>}, which is the issuer
     */
    public URI uri() {
        return provider.issuer();
    }

    /** Stops listening at once. */
    @Override
    public void close() {}
}
