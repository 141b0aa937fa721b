package org.socialconnectors.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.secret.Secret;

/**
 * A request that the client has to authenticate, before it is sent (RFC 6749 sections 4.1.3 and 6): what {@link ClientAuthentication} and a
 * provider's {@link OAuthProvider.Builder#tokenRequest hook} may adjust. Immutable; its text shows the endpoint only.
 */
public final class TokenRequest {
    private final URI endpoint;
    private final String audience;
    private final Map<String, String> form;
    private final Map<String, String> headers;
    private final List<Secret> secrets;
    private final boolean get;

    private TokenRequest(
            URI endpoint,
            String audience,
            Map<String, String> form,
            Map<String, String> headers,
            List<Secret> secrets,
            boolean get) {
        this.endpoint = endpoint;
        this.audience = audience;
        this.form = form;
        this.headers = headers;
        this.secrets = secrets;
        this.get = get;
    }

    static TokenRequest to(URI endpoint, String audience) {
        return new TokenRequest(endpoint, audience, Map.of(), Map.of(), List.of(), false);
    }

    /**
     * The same request with one form field set, replacing one of that name.
     *
     * @param name the field
     * @param value its value
     * @return another request
     */
    public TokenRequest with(String name, String value) {
        return new TokenRequest(endpoint, audience, put(form, name, value), headers, secrets, get);
    }

    /**
     * The same request with one secret form field set; should the provider echo it, it is redacted.
     *
     * @param name the field
     * @param value its value
     * @return another request
     */
    public TokenRequest with(String name, Secret value) {
        return new TokenRequest(endpoint, audience, put(form, name, value.reveal()), headers, append(value), get);
    }

    /**
     * The same request without a form field.
     *
     * @param name the field
     * @return another request
     */
    public TokenRequest without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(form);
        fewer.remove(name);
        return new TokenRequest(endpoint, audience, Collections.unmodifiableMap(fewer), headers, secrets, get);
    }

    /**
     * The same request with an {@code Authorization} header.
     *
     * @param scheme the authentication scheme, such as {@code Basic}
     * @param credentials what follows it; redacted, should the provider echo it
     * @return another request
     */
    public TokenRequest authorization(String scheme, Secret credentials) {
        return new TokenRequest(
                endpoint,
                audience,
                form,
                put(headers, "Authorization", scheme + " " + credentials.reveal()),
                append(credentials),
                get);
    }

    /**
     * The same request as a GET with its fields in the query, for providers that offer nothing better.
     *
     * @return another request
     */
    public TokenRequest byGet() {
        return new TokenRequest(endpoint, audience, form, headers, secrets, true);
    }

    /**
     * Where to.
     *
     * @return the endpoint
     */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * Whom an assertion in this request is for (RFC 7523 section 3).
     *
     * @return the issuer; the endpoint of a provider that has none, or one for each tenant
     */
    public String audience() {
        return audience;
    }

    List<Secret> secrets() {
        return secrets;
    }

    HttpTransport.Request toHttp() {
        HttpTransport.Request request = get
                ? HttpTransport.Request.get(
                        AuthorizationRequest.of(endpoint, form).toUri())
                : HttpTransport.Request.postForm(endpoint, form);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        return request;
    }

    private List<Secret> append(Secret secret) {
        List<Secret> more = new ArrayList<>(secrets);
        more.add(secret);
        return Collections.unmodifiableList(more);
    }

    private static Map<String, String> put(Map<String, String> map, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return Collections.unmodifiableMap(more);
    }

    @Override
    public String toString() {
        return "TokenRequest to " + endpoint.getHost();
    }
}
