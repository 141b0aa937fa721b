package org.socialconnectors.core.connection;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

/**
 * What an administrator enters: which connector, under which connection ID, with which configuration. Immutable and thread-safe;
 * its text shows the IDs only.
 */
public final class ConnectionSettings {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?");

    private final String connectionId;
    private final String connectorId;
    private final boolean enabled;
    private final List<String> redirectUris;
    private final JsonObject config;

    private ConnectionSettings(
            String connectionId, String connectorId, boolean enabled, List<String> redirectUris, JsonObject config) {
        this.connectionId = connectionId;
        this.connectorId = connectorId;
        this.enabled = enabled;
        this.redirectUris = redirectUris;
        this.config = config;
    }

    /**
     * Settings of an enabled connection, without redirect URIs and configuration yet.
     *
     * @param connectionId 1 to 64 letters, digits, and inner hyphens and underscores; part of the callback's address
     * @param connectorId the connector
     * @return the settings
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the connection ID is not of that form
     */
    public static ConnectionSettings of(String connectionId, String connectorId) {
        if (!ID.matcher(connectionId).matches()) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_CONFIGURATION,
                            "a connection ID has 1 to 64 letters, digits, and inner hyphens and underscores")
                    .with(Detail.CONNECTION_ID, connectionId)
                    .build();
        }
        return new ConnectionSettings(connectionId, connectorId, true, List.of(), JsonObject.config(Map.of()));
    }

    /**
     * The same settings, enabled or not.
     *
     * @param value whether people can sign in
     * @return other settings
     */
    public ConnectionSettings enabled(boolean value) {
        return new ConnectionSettings(connectionId, connectorId, value, redirectUris, config);
    }

    /**
     * The same settings with these redirect URIs, of which a sign-in names one.
     *
     * @param first as registered with the provider: https, or http on a loopback address, where the port is free
     * @param more others
     * @return other settings
     */
    public ConnectionSettings redirectUris(String first, String... more) {
        List<String> all = Stream.concat(Stream.of(first), Stream.of(more)).toList();
        return new ConnectionSettings(connectionId, connectorId, enabled, all, config);
    }

    /**
     * The same settings with this configuration.
     *
     * @param value as entered, without defaults
     * @return other settings
     */
    public ConnectionSettings config(JsonObject value) {
        return new ConnectionSettings(connectionId, connectorId, enabled, redirectUris, value);
    }

    /**
     * The same settings with this configuration.
     *
     * @param members as entered, without defaults
     * @return other settings
     */
    public ConnectionSettings config(Map<String, ?> members) {
        return config(JsonObject.config(members));
    }

    /**
     * The connection's ID.
     *
     * @return the ID
     */
    public String connectionId() {
        return connectionId;
    }

    /**
     * The connector's ID.
     *
     * @return the ID
     */
    public String connectorId() {
        return connectorId;
    }

    /**
     * Whether people can sign in.
     *
     * @return true if so
     */
    public boolean enabled() {
        return enabled;
    }

    /**
     * Where the provider may send people back to.
     *
     * @return the redirect URIs as entered
     */
    public List<String> redirectUris() {
        return redirectUris;
    }

    /**
     * The connector's configuration; it may contain secrets.
     *
     * @return as entered, without defaults
     */
    public JsonObject config() {
        return config;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionSettings that
                && connectionId.equals(that.connectionId)
                && connectorId.equals(that.connectorId)
                && enabled == that.enabled
                && redirectUris.equals(that.redirectUris)
                && config.equals(that.config);
    }

    @Override
    public int hashCode() {
        return connectionId.hashCode();
    }

    @Override
    public String toString() {
        return "ConnectionSettings(" + connectionId + ", " + connectorId + ")";
    }
}
