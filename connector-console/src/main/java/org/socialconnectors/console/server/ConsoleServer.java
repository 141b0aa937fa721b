package org.socialconnectors.console.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.console.page.Pages;
import org.socialconnectors.console.session.FormTokens;
import org.socialconnectors.console.session.Sessions;
import org.socialconnectors.console.setup.Setup;
import org.socialconnectors.console.setup.SetupRefusedException;
import org.socialconnectors.console.web.Provider;
import org.socialconnectors.console.web.Routes;
import org.socialconnectors.console.web.Site;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.SignIns;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.simulator.SimulatedServer;

/** Starts the program: the port first, so that the redirect URI is known, then provider, connection and web server. */
public final class ConsoleServer {
    private static final String CONNECTOR = "huggingface-universal";
    private static final String CONNECTION = "huggingface";
    private static final String CLIENT_NAME = "Social Connectors console";
    private static final List<String> SIMULATED_SCOPES = List.of("openid", "profile", "email");
    private static final int REQUEST_BODY_BYTES = 16 * 1024;
    private static final int REQUEST_HEADER_BYTES = 32 * 1024;
    private static final int IDLE_MILLISECONDS = 30_000;
    private static final Map<String, String> VARIABLES = Map.of(
            "/clientId", "OAUTH_CLIENT_ID",
            "/clientSecret", "OAUTH_CLIENT_SECRET",
            "/scope", "OAUTH_SCOPES",
            "/hubUrl", "OPENID_PROVIDER_URL");

    private final Setup setup;
    private final ConnectorRegistry<SocialConnectorFactory> registry;
    private final Connections connections;
    private final SignIns signIns;
    private final Sessions sessions;
    private final FormTokens formTokens;
    private final Pages pages;
    private final InstantSource clock;

    /**
     * A program that does not run yet.
     *
     * @param setup how to run
     * @param registry the connectors
     * @param connections filled when the program starts
     * @param signIns the flow
     * @param sessions who is signed in
     * @param formTokens which forms are ours
     * @param pages the pages
     * @param clock when somebody signed in
     */
    public ConsoleServer(
            Setup setup,
            ConnectorRegistry<SocialConnectorFactory> registry,
            Connections connections,
            SignIns signIns,
            Sessions sessions,
            FormTokens formTokens,
            Pages pages,
            InstantSource clock) {
        this.setup = setup;
        this.registry = registry;
        this.connections = connections;
        this.signIns = signIns;
        this.sessions = sessions;
        this.formTokens = formTokens;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * Starts the program.
     *
     * @return the running program
     * @throws SetupRefusedException if a port is taken, or the provider's configuration is not valid; nothing runs then
     */
    public RunningConsole start() {
        ConfigurationSchema schema = registry.configurationSchema(CONNECTOR);
        setup.providerConfig().ifPresent(config -> requireValid(schema, config));
        ServerSocketChannel socket = listen(setup.host(), setup.port());
        SimulatedServer simulator = null;
        try {
            Site site = new Site(setup.publicOrigin().orElse(origin(socket)));
            URI redirectUri = site.redirectUri(CONNECTION);
            JsonObject config;
            if (setup.providerConfig().isPresent()) {
                config = setup.providerConfig().get();
            } else {
                Secret clientSecret = Secret.random();
                simulator = simulator(setup.simulatorPort(), redirectUri, clientSecret);
                config = simulated(simulator.uri(), clientSecret);
            }
            connections.put(ConnectionSettings.of(CONNECTION, CONNECTOR)
                    .redirectUris(redirectUri.toString())
                    .config(config));
            Provider provider = new Provider(issuer(schema.complete(config)), simulator != null);
            Routes routes = new Routes(site, provider, connections, signIns, sessions, formTokens, pages, clock);
            return new RunningConsole(site, provider, redirectUri, web(socket, routes), simulator);
        } catch (RuntimeException | IOException failure) {
            close(socket, simulator);
            throw failure instanceof RuntimeException unchecked ? unchecked : refusal(failure);
        }
    }

    private static void requireValid(ConfigurationSchema schema, JsonObject config) {
        List<Violation> violations = schema.violations(config);
        if (!violations.isEmpty()) {
            List<String> lines = new ArrayList<>();
            lines.add("The provider’s configuration is not valid:");
            violations.forEach(violation -> lines.add("  "
                    + VARIABLES.getOrDefault(violation.pointer(), violation.pointer()) + " – "
                    + violation.message(Locale.ENGLISH)));
            throw new SetupRefusedException(lines);
        }
    }

    private static ServerSocketChannel listen(String host, int port) {
        try {
            ServerSocketChannel socket = ServerSocketChannel.open();
            try {
                return socket.bind(new InetSocketAddress(host, port));
            } catch (IOException taken) {
                socket.close();
                throw taken;
            }
        } catch (IOException taken) {
            throw new SetupRefusedException(List.of(
                    "Port " + port + " of " + host + " is not available. Stop what uses it, or set PORT to another."));
        }
    }

    private static URI origin(ServerSocketChannel socket) throws IOException {
        InetSocketAddress address = (InetSocketAddress) socket.getLocalAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    private static SimulatedServer simulator(int port, URI redirectUri, Secret clientSecret) {
        SimulatedClient client = SimulatedClient.confidential(
                        "social-connectors-console", clientSecret, List.of(redirectUri), SIMULATED_SCOPES)
                .named(CLIENT_NAME);
        try {
            return SimulatedServer.start(
                    port,
                    issuer ->
                            SimulatedProvider.huggingFace(issuer).client(client).build());
        } catch (IOException taken) {
            throw new SetupRefusedException(List.of("Port " + port
                    + " of localhost is not available for the simulated provider. Stop what uses it, or set SIMULATOR_PORT"
                    + " to another."));
        }
    }

    private static JsonObject simulated(URI issuer, Secret clientSecret) {
        return JsonObject.config(Map.of(
                "clientId",
                "social-connectors-console",
                "clientSecret",
                clientSecret.reveal(),
                "scope",
                String.join(" ", SIMULATED_SCOPES),
                "hubUrl",
                issuer.toString()));
    }

    private static URI issuer(JsonObject completeConfig) {
        return URI.create(completeConfig.uri("hubUrl").toString().replaceFirst("/+$", ""));
    }

    private static Javalin web(ServerSocketChannel socket, Routes routes) {
        return Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.startup.startupWatcherEnabled = false;
                    config.http.maxRequestSize = REQUEST_BODY_BYTES;
                    config.http.prefer405over404 = true;
                    // Compressed beside what another party chose, a form token could be measured.
                    config.http.compressionStrategy = CompressionStrategy.NONE;
                    config.jetty.modifyServer(server -> server.setErrorHandler(new RefusedRequests(routes)));
                    config.jetty.modifyHttpConfiguration(http -> {
                        http.setSendServerVersion(false);
                        http.setSendXPoweredBy(false);
                        http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
                    });
                    config.jetty.addConnector((server, http) -> connector(server, http, socket));
                    routes.register(config.routes);
                })
                .start();
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, ServerSocketChannel socket) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE_MILLISECONDS);
        try {
            connector.open(socket);
        } catch (IOException failure) {
            throw refusal(failure);
        }
        return connector;
    }

    private static SetupRefusedException refusal(Exception failure) {
        return new SetupRefusedException(
                List.of("The web server cannot start: " + failure.getClass().getName() + "."));
    }

    private static void close(ServerSocketChannel socket, @Nullable SimulatedServer simulator) {
        if (simulator != null) {
            simulator.close();
        }
        try {
            socket.close();
        } catch (IOException alreadyUseless) {
            // The reason for closing is what counts.
        }
    }

    @Override
    public String toString() {
        return "ConsoleServer(" + setup + ")";
    }
}
