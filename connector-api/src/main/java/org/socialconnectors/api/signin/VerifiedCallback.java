package org.socialconnectors.api.signin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

/**
 * A callback whose state and issuer fit the attempt that it belongs to. The only way to obtain one is {@link
 * SignInAttempt#verify}, so a connector cannot be handed an unchecked callback. Immutable and thread-safe.
 */
public final class VerifiedCallback {
    private final SignInAttempt attempt;
    private final CallbackParameters parameters;

    VerifiedCallback(SignInAttempt attempt, CallbackParameters parameters) {
        this.attempt = attempt;
        this.parameters = parameters;
    }

    /**
     * The attempt that this callback belongs to.
     *
     * @return the attempt as it was when the sign-in began, with what the connector asked to remember
     */
    public SignInAttempt attempt() {
        return attempt;
    }

    /**
     * All parameters, for what a provider sends beyond the standard.
     *
     * @return the parameters
     */
    public CallbackParameters parameters() {
        return parameters;
    }

    /**
     * The authorization code, unless the provider sent an error instead (RFC 6749 sections 4.1.2 and 4.1.2.1). With both, the
     * error counts.
     *
     * @return the code, to be exchanged once
     * @throws ConnectorException as {@link ConnectorException#ofOAuthError} says if the provider sent an error; with {@code
     *     INVALID_REQUEST} if there is neither an error nor a code, or what decides is given more than once
     */
    public Secret code() {
        Optional<String> error = parameters.single("error").filter(text -> !text.isEmpty());
        if (error.isPresent()) {
            throw ConnectorException.ofOAuthError(
                            error.get(), parameters.single("error_description").orElse(""), inFlight())
                    .build();
        }
        return parameters
                .single("code")
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .orElseThrow(() -> ConnectorException.of(
                                ErrorCode.INVALID_REQUEST, "the callback has neither a code nor an error")
                        .with(Detail.PARAMETER, "code")
                        .build());
    }

    private List<Secret> inFlight() {
        List<Secret> inFlight = new ArrayList<>(attempt.secrets());
        parameters.all("code").stream()
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .forEach(inFlight::add);
        return inFlight;
    }

    /** Nothing of the parameters. */
    @Override
    public String toString() {
        return "VerifiedCallback";
    }
}
