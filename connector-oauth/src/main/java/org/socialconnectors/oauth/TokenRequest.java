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
 * A request to the token endpoint before it is sent (RFC 6749 sections 4.1.3 and 6): what {@link ClientAuthentication} and a
 * provider's {@link OAuthProvider.Builder#tokenRequest hook} may adjust. Immutable; its text shows the endpoint only.
 */
public final class TokenRequest {
    private final URI endpoint;
    private final Map<String, String> form;
    private final Map<String, String> headers;
    private final List<Secret> secrets;

    private TokenRequest(URI endpoint, Map<String, String> form, Map<String, String> headers, List<Secret> secrets) {
        this.endpoint = endpoint;
        this.form = form;
        this.headers = headers;
        this.secrets = secrets;
    }

    static TokenRequest to(URI endpoint) {
        return new TokenRequest(endpoint, Map.of(), Map.of(), List.of());
    }

    /**
     * The same request with one form field set, replacing one of that name.
     *
     * @param name the field
     * @param value its value
     * @return another request
     */
    public TokenRequest with(String name, String value) {
        return new TokenRequest(endpoint, put(form, name, value), headers, secrets);
    }

    /**
     * The same request with one secret form field set; should the provider echo it, it is redacted.
     *
     * @param name the field
     * @param value its value
     * @return another request
     */
    public TokenRequest with(String name, Secret value) {
        return new TokenRequest(endpoint, put(form, name, value.reveal()), headers, append(value));
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
        return new TokenRequest(endpoint, Collections.unmodifiableMap(fewer), headers, secrets);
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
                form,
                put(headers, "Authorization", scheme + " " + credentials.reveal()),
                append(credentials));
    }

    /**
     * All form fields.
     *
     * @return an unmodifiable map by name
     */
    public Map<String, String> form() {
        return form;
    }

    List<Secret> secrets() {
        return secrets;
    }

    HttpTransport.Request toHttp() {
        HttpTransport.Request request = HttpTransport.Request.postForm(endpoint, form);
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
