package org.socialconnectors.api.signin;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

/**
 * One sign-in between its beginning and the callback, as a value: what the host asks for, the fresh secrets that protect it,
 * and, once it has begun, what the connector asked to remember. Immutable and thread-safe; its text shows nothing.
 */
public final class SignInAttempt {
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");
    private static final int LENGTH = 2048;

    private final URI redirectUri;
    private final String stateParameter;
    private final CallbackParameters.Arrival callbackArrival;
    private final List<String> scopes;
    private final @Nullable String prompt;
    private final @Nullable String loginHint;
    private final @Nullable String uiLocales;
    private final Map<String, String> extraParameters;
    private final Secret state;
    private final Secret nonce;
    private final Secret codeVerifier;
    private final @Nullable IssuerRule issuerRule;
    private final Map<String, Secret> carry;

    private SignInAttempt(Builder builder) {
        this.redirectUri = builder.redirectUri;
        this.stateParameter = builder.stateParameter;
        this.callbackArrival = builder.callbackArrival;
        this.scopes = builder.scopes;
        this.prompt = builder.prompt;
        this.loginHint = builder.loginHint;
        this.uiLocales = builder.uiLocales;
        this.extraParameters = builder.extraParameters;
        this.state = builder.state;
        this.nonce = builder.nonce;
        this.codeVerifier = builder.codeVerifier;
        this.issuerRule = builder.issuerRule;
        this.carry = builder.carry;
    }

    /**
     * Starts an attempt with a fresh state, nonce and code verifier of 256 bits each.
     *
     * @param redirectUri where the provider sends the browser back to, as registered there
     * @return a builder
     */
    public static Builder builder(URI redirectUri) {
        return new Builder(redirectUri);
    }

    /**
     * This attempt after it began: with what the redirect asks to remember, and without prompt, hint, languages and extra
     * parameters, which have done their work.
     *
     * @param redirect what the connector answered
     * @return another attempt, to be stored until the callback
     */
    public SignInAttempt after(Redirect redirect) {
        // What only the beginning needs is not kept: a store would have to hold it for everybody who starts and never
        // returns.
        Builder builder = new Builder(redirectUri)
                .stateParameter(stateParameter)
                .callbackArrival(callbackArrival)
                .scopes(scopes)
                .restore(state, nonce, codeVerifier);
        builder.issuerRule = redirect.issuerRule().orElse(null);
        builder.carry = redirect.carry();
        return builder.build();
    }

    /**
     * Checks that a callback belongs to this attempt: exactly one state, equal to this attempt's in constant time, and the
     * issuer that was pinned when it began (RFC 9207 section 2.4). Holds for callbacks with an error too.
     *
     * @param parameters what the browser brought back
     * @return proof of the check
     * @throws ConnectorException with {@code INVALID_REQUEST} if state or issuer is given more than once or the
     *     callback arrived by another way than was asked for, {@code
     *     SIGN_IN_NOT_PENDING} if the state is missing or another, {@code ISSUER_MISMATCH} if the issuer is another, or missing
     *     although the provider promises it
     */
    public VerifiedCallback verify(CallbackParameters parameters) {
        boolean sameState = parameters
                .single(stateParameter)
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .filter(state::equals)
                .isPresent();
        if (!sameState) {
            throw ConnectorException.of(ErrorCode.SIGN_IN_NOT_PENDING, "the callback's state is missing or another")
                    .with(Detail.PARAMETER, stateParameter)
                    .build();
        }
        if (parameters.arrival() != callbackArrival) {
            throw ConnectorException.of(
                            ErrorCode.INVALID_REQUEST, "the callback arrived by another way than was asked for")
                    .build();
        }
        Optional<String> issuer = parameters.single("iss");
        if (issuerRule != null && !issuer.map(issuerRule.issuer()::equals).orElse(!issuerRule.required())) {
            throw ConnectorException.of(ErrorCode.ISSUER_MISMATCH, "the callback's issuer is missing or another")
                    .with(Detail.PARAMETER, "iss")
                    .build();
        }
        return new VerifiedCallback(this, parameters);
    }

    /**
     * Where the provider sends the browser back to.
     *
     * @return the redirect URI; send it byte for byte as it is
     */
    public URI redirectUri() {
        return redirectUri;
    }

    /**
     * Under which name the state comes back.
     *
     * @return {@code state}, unless the connector's protocol has another name
     */
    public String stateParameter() {
        return stateParameter;
    }

    /**
     * How the callback must arrive.
     *
     * @return query, unless the connector asks for a form
     */
    public CallbackParameters.Arrival callbackArrival() {
        return callbackArrival;
    }

    /**
     * What to ask for.
     *
     * @return the scopes; empty for those of the connection's configuration
     */
    public List<String> scopes() {
        return scopes;
    }

    /**
     * Whether the provider should ask again (OpenID Connect Core 1.0 section 3.1.2.1).
     *
     * @return the {@code prompt} value, if asked for
     */
    public Optional<String> prompt() {
        return Optional.ofNullable(prompt);
    }

    /**
     * Who is expected to sign in (OpenID Connect Core 1.0 section 3.1.2.1).
     *
     * @return the {@code login_hint} value, if asked for
     */
    public Optional<String> loginHint() {
        return Optional.ofNullable(loginHint);
    }

    /**
     * In which languages the provider should speak (OpenID Connect Core 1.0 section 3.1.2.1).
     *
     * @return the {@code ui_locales} value, if asked for
     */
    public Optional<String> uiLocales() {
        return Optional.ofNullable(uiLocales);
    }

    /**
     * What the host wants to send beyond the standard. A connector refuses a name that it sets itself.
     *
     * @return further parameters of the authorization request, by name
     */
    public Map<String, String> extraParameters() {
        return extraParameters;
    }

    /**
     * What ties the callback to this attempt (RFC 6749 section 10.12).
     *
     * @return the state
     */
    public Secret state() {
        return state;
    }

    /**
     * What ties an ID token to this attempt (OpenID Connect Core 1.0 section 3.1.2.1).
     *
     * @return the nonce
     */
    public Secret nonce() {
        return nonce;
    }

    /**
     * What ties the code exchange to this attempt (RFC 7636 section 4.1).
     *
     * @return the code verifier
     */
    public Secret codeVerifier() {
        return codeVerifier;
    }

    /**
     * What the callback must say about its issuer.
     *
     * @return the rule, if the connector pinned one
     */
    public Optional<IssuerRule> issuerRule() {
        return Optional.ofNullable(issuerRule);
    }

    /**
     * What the connector asked to remember.
     *
     * @return an unmodifiable map
     */
    public Map<String, Secret> carry() {
        return carry;
    }

    /**
     * All secrets of this attempt, for redacting what a provider echoes.
     *
     * @return state, nonce, code verifier and what is carried
     */
    public List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>(List.of(state, nonce, codeVerifier));
        secrets.addAll(carry.values());
        return Collections.unmodifiableList(secrets);
    }

    /** Nothing of the attempt. */
    @Override
    public String toString() {
        return "SignInAttempt";
    }

    /** Collects an attempt. For one thread. */
    public static final class Builder {
        private final URI redirectUri;
        private String stateParameter = "state";
        private CallbackParameters.Arrival callbackArrival = CallbackParameters.Arrival.QUERY;
        private List<String> scopes = List.of();
        private @Nullable String prompt;
        private @Nullable String loginHint;
        private @Nullable String uiLocales;
        private Map<String, String> extraParameters = Map.of();
        private Secret state;
        private Secret nonce;
        private Secret codeVerifier;
        private @Nullable IssuerRule issuerRule;
        private Map<String, Secret> carry = Map.of();

        private Builder(URI redirectUri) {
            this.redirectUri = redirectUri;
            this.state = Secret.random();
            this.nonce = Secret.random();
            this.codeVerifier = Secret.random();
        }

        /**
         * Sets the name under which the state comes back.
         *
         * @param name {@link org.socialconnectors.api.SocialConnector#stateParameter() the connector's}
         * @return this builder
         */
        public Builder stateParameter(String name) {
            stateParameter = name;
            return this;
        }

        /**
         * Sets how the callback must arrive.
         *
         * @param value {@link org.socialconnectors.api.SocialConnector#callbackArrival() the connector's}
         * @return this builder
         */
        public Builder callbackArrival(CallbackParameters.Arrival value) {
            callbackArrival = value;
            return this;
        }

        /**
         * Sets what to ask for.
         *
         * @param values the scopes, each a token of its own; empty for those of the connection's configuration
         * @return this builder
         * @throws ConnectorException with {@code INVALID_REQUEST} if one is empty or has a space in it (RFC 6749 section 3.3)
         */
        public Builder scopes(List<String> values) {
            for (String value : values) {
                if (!SCOPE.matcher(value).matches()) {
                    throw refusal("a scope is not a single scope token", "scope");
                }
            }
            scopes = List.copyOf(values);
            return this;
        }

        /**
         * Sets whether the provider should ask again.
         *
         * @param value the {@code prompt} value, or null
         * @return this builder
         * @throws ConnectorException with {@code INVALID_REQUEST} if it is longer than 2,048 characters
         */
        public Builder prompt(@Nullable String value) {
            requireShort(value, "prompt");
            prompt = value;
            return this;
        }

        /**
         * Sets who is expected to sign in.
         *
         * @param value the {@code login_hint} value, or null
         * @return this builder
         * @throws ConnectorException with {@code INVALID_REQUEST} if it is longer than 2,048 characters
         */
        public Builder loginHint(@Nullable String value) {
            requireShort(value, "loginHint");
            loginHint = value;
            return this;
        }

        /**
         * Sets in which languages the provider should speak.
         *
         * @param value the {@code ui_locales} value, or null
         * @return this builder
         * @throws ConnectorException with {@code INVALID_REQUEST} if it is longer than 2,048 characters
         */
        public Builder uiLocales(@Nullable String value) {
            requireShort(value, "uiLocales");
            uiLocales = value;
            return this;
        }

        /**
         * Sets what the host wants to send beyond the standard.
         *
         * @param values further parameters of the authorization request, by name
         * @return this builder
         * @throws ConnectorException with {@code INVALID_REQUEST} if a name or value is longer than 2,048 characters
         */
        public Builder extraParameters(Map<String, String> values) {
            values.forEach((name, value) -> {
                requireShort(name, "extraParameters");
                requireShort(value, name);
            });
            extraParameters = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            return this;
        }

        /**
         * Restores the secrets of an attempt that was stored. Never choose them yourself.
         *
         * @param storedState the state
         * @param storedNonce the nonce
         * @param storedCodeVerifier the code verifier
         * @return this builder
         */
        public Builder restore(Secret storedState, Secret storedNonce, Secret storedCodeVerifier) {
            state = storedState;
            nonce = storedNonce;
            codeVerifier = storedCodeVerifier;
            return this;
        }

        /**
         * Makes the attempt.
         *
         * @return the attempt
         */
        public SignInAttempt build() {
            return new SignInAttempt(this);
        }

        private static void requireShort(@Nullable String value, String parameter) {
            if (value != null && value.length() > LENGTH) {
                throw refusal("a value is longer than 2,048 characters", parameter);
            }
        }

        private static ConnectorException refusal(String reason, String parameter) {
            return ConnectorException.of(ErrorCode.INVALID_REQUEST, reason)
                    .with(Detail.PARAMETER, parameter)
                    .build();
        }
    }
}
