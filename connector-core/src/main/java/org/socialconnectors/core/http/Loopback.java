package org.socialconnectors.core.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which hosts are this machine, by their text alone: what a name server says must not decide whether credentials travel in the
 * clear.
 */
public final class Loopback {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("127(?:\\." + OCTET + "){3}");
    private static final Set<String> REDIRECT_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /**
     * Whether a host is this machine.
     *
     * @param host as {@link java.net.URI#getHost()} gives it
     * @return true for {@code localhost}, {@code 127.0.0.0/8} as four decimal numbers, and literally {@code [::1]}
     */
    public static boolean isLoopback(String host) {
        return isRedirectHost(host) || IPV4.matcher(host).matches();
    }

    /**
     * Whether a host may stand in the loopback redirect URI of an application (RFC 8252 section 7.3).
     *
     * @param host as {@link java.net.URI#getHost()} gives it
     * @return true for {@code localhost}, {@code 127.0.0.1} and {@code [::1]}
     */
    public static boolean isRedirectHost(String host) {
        return REDIRECT_HOSTS.contains(host.toLowerCase(Locale.ROOT));
    }
}
