package org.socialconnectors.oauth;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
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
    static URI issuer(String text) {
        String reason =
                "the issuer is not https (or http on a loopback address), or has a query, fragment or user information";
        URI uri = parse(text, reason, "issuer");
        if (uri.getRawQuery() != null) {
            throw refusal(reason, "issuer");
        }
        return uri;
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
            return !host.equals("localhost") && !host.endsWith(".localhost");
        }
        try {
            InetAddress address = InetAddress.getByName(host); // a literal: nothing is looked up
            boolean uniqueLocal = (address.getAddress()[0] & 0xfe) == 0xfc; // RFC 4193
            return !(address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || (address.getAddress().length == 16 && uniqueLocal));
        } catch (UnknownHostException malformed) {
            return false;
        }
    }

    private static ConnectorException refusal(String reason, String member) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason)
                .with(Detail.PARAMETER, member)
                .build();
    }
}
