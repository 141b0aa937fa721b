package org.socialconnectors.simulator;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the provider lets the browser bring to the application. Immutable and thread-safe.
 *
 * @param redirectUri where to
 * @param parameters {@code code} or {@code error}, and what goes with it, in order and decoded
 * @param posted whether the browser posts the parameters as a form (OAuth 2.0 Form Post Response Mode) instead of having them
 *     in the query
 */
public record AuthorizationResponse(URI redirectUri, Map<String, String> parameters, boolean posted) {

    /** Copies the parameters. */
    public AuthorizationResponse {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Where the browser is sent.
     *
     * @return the redirect URI with the parameters in its query
     * @throws IllegalStateException if the parameters are posted
     */
    public URI location() {
        if (posted) {
            throw new IllegalStateException("the application asked for response_mode=form_post");
        }
        return withQuery(redirectUri, parameters);
    }

    /** The redirect URI and the names of the parameters: their values are credentials. */
    @Override
    public String toString() {
        return redirectUri + " " + parameters.keySet();
    }

    static URI withQuery(URI uri, Map<String, String> parameters) {
        StringBuilder text = new StringBuilder(uri.toString());
        char separator = uri.getRawQuery() == null ? '?' : '&';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return URI.create(text.toString());
    }
}
