package org.socialconnectors.console.web;

import java.net.URI;
import java.util.Optional;

/**
 * The identity provider that this program uses.
 *
 * @param issuer its issuer, which is also where its pages are
 * @param simulated whether it is the simulated one
 */
public record Provider(URI issuer, boolean simulated) {
    /**
     * What people see in a browser's address bar.
     *
     * @return the host, with the port if there is one
     */
    public String host() {
        return issuer.getRawAuthority();
    }

    /**
     * Its origin, for a content security policy.
     *
     * @return scheme, host and port
     */
    String origin() {
        return originOf(issuer)
                .orElseThrow(() -> new IllegalStateException("the configuration's schema allows only host names"));
    }

    /**
     * The origin of an address, if it can stand in a content security policy and be trusted to stay one word there.
     *
     * @param address any address
     * @return scheme, host and port
     */
    static Optional<String> originOf(URI address) {
        String origin = address.getScheme() + "://" + address.getRawAuthority();
        return Optional.of(origin)
                .filter(text -> text.matches("https?://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?"));
    }
}
