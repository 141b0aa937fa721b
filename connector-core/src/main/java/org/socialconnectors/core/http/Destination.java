package org.socialconnectors.core.http;

import java.net.URI;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/**
 * Where a request goes: to an https server, or to any server on this machine.
 *
 * @param host scheme, host without brackets, port
 */
record Destination(HttpHost host) {
    private static final int HIGHEST_PORT = 65535;

    /**
     * Reads a URI.
     *
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if nothing may be sent there; shows nothing of the URI
     */
    static Destination of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null) {
            throw refused("an address must name a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("an address must not contain credentials");
        }
        if (uri.getRawFragment() != null) {
            throw refused("an address must not contain a fragment");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && Loopback.isLoopback(uri.getHost()))) {
            throw refused("an address must be https");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (port == 0 || port > HIGHEST_PORT) {
            throw refused("an address must have a possible port");
        }
        return new Destination(new HttpHost(scheme, withoutBrackets(uri.getHost()), port));
    }

    boolean isSecure() {
        return host.getSchemeName().equals("https");
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static ConnectorException refused(String reason) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason).build();
    }
}
