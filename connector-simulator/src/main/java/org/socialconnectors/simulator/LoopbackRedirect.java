package org.socialconnectors.simulator;

import java.net.URI;
import java.util.Objects;
import java.util.Set;

/** The rule for redirect URIs: equal as text, except that http on a loopback host may use any port (RFC 8252 section 7.3). */
final class LoopbackRedirect {
    static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private LoopbackRedirect() {}

    static boolean matches(URI registered, URI requested) {
        return registered.toString().equals(requested.toString())
                || (isLoopback(registered)
                        && registered.getScheme().equals(requested.getScheme())
                        && registered.getHost().equals(requested.getHost())
                        && Objects.equals(registered.getRawUserInfo(), requested.getRawUserInfo())
                        && Objects.equals(registered.getRawPath(), requested.getRawPath())
                        && Objects.equals(registered.getRawQuery(), requested.getRawQuery())
                        && Objects.equals(registered.getRawFragment(), requested.getRawFragment()));
    }

    private static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && uri.getHost() != null && HOSTS.contains(uri.getHost());
    }
}
