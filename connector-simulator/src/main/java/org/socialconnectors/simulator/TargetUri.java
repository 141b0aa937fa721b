package org.socialconnectors.simulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, without query and fragment. Two are equal if they are equivalent by syntax and scheme (RFC 3986 sections
 * 6.2.2 and 6.2.3).
 */
record TargetUri(String scheme, @Nullable String userInfo, String host, int port, String path) {
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

    /** Nothing if it is not an absolute address with an authority, or has a query or a fragment. */
    static Optional<TargetUri> parse(String address) {
        try {
            URI uri = new URI(address);
            return uri.getRawQuery() == null && uri.getRawFragment() == null ? withoutQuery(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** Nothing if it is not an absolute address with an authority. */
    static Optional<TargetUri> withoutQuery(URI uri) {
        if (uri.getScheme() == null || uri.getRawAuthority() == null) {
            return Optional.empty();
        }
        // The Java platform finds no host in names such as a_b; they are compared as they are written.
        String host =
                uri.getHost() == null ? uri.getRawAuthority() : uri.getHost().toLowerCase(Locale.ROOT);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return Optional.of(
                new TargetUri(scheme, uri.getRawUserInfo(), host, port(scheme, uri.getPort()), path(uri.getRawPath())));
    }

    private static int port(String scheme, int given) {
        int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        return given == -1 ? usual : given;
    }

    private static String path(String given) {
        String path = ESCAPE.matcher(given).replaceAll(escape -> {
            String character = new String(HexFormat.of().parseHex(escape.group(1)), StandardCharsets.ISO_8859_1);
            return UNRESERVED.matcher(character).matches()
                    ? character
                    : escape.group().toUpperCase(Locale.ROOT);
        });
        // The Java platform would take empty segments out, too, which makes another address.
        String withoutDots =
                path.contains("//") ? path : URI.create(path).normalize().toString();
        return withoutDots.isEmpty() ? "/" : withoutDots;
    }
}
