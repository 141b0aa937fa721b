package org.socialconnectors.oauth;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

/** Which addresses a provider may have. */
final class Addresses {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final int IPV4_BYTES = 4;
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b};
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");

    private Addresses() {}

    /** An endpoint that an author or administrator wrote down. */
    static URI endpoint(String text, Endpoint endpoint) {
        return parse(
                text,
                "an endpoint is not https (or http on a loopback address), or has a fragment or user information",
                endpoint.metadataMember());
    }

    /** An issuer that an author or administrator wrote down (OpenID Connect Discovery 1.0 section 3). */
    static void requireIssuer(String text) {
        String reason =
                "the issuer is not https (or http on a loopback address), or has a query, fragment or user information";
        URI uri = parse(text, reason, "issuer");
        if (uri.getRawQuery() != null) {
            throw refusal(reason, "issuer");
        }
    }

    /** Whether a provider may publish an endpoint there: not less protected than its issuer, and not inside somebody's network. */
    static boolean mayPublish(URI issuer, URI endpoint) {
        boolean sameHost = endpoint.getHost().equalsIgnoreCase(issuer.getHost());
        return endpoint.getScheme().equalsIgnoreCase(issuer.getScheme())
                && endpoint.getRawFragment() == null
                && endpoint.getRawUserInfo() == null
                && (sameHost || isPublic(endpoint.getHost().toLowerCase(Locale.ROOT)));
    }

    private static URI parse(String text, String reason, String member) {
        try {
            URI uri = new URI(text);
            boolean fits = JsonObject.isWebUri(uri)
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || LOOPBACK.matcher(uri.getHost()).matches());
            if (fits) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            throw refusal(reason, member);
        }
        throw refusal(reason, member);
    }

    private static boolean isPublic(String host) {
        if (!LITERAL.matcher(host).matches()) {
            // A dot at the end makes a name absolute and leaves it the same.
            String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            return !name.equals("localhost") && !name.endsWith(".localhost");
        }
        try {
            InetAddress address = InetAddress.getByName(host); // a literal: nothing is looked up
            return !(address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || isShared(address.getAddress()));
        } catch (UnknownHostException malformed) {
            return false;
        }
    }

    // What Java does not know of: 100.64.0.0/10 (RFC 6598), fc00::/7 (RFC 4193), and 64:ff9b::/96, which stands for any
    // IPv4
    // address (RFC 6052).
    private static boolean isShared(byte[] address) {
        if (address.length == IPV4_BYTES) {
            return address[0] == 100 && (address[1] & 0xc0) == 64;
        }
        return (address[0] & 0xfe) == 0xfc
                || Arrays.equals(address, 0, TRANSLATED.length, TRANSLATED, 0, TRANSLATED.length);
    }

    private static ConnectorException refusal(String reason, String member) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason)
                .with(Detail.PARAMETER, member)
                .build();
    }
}
