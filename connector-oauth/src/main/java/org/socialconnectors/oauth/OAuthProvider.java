package org.socialconnectors.oauth;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;

/**
 * A provider as data, and a few hooks for what data cannot say. Immutable and thread-safe, as its hooks must be.
 */
public final class OAuthProvider {
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private final String namespace;
    private final @Nullable Issuer issuer;
    private final boolean openidRequired;
    private final boolean issuerInCallback;
    private final boolean discovered;
    private final Map<Endpoint, URI> endpoints;
    private final List<String> defaultScopes;
    private final boolean pkce;
    private final boolean pkceOnDevices;
    private final boolean refresh;
    private final boolean tokenExchange;
    private final Set<String> idTokenAlgorithms;
    private final @Nullable ClientAuthentication clientAuthentication;
    private final AnswerMapping<String> subject;
    private final AnswerMapping<SocialProfile> profile;
    private final UnaryOperator<AuthorizationRequest> authorizationRequest;
    private final UnaryOperator<TokenRequest> tokenRequest;
    private final UnaryOperator<JsonObject> tokenAnswer;

    private OAuthProvider(Builder builder) {
        this.namespace = namespace(builder);
        this.issuer = builder.issuer;
        this.openidRequired = builder.openidRequired;
        this.issuerInCallback = builder.issuerInCallback;
        this.discovered = builder.discovered;
        this.endpoints = Collections.unmodifiableMap(new EnumMap<>(builder.endpoints));
        if (discovered) {
            required(issuer, "an issuer to be discovered");
        } else {
            required(endpoints.get(Endpoint.AUTHORIZATION), "an authorization endpoint");
            required(endpoints.get(Endpoint.TOKEN), "a token endpoint");
        }
        this.defaultScopes = builder.defaultScopes;
        this.pkce = builder.pkce;
        this.pkceOnDevices = builder.pkceOnDevices;
        this.refresh = builder.refresh;
        this.tokenExchange = builder.tokenExchange;
        this.idTokenAlgorithms = builder.idTokenAlgorithms;
        this.clientAuthentication = builder.clientAuthentication;
        this.subject = builder.subject;
        this.profile = builder.profile;
        this.authorizationRequest = builder.authorizationRequest;
        this.tokenRequest = builder.tokenRequest;
        this.tokenAnswer = builder.tokenAnswer;
    }

    /**
     * Starts a provider.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** The namespace of somebody for whom there are these claims of a verified ID token. */
    String namespace(@Nullable JsonObject idToken) {
        return hasTenants() && idToken != null ? idToken.text("iss") : namespace;
    }

    /** Whether somebody of this namespace signed in here. */
    boolean owns(String someNamespace) {
        return (issuer != null && issuer.hasTenants())
                ? issuer.accepts(someNamespace)
                : namespace.equals(someNamespace);
    }

    Optional<Issuer> issuer() {
        return Optional.ofNullable(issuer);
    }

    /** Whether the issuer depends on who signs in, so that only an ID token can name it. */
    boolean hasTenants() {
        return issuer != null && issuer.hasTenants();
    }

    boolean openidRequired() {
        return openidRequired || hasTenants();
    }

    boolean issuerInCallback() {
        return issuerInCallback;
    }

    boolean discovered() {
        return discovered;
    }

    Map<Endpoint, URI> endpoints() {
        return endpoints;
    }

    List<String> defaultScopes() {
        return defaultScopes;
    }

    boolean pkce() {
        return pkce;
    }

    boolean pkceOnDevices() {
        return pkceOnDevices;
    }

    boolean refresh() {
        return refresh;
    }

    boolean tokenExchange() {
        return tokenExchange;
    }

    Set<String> idTokenAlgorithms() {
        return idTokenAlgorithms;
    }

    Optional<ClientAuthentication> clientAuthentication() {
        return Optional.ofNullable(clientAuthentication);
    }

    AnswerMapping<String> subject() {
        return subject;
    }

    AnswerMapping<SocialProfile> profile() {
        return profile;
    }

    UnaryOperator<AuthorizationRequest> authorizationRequest() {
        return authorizationRequest;
    }

    UnaryOperator<TokenRequest> tokenRequest() {
        return tokenRequest;
    }

    UnaryOperator<JsonObject> tokenAnswer() {
        return tokenAnswer;
    }

    @Override
    public String toString() {
        return "OAuthProvider(" + namespace + ")";
    }

    private static String namespace(Builder builder) {
        if (builder.namespace == null) {
            return required(builder.issuer, "an issuer or namespace").published();
        }
        if (builder.issuer != null && builder.issuer.hasTenants()) {
            throw new IllegalArgumentException("the people of all tenants cannot share a namespace");
        }
        return builder.namespace;
    }

    private static <T> T required(@Nullable T value, String what) {
        return Objects.requireNonNull(value, () -> "a provider needs " + what);
    }

    /** Collects a provider. For one thread. */
    public static final class Builder {
        private @Nullable String namespace;
        private @Nullable Issuer issuer;
        private boolean openidRequired;
        private boolean issuerInCallback;
        private boolean discovered;
        private final Map<Endpoint, URI> endpoints = new EnumMap<>(Endpoint.class);
        private List<String> defaultScopes = List.of();
        private boolean pkce = true;
        private boolean pkceOnDevices;
        private boolean refresh = true;
        private boolean tokenExchange;
        private Set<String> idTokenAlgorithms = Set.of("RS256");
        private @Nullable ClientAuthentication clientAuthentication;
        private AnswerMapping<String> subject =
                answers -> answers.claims().displayText("sub").orElse("");
        private AnswerMapping<SocialProfile> profile = answers -> StandardClaims.profile(answers.claims());
        private UnaryOperator<AuthorizationRequest> authorizationRequest = UnaryOperator.identity();
        private UnaryOperator<TokenRequest> tokenRequest = UnaryOperator.identity();
        private UnaryOperator<JsonObject> tokenAnswer = UnaryOperator.identity();

        private Builder() {}

        /**
         * Sets the issuer (OpenID Connect Core 1.0 section 2): the {@code iss} of ID tokens and callbacks, where discovery is
         * found, and the namespace of identities.
         *
         * @param value the issuer, exactly as the provider writes it
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     query, fragment or user information
         */
        public Builder issuer(String value) {
            issuer = Issuer.of(value);
            return this;
        }

        /**
         * Sets an issuer for each tenant in place of one, as Microsoft Entra ID has it for applications of many organizations. What
         * an ID token or callback names has to be the template with a tenant in it, and the token's claim {@code tid} has to be
         * that tenant. The namespace of an identity is then its tenant's issuer, so every sign-in has to ask for {@code openid}.
         *
         * @param template the issuer exactly as discovery names it, with {@code {tenantid}} in the place of the tenant
         * @param alias what stands for the tenant in the address of discovery, such as {@code organizations}
         * @param tenants who may sign in: tenants' GUIDs in lower case; empty for every tenant
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the template does not have exactly one segment {@code
         *     {tenantid}}, is not an issuer with the alias in its place, or a tenant is not a GUID
         */
        public Builder issuerOfTenants(String template, String alias, Collection<String> tenants) {
            issuer = Issuer.ofTenants(template, alias, tenants);
            return this;
        }

        /**
         * Refuses sign-ins that do not ask for {@code openid}, so that nobody is identified without an ID token.
         *
         * @return this builder
         */
        public Builder openidRequired() {
            openidRequired = true;
            return this;
        }

        /**
         * Sets the namespace of identities, for a provider that has no issuer.
         *
         * @param value a name that will never change, best the provider's address
         * @return this builder
         */
        public Builder namespace(String value) {
            namespace = value;
            return this;
        }

        /**
         * Demands the {@code iss} parameter in every callback, for a provider that promises it (RFC 9207). Without this, the
         * parameter is checked when it is there.
         *
         * @return this builder
         */
        public Builder issuerInCallback() {
            issuerInCallback = true;
            return this;
        }

        /**
         * Finds what is not set here in what the provider publishes (OpenID Connect Discovery 1.0 section 4), when it is first
         * needed: the endpoints, and what the provider promises or requires. What is set here wins.
         *
         * @return this builder
         */
        public Builder discovered() {
            discovered = true;
            return this;
        }

        /**
         * Sets the authorization endpoint.
         *
         * @param value its address
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder authorizationEndpoint(String value) {
            return endpoint(Endpoint.AUTHORIZATION, value);
        }

        /**
         * Sets the token endpoint.
         *
         * @param value its address
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder tokenEndpoint(String value) {
            return endpoint(Endpoint.TOKEN, value);
        }

        /**
         * Sets where the person is described: the userinfo endpoint, or what a provider has in its place.
         *
         * @param value its address
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder userinfoEndpoint(String value) {
            return endpoint(Endpoint.USERINFO, value);
        }

        /**
         * Sets where the provider publishes its keys; found through discovery if not set.
         *
         * @param value the address of a JSON Web Key Set
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder jwksUri(String value) {
            return endpoint(Endpoint.JWKS, value);
        }

        /**
         * Sets the revocation endpoint (RFC 7009).
         *
         * @param value its address
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder revocationEndpoint(String value) {
            return endpoint(Endpoint.REVOCATION, value);
        }

        /**
         * Sets the endpoint for pushed authorization requests (RFC 9126).
         *
         * @param value its address
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder pushedAuthorizationRequestEndpoint(String value) {
            return endpoint(Endpoint.PUSHED_AUTHORIZATION_REQUEST, value);
        }

        /**
         * Sets the device authorization endpoint (RFC 8628).
         *
         * @param value its address
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder deviceAuthorizationEndpoint(String value) {
            return endpoint(Endpoint.DEVICE_AUTHORIZATION, value);
        }

        /**
         * Sets where the browser goes to sign out (OpenID Connect RP-Initiated Logout 1.0).
         *
         * @param value its address
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is not https (or http on a loopback address), or has a
         *     fragment or user information
         */
        public Builder endSessionEndpoint(String value) {
            return endpoint(Endpoint.END_SESSION, value);
        }

        /**
         * Sets what to ask for when neither the sign-in nor the configuration says. With {@code openid}, an ID token is
         * mandatory and fully verified.
         *
         * @param values the scopes, each a token of its own
         * @return this builder
         * @throws IllegalArgumentException if one is empty or has a space in it
         */
        public Builder defaultScopes(String... values) {
            if (Scopes.malformed(List.of(values)).isPresent()) {
                throw new IllegalArgumentException("a scope is not a single scope token");
            }
            defaultScopes = List.of(values);
            return this;
        }

        /**
         * Leaves out PKCE, for a provider that refuses requests with it. Only then.
         *
         * @return this builder
         */
        public Builder withoutPkce() {
            pkce = false;
            return this;
        }

        /**
         * Uses PKCE on devices too, for a provider that demands it there, as Keycloak does of clients for which it enforces PKCE.
         * The standard (RFC 8628) does not have it, so it is left out unless set.
         *
         * @return this builder
         */
        public Builder pkceOnDevices() {
            pkceOnDevices = true;
            return this;
        }

        /**
         * Declares that the provider issues no refresh tokens: the connector then has no {@link
         * org.socialconnectors.api.token.TokenRefresh}.
         *
         * @return this builder
         */
        public Builder withoutRefresh() {
            refresh = false;
            return this;
        }

        /**
         * Declares that the token endpoint exchanges tokens (RFC 8693): the connector then has a {@link
         * org.socialconnectors.api.token.TokenExchange}.
         *
         * @return this builder
         */
        public Builder tokenExchange() {
            tokenExchange = true;
            return this;
        }

        /**
         * Sets with which algorithms the provider signs ID tokens; {@code RS256} if not set. What a token says of itself is
         * never trusted.
         *
         * @param names asymmetric algorithms (RFC 7518 section 3.1), or {@code EdDSA} with Ed25519 (RFC 8037)
         * @return this builder
         * @throws IllegalArgumentException if one is {@code none}, symmetric or unknown
         */
        public Builder idTokenAlgorithms(String... names) {
            if (!ASYMMETRIC.containsAll(Set.of(names))) {
                throw new IllegalArgumentException("ID tokens are signed with asymmetric algorithms");
            }
            idTokenAlgorithms = Set.of(names);
            return this;
        }

        /**
         * Sets how clients prove themselves at this provider; see {@link OAuthClient.Builder#authentication} for what holds if not
         * set.
         *
         * @param value the authentication
         * @return this builder
         */
        public Builder clientAuthentication(ClientAuthentication value) {
            clientAuthentication = value;
            return this;
        }

        /**
         * Sets where the subject is found, for a provider without the {@code sub} claim. With an ID token its {@code sub} is
         * the subject, whatever this says.
         *
         * @param value must yield an identifier that the provider never reassigns: not a name, not an address; where there is none an
         *     empty text, or {@code INVALID_RESPONSE} as {@link JsonObject#idText} throws it, and nobody signs in ({@code
         *     IDENTITY_MISMATCH})
         * @return this builder
         */
        public Builder subject(AnswerMapping<String> value) {
            subject = value;
            return this;
        }

        /**
         * Sets how a profile is read; {@link StandardClaims} if not set.
         *
         * @param value the mapping
         * @return this builder
         */
        public Builder profile(AnswerMapping<SocialProfile> value) {
            profile = value;
            return this;
        }

        /**
         * Sets a hook for what the provider wants differently in the authorization request.
         *
         * @param value adjusts the request
         * @return this builder
         */
        public Builder authorizationRequest(UnaryOperator<AuthorizationRequest> value) {
            authorizationRequest = value;
            return this;
        }

        /**
         * Sets a hook for what the provider wants differently in requests to the token endpoint.
         *
         * @param value adjusts the request, its credentials included
         * @return this builder
         */
        public Builder tokenRequest(UnaryOperator<TokenRequest> value) {
            tokenRequest = value;
            return this;
        }

        /**
         * Sets a hook for what the provider answers differently at the token endpoint: it brings the answer into the form of
         * RFC 6749 section 5, errors included.
         *
         * @param value adjusts the answer
         * @return this builder
         */
        public Builder tokenAnswer(UnaryOperator<JsonObject> value) {
            tokenAnswer = value;
            return this;
        }

        /**
         * Makes the provider.
         *
         * @return the provider
         * @throws NullPointerException if both issuer and namespace, or an endpoint that is not to be discovered, are missing
         * @throws IllegalArgumentException if there is a namespace beside an issuer for each tenant
         */
        public OAuthProvider build() {
            return new OAuthProvider(this);
        }

        private Builder endpoint(Endpoint endpoint, String address) {
            endpoints.put(endpoint, Addresses.endpoint(address, endpoint));
            return this;
        }
    }
}
