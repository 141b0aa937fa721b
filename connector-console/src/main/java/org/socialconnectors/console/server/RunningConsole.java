package org.socialconnectors.console.server;

import io.javalin.Javalin;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.console.web.Provider;
import org.socialconnectors.console.web.Site;
import org.socialconnectors.simulator.SimulatedServer;

/** The program while it runs. Thread-safe. */
public final class RunningConsole implements AutoCloseable {
    private final Site site;
    private final Provider provider;
    private final URI redirectUri;
    private final Javalin web;
    private final @Nullable SimulatedServer simulator;

    RunningConsole(Site site, Provider provider, URI redirectUri, Javalin web, @Nullable SimulatedServer simulator) {
        this.site = site;
        this.provider = provider;
        this.redirectUri = redirectUri;
        this.web = web;
        this.simulator = simulator;
    }

    /**
     * Where people reach the program.
     *
     * @return the origin, without a path
     */
    public URI uri() {
        return site.origin();
    }

    /**
     * Where the program listens.
     *
     * @return the port
     */
    public int port() {
        return web.port();
    }

    /**
     * The simulated provider.
     *
     * @return the server; empty if the real provider is used
     */
    public Optional<SimulatedServer> simulator() {
        return Optional.ofNullable(simulator);
    }

    /**
     * What to print at the start.
     *
     * @return lines without secrets
     */
    public List<String> announcement() {
        return List.of(
                "Social Connectors console",
                "  Mode:         "
                        + (provider.simulated()
                                ? "simulated provider (set OAUTH_CLIENT_ID to use the real one)"
                                : "real provider"),
                "  Issuer:       " + provider.issuer(),
                "  Redirect URI: " + redirectUri,
                "  Open:         " + site.origin() + "/");
    }

    /** Stops listening. */
    @Override
    public void close() {
        web.stop();
        if (simulator != null) {
            simulator.close();
        }
    }

    @Override
    public String toString() {
        return "RunningConsole(" + site.origin() + ")";
    }
}
