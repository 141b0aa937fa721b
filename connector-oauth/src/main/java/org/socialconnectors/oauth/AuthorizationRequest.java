package org.socialconnectors.oauth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;

/**
 * The authorization request before it becomes an address (RFC 6749 section 4.1.1): what a provider's {@link
 * OAuthProvider.Builder#authorizationRequest hook} may adjust. Immutable; its text shows the endpoint only.
 */
public final class AuthorizationRequest {
    private final URI endpoint;
    private final Map<String, String> parameters;
    private final String fragment;

    private AuthorizationRequest(URI endpoint, Map<String, String> parameters, String fragment) {
        this.endpoint = endpoint;
        this.parameters = parameters;
        this.fragment = fragment;
    }

    static AuthorizationRequest of(URI endpoint, Map<String, String> parameters) {
        return new AuthorizationRequest(endpoint, Collections.unmodifiableMap(new LinkedHashMap<>(parameters)), "");
    }

    /**
     * The same request with one parameter set, replacing one of that name.
     *
     * @param name the parameter
     * @param value its value
     * @return another request
     */
    public AuthorizationRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new AuthorizationRequest(endpoint, Collections.unmodifiableMap(more), fragment);
    }

    /**
     * The same request without a parameter.
     *
     * @param name the parameter
     * @return another request
     */
    public AuthorizationRequest without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(parameters);
        fewer.remove(name);
        return new AuthorizationRequest(endpoint, Collections.unmodifiableMap(fewer), fragment);
    }

    /**
     * The same request with a fragment, which a few providers ask for.
     *
     * @param text the fragment without its number sign
     * @return another request
     */
    public AuthorizationRequest fragment(String text) {
        return new AuthorizationRequest(endpoint, parameters, text);
    }

    /**
     * All parameters.
     *
     * @return an unmodifiable map by name, in the order in which they are sent
     */
    public Map<String, String> parameters() {
        return parameters;
    }

    URI toUri() {
        requireOnce();
        String query = parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + separator + query + (fragment.isEmpty() ? "" : "#" + encode(fragment)));
    }

    // RFC 6749 section 3.1: a name in the endpoint's own query must not come a second time.
    private void requireOnce() {
        if (endpoint.getRawQuery() == null) {
            return;
        }
        CallbackParameters own = CallbackParameters.parse(endpoint.getRawQuery(), CallbackParameters.Arrival.QUERY);
        for (String name : parameters.keySet()) {
            if (!own.all(name).isEmpty()) {
                throw ConnectorException.of(
                                ErrorCode.INVALID_CONFIGURATION, "an endpoint's address has a parameter of the request")
                        .with(Detail.PARAMETER, name)
                        .build();
            }
        }
    }

    // %20 is read as a space by every decoder; a plus sign only by those that take the query for a form.
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "AuthorizationRequest to " + endpoint.getHost();
    }
}
