package org.socialconnectors.oauth;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;

/**
 * A provider as data, and a few hooks for what data cannot say. Immutable and thread-safe, as its hooks must be.
 */
public final class OAuthProvider {
    private final String namespace;
    private final @Nullable String issuer;
    private final boolean issuerInCallback;
    private final URI authorizationEndpoint;
    private final URI tokenEndpoint;
    private final @Nullable URI userinfoEndpoint;
    private final List<String> defaultScopes;
    private final boolean pkce;
    private final boolean refresh;
    private final Set<String> idTokenAlgorithms;
    private final @Nullable ClientAuthentication clientAuthentication;
    private final AnswerMapping<String> subject;
    private final AnswerMapping<SocialProfile> profile;
    private final UnaryOperator<AuthorizationRequest> authorizationRequest;
    private final UnaryOperator<TokenRequest> tokenRequest;
    private final UnaryOperator<JsonObject> tokenAnswer;

    private OAuthProvider(Builder builder) {
        this.namespace =
                required(builder.namespace == null ? builder.issuer : builder.namespace, "an issuer or namespace");
        this.issuer = builder.issuer;
        this.issuerInCallback = builder.issuerInCallback;
        this.authorizationEndpoint = required(builder.authorizationEndpoint, "an authorization endpoint");
        this.tokenEndpoint = required(builder.tokenEndpoint, "a token endpoint");
        this.userinfoEndpoint = builder.userinfoEndpoint;
        this.defaultScopes = builder.defaultScopes;
        this.pkce = builder.pkce;
        this.refresh = builder.refresh;
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

    String namespace() {
        return namespace;
    }

    Optional<String> issuer() {
        return Optional.ofNullable(issuer);
    }

    boolean issuerInCallback() {
        return issuerInCallback;
    }

    URI authorizationEndpoint() {
        return authorizationEndpoint;
    }

    URI tokenEndpoint() {
        return tokenEndpoint;
    }

    Optional<URI> userinfoEndpoint() {
        return Optional.ofNullable(userinfoEndpoint);
    }

    List<String> defaultScopes() {
        return defaultScopes;
    }

    boolean pkce() {
        return pkce;
    }

    boolean refresh() {
        return refresh;
    }

    Set<String> idTokenAlgorithms() {
        return idTokenAlgorithms;
    }

    ClientAuthentication clientAuthentication(OAuthClient client) {
        if (clientAuthentication != null) {
            return clientAuthentication;
        }
        return client.secret().isPresent() ? ClientAuthentication.clientSecretBasic() : ClientAuthentication.none();
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

    private static <T> T required(@Nullable T value, String what) {
        return Objects.requireNonNull(value, () -> "a provider needs " + what);
    }

    /** Collects a provider. For one thread. */
    public static final class Builder {
        private @Nullable String namespace;
        private @Nullable String issuer;
        private boolean issuerInCallback;
        private @Nullable URI authorizationEndpoint;
        private @Nullable URI tokenEndpoint;
        private @Nullable URI userinfoEndpoint;
        private List<String> defaultScopes = List.of();
        private boolean pkce = true;
        private boolean refresh = true;
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
         */
        public Builder issuer(String value) {
            issuer = value;
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
         * Sets the authorization endpoint.
         *
         * @param value its address
         * @return this builder
         */
        public Builder authorizationEndpoint(String value) {
            authorizationEndpoint = URI.create(value);
            return this;
        }

        /**
         * Sets the token endpoint.
         *
         * @param value its address
         * @return this builder
         */
        public Builder tokenEndpoint(String value) {
            tokenEndpoint = URI.create(value);
            return this;
        }

        /**
         * Sets where the person is described: the userinfo endpoint, or what a provider has in its place.
         *
         * @param value its address
         * @return this builder
         */
        public Builder userinfoEndpoint(String value) {
            userinfoEndpoint = URI.create(value);
            return this;
        }

        /**
         * Sets what to ask for when neither the sign-in nor the configuration says. With {@code openid}, an ID token is
         * mandatory and fully verified.
         *
         * @param values the scopes
         * @return this builder
         */
        public Builder defaultScopes(String... values) {
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
         * Sets with which algorithms the provider signs ID tokens; {@code RS256} if not set. What a token says of itself is
         * never trusted.
         *
         * @param names asymmetric algorithms (RFC 7518 section 3.1)
         * @return this builder
         */
        public Builder idTokenAlgorithms(String... names) {
            idTokenAlgorithms = Set.of(names);
            return this;
        }

        /**
         * Sets how the client proves itself. If not set: {@link ClientAuthentication#clientSecretBasic()} with a secret,
         * {@link ClientAuthentication#none()} without.
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
         * @param value must yield an identifier that the provider never reassigns: not a name, not an address
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
         * @throws NullPointerException if an endpoint, or both issuer and namespace, are missing
         */
        public OAuthProvider build() {
            return new OAuthProvider(this);
        }
    }
}
