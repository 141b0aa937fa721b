package org.socialconnectors.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.socialconnectors.api.error.ConnectorException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document behind a client identifier that is an address (OAuth Client ID Metadata Document, an IETF draft): with it an
 * application introduces itself to providers where nobody registered it. Serve it at that very address as {@code
 * application/json}, and use the address as the client ID. Immutable and thread-safe.
 */
public final class ClientIdMetadataDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2e){1,2}(?:/|$)", Pattern.CASE_INSENSITIVE);

    private final URI clientId;
    private final String json;

    private ClientIdMetadataDocument(Builder builder) {
        this.clientId = builder.clientId;
        this.json = MAPPER.writeValueAsString(builder.members());
    }

    /**
     * Starts a document of a public client.
     *
     * @param clientId where it will be served: https with a path, without dot segments, query, fragment and user information
     * @param name what the provider shows to people
     * @param firstRedirectUri where callbacks may go
     * @param redirectUris others
     * @return a builder
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the address cannot be a client identifier
     */
    public static Builder builder(URI clientId, String name, URI firstRedirectUri, URI... redirectUris) {
        boolean fits = "https".equals(clientId.getScheme())
                && clientId.getHost() != null
                && clientId.getRawPath().length() > 1
                && !DOT_SEGMENT.matcher(clientId.getRawPath()).find()
                && clientId.getRawQuery() == null
                && clientId.getRawFragment() == null
                && clientId.getRawUserInfo() == null;
        if (!fits) {
            throw Metadata.mismatch("the address cannot be a client identifier", "/clientId");
        }
        List<String> callbacks = new ArrayList<>(List.of(firstRedirectUri.toString()));
        for (URI uri : redirectUris) {
            callbacks.add(uri.toString());
        }
        return new Builder(clientId, name, callbacks);
    }

    /**
     * The client identifier.
     *
     * @return where to serve the document
     */
    public URI clientId() {
        return clientId;
    }

    /**
     * What to serve.
     *
     * @return the text of a JSON object, to be encoded in UTF-8
     */
    public String json() {
        return json;
    }

    /** The text to serve. */
    @Override
    public String toString() {
        return json;
    }

    /** Collects a document. For one thread. */
    public static final class Builder {
        private final URI clientId;
        private final Map<String, Object> optional = new LinkedHashMap<>();
        private final String name;
        private final List<String> redirectUris;

        private Builder(URI clientId, String name, List<String> redirectUris) {
            this.clientId = clientId;
            this.name = name;
            this.redirectUris = redirectUris;
        }

        /**
         * Sets the application's home page.
         *
         * @param value its address
         * @return this builder
         */
        public Builder homePage(URI value) {
            optional.put("client_uri", value.toString());
            return this;
        }

        /**
         * Sets the application's logo.
         *
         * @param value its address
         * @return this builder
         */
        public Builder logo(URI value) {
            optional.put("logo_uri", value.toString());
            return this;
        }

        /**
         * Sets what the application may ask for.
         *
         * @param value scopes delimited by spaces
         * @return this builder
         */
        public Builder scope(String value) {
            optional.put("scope", value);
            return this;
        }

        /**
         * Has the application prove itself with {@link ClientAuthentication#privateKeyJwt}.
         *
         * @param publicKeys where its public keys are served
         * @return this builder
         */
        public Builder publicKeys(URI publicKeys) {
            optional.put("jwks_uri", publicKeys.toString());
            return this;
        }

        /**
         * Makes the document.
         *
         * @return the document
         */
        public ClientIdMetadataDocument build() {
            return new ClientIdMetadataDocument(this);
        }

        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("client_id", clientId.toString());
            members.put("client_name", name);
            members.put("redirect_uris", redirectUris);
            members.put("grant_types", List.of("authorization_code", "refresh_token"));
            members.put("response_types", List.of("code"));
            // A shared secret cannot be in a document that everybody reads.
            members.put("token_endpoint_auth_method", optional.containsKey("jwks_uri") ? "private_key_jwt" : "none");
            members.putAll(optional);
            return members;
        }
    }
}
