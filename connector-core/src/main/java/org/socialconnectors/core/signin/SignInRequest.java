package org.socialconnectors.core.signin;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.SignInAttempt;

/**
 * How a host wants a sign-in to go. Immutable and thread-safe.
 */
public final class SignInRequest {
    private static final int HOST_STATE_LENGTH = 4096;

    private final URI redirectUri;
    private final @Nullable String returnTo;
    private final @Nullable String hostState;
    private final List<String> scopes;
    private final @Nullable String prompt;
    private final @Nullable String loginHint;
    private final @Nullable String uiLocales;
    private final Map<String, String> extraParameters;

    private SignInRequest(Builder builder) {
        this.redirectUri = builder.redirectUri;
        this.returnTo = builder.returnTo;
        this.hostState = builder.hostState;
        this.scopes = builder.scopes;
        this.prompt = builder.prompt;
        this.loginHint = builder.loginHint;
        this.uiLocales = builder.uiLocales;
        this.extraParameters = builder.extraParameters;
    }

    /**
     * A sign-in as the connection is configured.
     *
     * @param redirectUri one of the connection's
     * @return the request
     */
    public static SignInRequest to(URI redirectUri) {
        return builder(redirectUri).build();
    }

    /**
     * Starts a request.
     *
     * @param redirectUri one of the connection's
     * @return a builder
     */
    public static Builder builder(URI redirectUri) {
        return new Builder(redirectUri);
    }

    /**
     * Where the provider sends the browser back to.
     *
     * @return one of the connection's redirect URIs
     */
    public URI redirectUri() {
        return redirectUri;
    }

    /**
     * Where the host sends the browser when the person is signed in.
     *
     * @return a path on the host's own origin, if stated
     */
    public Optional<String> returnTo() {
        return Optional.ofNullable(returnTo);
    }

    /**
     * What the host wants back when the sign-in is completed.
     *
     * @return the host's own words, if any
     */
    public Optional<String> hostState() {
        return Optional.ofNullable(hostState);
    }

    SignInAttempt attempt(String stateParameter, CallbackParameters.Arrival callbackArrival) {
        return SignInAttempt.builder(redirectUri)
                .stateParameter(stateParameter)
                .callbackArrival(callbackArrival)
                .scopes(scopes)
                .prompt(prompt)
                .loginHint(loginHint)
                .uiLocales(uiLocales)
                .extraParameters(extraParameters)
                .build();
    }

    /** Nothing of the request. */
    @Override
    public String toString() {
        return "SignInRequest";
    }

    /** Collects a request. For one thread. */
    public static final class Builder {
        private final URI redirectUri;
        private @Nullable String returnTo;
        private @Nullable String hostState;
        private List<String> scopes = List.of();
        private @Nullable String prompt;
        private @Nullable String loginHint;
        private @Nullable String uiLocales;
        private Map<String, String> extraParameters = Map.of();

        private Builder(URI redirectUri) {
            this.redirectUri = redirectUri;
        }

        /**
         * Sets where to go when the person is signed in.
         *
         * @param path on the host's own origin, with a query and a fragment if it needs them: begins with one slash, printable
         *     US-ASCII (the rest percent-encoded), at most 2,048 characters, without backslashes, empty segments or dot segments,
         *     nor encoded slashes, backslashes or control characters
         * @return this builder
         * @throws ConnectorException with {@code INVALID_REQUEST} if it could lead elsewhere
         */
        public Builder returnTo(String path) {
            if (!ReturnPath.isOwn(path)) {
                throw refusal("the return address is not a plain path on the own origin", "returnTo");
            }
            returnTo = path;
            return this;
        }

        /**
         * Sets what the host wants back when the sign-in is completed. It stays in the store of pending sign-ins: neither the
         * browser nor the provider sees it.
         *
         * @param text at most 4,096 characters
         * @return this builder
         * @throws ConnectorException with {@code INVALID_REQUEST} if it is longer
         */
        public Builder hostState(String text) {
            if (text.length() > HOST_STATE_LENGTH) {
                throw refusal("the host's state is longer than 4,096 characters", "hostState");
            }
            hostState = text;
            return this;
        }

        /**
         * Sets what to ask for, in the place of the scopes of the connection's configuration.
         *
         * @param values the scopes
         * @return this builder
         */
        public Builder scopes(String... values) {
            scopes = List.of(values);
            return this;
        }

        /**
         * Sets whether the provider should ask again (OpenID Connect Core 1.0 section 3.1.2.1).
         *
         * @param value such as {@code login} or {@code select_account}
         * @return this builder
         */
        public Builder prompt(String value) {
            prompt = value;
            return this;
        }

        /**
         * Sets who is expected to sign in.
         *
         * @param value such as an e-mail address
         * @return this builder
         */
        public Builder loginHint(String value) {
            loginHint = value;
            return this;
        }

        /**
         * Sets in which languages the provider should speak.
         *
         * @param value BCP 47 language tags delimited by spaces
         * @return this builder
         */
        public Builder uiLocales(String value) {
            uiLocales = value;
            return this;
        }

        /**
         * Sets what to send beyond the standard. A name that the connector sets itself is refused when the sign-in begins.
         *
         * @param values further parameters of the authorization request, by name
         * @return this builder
         */
        public Builder extraParameters(Map<String, String> values) {
            extraParameters = Map.copyOf(values);
            return this;
        }

        /**
         * Makes the request.
         *
         * @return the request
         */
        public SignInRequest build() {
            return new SignInRequest(this);
        }

        private static ConnectorException refusal(String reason, String parameter) {
            return ConnectorException.of(ErrorCode.INVALID_REQUEST, reason)
                    .with(Detail.PARAMETER, parameter)
                    .build();
        }
    }
}
