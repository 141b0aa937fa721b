package org.socialconnectors.console.web;

import java.net.URI;

/**
 * Where people reach the program.
 *
 * @param origin scheme, host and port without a path: {@code http://127.0.0.1:8080}, or a Space's https origin
 */
public record Site(URI origin) {
    /**
     * Whether people reach it by https.
     *
     * @return true if so
     */
    public boolean isSecure() {
        return "https".equals(origin.getScheme());
    }

    /**
     * What a request's Host header has to say.
     *
     * @return the host, with the port if there is one
     */
    String authority() {
        return origin.getRawAuthority();
    }

    /**
     * Where the provider sends people back to.
     *
     * @param connectionId with which connection
     * @return the redirect URI
     */
    public URI redirectUri(String connectionId) {
        return URI.create(origin + "/callback/" + connectionId);
    }
}
