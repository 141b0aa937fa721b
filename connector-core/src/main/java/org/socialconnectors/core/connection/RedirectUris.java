package org.socialconnectors.core.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.core.http.Loopback;

/**
 * The redirect URIs of a connection, compared as strings, byte for byte (RFC 9700 section 2.1); only the port of an {@code http}
 * loopback entry is free (RFC 8252 section 7.3). Immutable and thread-safe.
 */
final class RedirectUris {
    private final List<URI> entries;

    private RedirectUris(List<URI> entries) {
        this.entries = entries;
    }

    static RedirectUris of(List<String> texts) {
        List<URI> entries = texts.stream().map(RedirectUris::entry).toList();
        if (entries.isEmpty()) {
            throw refusal("a connection needs a redirect URI");
        }
        return new RedirectUris(entries);
    }

    List<URI> entries() {
        return entries;
    }

    /** Whether a callback could arrive at either: what one entry allows, allows that entry. */
    boolean overlap(RedirectUris others) {
        return entries.stream().anyMatch(others::allow);
    }

    boolean allow(URI requested) {
        return entries.stream()
                .anyMatch(entry -> entry.toString().equals(requested.toString())
                        || (isHttpLoopback(entry) && withoutPort(entry).equals(withoutPort(requested))));
    }

    private static URI entry(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            throw refusal("a redirect URI is not an address");
        }
        boolean web = uri.getHost() != null && ("https".equals(uri.getScheme()) || isHttpLoopback(uri));
        if (!web || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw refusal(
                    "a redirect URI is not https (or http on a loopback address), or has a fragment or user information");
        }
        return uri;
    }

    private static boolean isHttpLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && uri.getHost() != null && Loopback.isRedirectHost(uri.getHost());
    }

    private static String withoutPort(URI uri) {
        String authority = uri.getRawAuthority();
        return authority == null || uri.getPort() == -1
                ? uri.toString()
                : uri.toString().replaceFirst(":" + uri.getPort() + "(?=[/?#]|$)", "");
    }

    private static ConnectorException refusal(String reason) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason)
                .with(Detail.POINTER, "/redirectUris")
                .build();
    }
}
