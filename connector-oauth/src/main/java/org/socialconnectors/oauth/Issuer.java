package org.socialconnectors.oauth;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

/**
 * Who a provider is: one issuer (OpenID Connect Core 1.0 section 2), or one for each of its tenants, as Microsoft Entra ID has it, whose
 * discovery then publishes a template. Issuers are compared exactly; only a tenant that the token itself names, a GUID, fills in
 * the template. Immutable and thread-safe.
 */
final class Issuer {
    private static final String PLACEHOLDER = "{tenantid}";
    private static final String TENANT = "tid";
    private static final String GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final String published;
    private final String address;
    private final boolean tenants;
    private final Pattern accepted;

    private Issuer(String published, String address, boolean tenants, Pattern accepted) {
        this.published = published;
        this.address = address;
        this.tenants = tenants;
        this.accepted = accepted;
    }

    /** The only issuer of a provider. */
    static Issuer of(String issuer) {
        Addresses.requireIssuer(issuer);
        return new Issuer(issuer, issuer, false, Pattern.compile(Pattern.quote(issuer)));
    }

    /** An issuer for each tenant; the alias stands for all of them where discovery is looked up. */
    static Issuer ofTenants(String template, String alias, Collection<String> allowed) {
        String[] parts = template.split(Pattern.quote(PLACEHOLDER), -1);
        boolean oneSegment =
                parts.length == 2 && parts[0].endsWith("/") && (parts[1].isEmpty() || parts[1].startsWith("/"));
        if (!oneSegment) {
            throw refusal("the issuer of many tenants has not exactly one segment that is {tenantid}");
        }
        Addresses.requireIssuer(parts[0]);
        Addresses.requireIssuer(parts[0] + alias + parts[1]);
        if (!allowed.stream().allMatch(Pattern.compile(GUID).asMatchPredicate())) {
            throw refusal("a tenant is not a GUID in lower case");
        }
        String tenant = allowed.isEmpty() ? GUID : String.join("|", allowed);
        return new Issuer(
                template,
                parts[0] + alias + parts[1],
                true,
                Pattern.compile(Pattern.quote(parts[0]) + "(?:" + tenant + ")" + Pattern.quote(parts[1])));
    }

    /** What discovery has to name. */
    String published() {
        return published;
    }

    /** Under which address discovery is found. */
    String address() {
        return address;
    }

    boolean hasTenants() {
        return tenants;
    }

    /** Whether this provider may call itself so, to whichever tenant it belongs. */
    boolean accepts(String issuer) {
        return accepted.matcher(issuer).matches();
    }

    /** Whether claims name this provider; one of many tenants has to be named twice, and the same. */
    boolean issued(JsonObject claims) {
        Optional<String> issuer = claims.displayText("iss");
        return issuer.filter(this::accepts).isPresent()
                && (!tenants
                        || issuer.equals(
                                claims.displayText(TENANT).map(tenant -> published.replace(PLACEHOLDER, tenant))));
    }

    /** Whether a key that is published for an issuer, or for a template of issuers, may verify what has these claims. */
    static boolean isBound(String keyIssuer, JsonObject claims) {
        String tenant = claims.displayText(TENANT).orElse(PLACEHOLDER);
        return claims.displayText("iss").equals(Optional.of(keyIssuer.replace(PLACEHOLDER, tenant)));
    }

    private static ConnectorException refusal(String reason) {
        return ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, reason)
                .with(Detail.PARAMETER, "issuer")
                .build();
    }

    @Override
    public String toString() {
        return published;
    }
}
