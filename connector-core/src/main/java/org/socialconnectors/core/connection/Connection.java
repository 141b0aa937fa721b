package org.socialconnectors.core.connection;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connector with a configuration and an ID of its own. Immutable apart from the connector, which is made when it is first
 * needed and then kept; thread-safe.
 */
public final class Connection {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final ConnectionSettings settings;
    private final ConnectorDescriptor descriptor;
    private final RedirectUris redirectUris;
    private final String revision;
    private final ConnectorSource source;
    private volatile @Nullable SocialConnector connector;

    Connection(ConnectionSettings settings, ConnectorDescriptor descriptor, JsonObject config, ConnectorSource source) {
        this.settings = settings;
        this.descriptor = descriptor;
        this.redirectUris = RedirectUris.of(settings.redirectUris());
        this.revision = revision(settings.connectorId(), config);
        this.source = source;
    }

    /**
     * The connection's ID.
     *
     * @return the ID
     */
    public String id() {
        return settings.connectionId();
    }

    /**
     * What its connector is.
     *
     * @return the description
     */
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    /**
     * What was entered.
     *
     * @return the settings
     */
    public ConnectionSettings settings() {
        return settings;
    }

    /**
     * Where the provider may send people back to.
     *
     * @return the redirect URIs
     */
    public List<URI> redirectUris() {
        return redirectUris.entries();
    }

    /**
     * Whether the provider may send people back there.
     *
     * @param redirectUri compared byte for byte, but for the port of an http loopback entry (RFC 8252 section 7.3)
     * @return true if so
     */
    public boolean allowsRedirectTo(URI redirectUri) {
        return redirectUris.allow(redirectUri);
    }

    boolean sharesRedirectUriWith(Connection other) {
        return redirectUris.overlap(other.redirectUris);
    }

    /**
     * Names this connector and configuration: the same on every node, another after every edit. Derived from secrets by a hash:
     * do not publish it.
     *
     * @return 64 hexadecimal digits
     */
    public String revision() {
        return revision;
    }

    /**
     * The connector. Its mistakes are its own: whatever it throws beyond its contract becomes {@code CONNECTOR_FAILURE}. Each
     * call, also to a capability whose type is an interface that anybody may implement, ends within the connections' deadline;
     * making the connector does not count.
     *
     * @return the connector
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} or {@code CONNECTOR_FAILURE} if it cannot be made
     */
    public SocialConnector connector() {
        SocialConnector made = connector;
        if (made == null) {
            synchronized (source) {
                made = connector;
                if (made == null) {
                    made = source.make();
                    connector = made;
                }
            }
        }
        return made;
    }

    @Override
    public String toString() {
        return "Connection(" + id() + ", " + descriptor.id() + ")";
    }

    private static String revision(String connectorId, JsonObject config) {
        try {
            byte[] canonical = CANONICAL
                    .writeValueAsString(Map.of("connector", connectorId, "config", config.toMap()))
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Makes the connector of one connection. */
    @FunctionalInterface
    interface ConnectorSource {
        SocialConnector make();
    }
}
