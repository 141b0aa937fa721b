package org.socialconnectors.core.connection;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.http.DeadlineTransport;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.registry.GuardedConnector;

/**
 * The connections there are, by ID. Readers see one consistent set; a writer swaps it whole, so an edit takes effect at once and a
 * connection whose settings did not change keeps its connector. One that cannot be used never takes the others down. Each has
 * redirect URIs of its own, so that no provider can have another one's code sent to it (RFC 9700 section 4.4.2). Thread-safe.
 */
public final class Connections {
    /** How long a connector may take to begin or to complete a sign-in, when the host does not say. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(20);

    private final ConnectorRegistry<SocialConnectorFactory> registry;
    private final DeadlineTransport http;
    private final ConnectorContext context;
    private final Duration deadline;
    private volatile Map<String, Entry> entries = Map.of();

    /**
     * No connections yet.
     *
     * @param registry the connectors
     * @param http the way to the network
     */
    public Connections(ConnectorRegistry<SocialConnectorFactory> registry, HttpTransport http) {
        this(registry, http, InstantSource.system(), DEFAULT_DEADLINE);
    }

    /**
     * No connections yet.
     *
     * @param registry the connectors
     * @param http the way to the network
     * @param clock for all comparisons with a provider's times
     * @param deadline how long a connector may take to begin or to complete a sign-in
     */
    public Connections(
            ConnectorRegistry<SocialConnectorFactory> registry,
            HttpTransport http,
            InstantSource clock,
            Duration deadline) {
        this.registry = registry;
        this.http = new DeadlineTransport(http);
        this.context = ConnectorContext.of(this.http, clock);
        this.deadline = deadline;
    }

    /**
     * Replaces all connections.
     *
     * @param settings the new ones
     * @return those that cannot be used; looking one of them up fails with its reason
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if two have the same ID; nothing is replaced then
     */
    public synchronized List<ConnectionProblem> replaceAll(Collection<ConnectionSettings> settings) {
        Map<String, ConnectionSettings> byId = new LinkedHashMap<>();
        for (ConnectionSettings each : settings) {
            if (byId.put(each.connectionId(), each) != null) {
                throw refusal("two connections have the same ID", each.connectionId());
            }
        }
        Map<String, Entry> next = new LinkedHashMap<>();
        byId.forEach((id, each) -> next.put(id, entry(each, entries.get(id), next.values())));
        entries = Collections.unmodifiableMap(next);
        return problems();
    }

    /**
     * Adds a connection, or replaces the one with its ID.
     *
     * @param settings the connection
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} or {@code CONNECTOR_FAILURE} if it cannot be used; nothing
     *     is replaced then
     */
    public synchronized void put(ConnectionSettings settings) {
        Map<String, Entry> next = new LinkedHashMap<>(entries);
        Entry previous = next.remove(settings.connectionId());
        Entry candidate = entry(settings, previous, next.values());
        if (candidate.problem() != null) {
            throw candidate.problem();
        }
        next.put(settings.connectionId(), candidate);
        entries = Collections.unmodifiableMap(next);
    }

    /**
     * Removes a connection. Sign-ins that are under way with it end with {@code INVALID_CONFIGURATION}.
     *
     * @param connectionId its ID; one that does not exist is ignored
     */
    public synchronized void remove(String connectionId) {
        Map<String, Entry> next = new LinkedHashMap<>(entries);
        next.remove(connectionId);
        entries = Collections.unmodifiableMap(next);
    }

    /**
     * A connection with which people can sign in.
     *
     * @param connectionId its ID
     * @return the connection
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it does not exist or is disabled, or with the reason for
     *     which it cannot be used
     */
    public Connection get(String connectionId) {
        Entry entry = entries.get(connectionId);
        if (entry == null) {
            throw refusal("there is no such connection", connectionId);
        }
        if (!entry.settings().enabled()) {
            throw refusal("the connection is disabled", connectionId);
        }
        return entry.connection();
    }

    /**
     * The connections with which people can sign in.
     *
     * @return an unmodifiable list in the order of the settings
     */
    public List<Connection> usable() {
        return entries.values().stream()
                .filter(entry -> entry.settings().enabled())
                .flatMap(entry -> Stream.ofNullable(entry.usable()))
                .toList();
    }

    /**
     * The connections that cannot be used.
     *
     * @return an unmodifiable list in the order of the settings
     */
    public List<ConnectionProblem> problems() {
        return entries.entrySet().stream()
                .flatMap(entry -> Stream.ofNullable(entry.getValue().problem())
                        .map(reason -> new ConnectionProblem(entry.getKey(), reason)))
                .toList();
    }

    private Entry entry(ConnectionSettings settings, @Nullable Entry previous, Collection<Entry> others) {
        try {
            Connection kept = previous != null && previous.settings().equals(settings) ? previous.usable() : null;
            Connection usable = kept != null ? kept : connection(settings);
            requireOwnRedirectUris(usable, others);
            return new Entry(settings, usable, null);
        } catch (ConnectorException reason) {
            return new Entry(settings, null, reason);
        }
    }

    // RFC 9700 section 4.4.2: where one address serves two providers, one of them can have the other's code sent to it.
    private static void requireOwnRedirectUris(Connection connection, Collection<Entry> others) {
        for (Entry other : others) {
            if (other.usable() != null && connection.sharesRedirectUriWith(other.usable())) {
                throw refusal("the connection shares a redirect URI with another one", connection.id());
            }
        }
    }

    private Connection connection(ConnectionSettings settings) {
        SocialConnectorFactory factory = registry.get(settings.connectorId());
        JsonObject config = registry.configurationSchema(settings.connectorId()).complete(settings.config());
        return new Connection(
                settings, registry.descriptor(settings.connectorId()), config, () -> make(settings, factory, config));
    }

    private SocialConnector make(ConnectionSettings settings, SocialConnectorFactory factory, JsonObject config) {
        return new PunctualConnector(
                GuardedConnector.create(settings.connectorId(), factory, config, context), http, deadline);
    }

    private static ConnectorException refusal(String reason, String connectionId) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason)
                .with(Detail.CONNECTION_ID, connectionId)
                .build();
    }

    private record Entry(
            ConnectionSettings settings,
            @Nullable Connection usable,
            @Nullable ConnectorException problem) {
        Connection connection() {
            if (problem != null) {
                throw problem;
            }
            return Objects.requireNonNull(usable);
        }
    }
}
