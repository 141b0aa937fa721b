package org.socialconnectors.core.signin;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.core.connection.Connection;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.Loopback;

/**
 * Begins and completes sign-ins. Owns what no connector can be trusted to remember: that a callback arrives in the browser and on the
 * connection where the sign-in began, with its state, once, in time, and with the configuration it began with. Thread-safe.
 */
public final class SignIns {
    private static final List<String> GIVEN_ONCE = List.of("code", "error", "error_description", "iss");
    private static final Set<ErrorCode> STORE_REFUSALS =
            EnumSet.of(ErrorCode.CAPACITY_EXCEEDED, ErrorCode.STORE_UNAVAILABLE);

    private final Connections connections;
    private final PendingSignIns pendingSignIns;

    /**
     * A flow.
     *
     * @param connections with which people can sign in
     * @param pendingSignIns what is remembered between beginning and callback
     */
    public SignIns(Connections connections, PendingSignIns pendingSignIns) {
        this.connections = connections;
        this.pendingSignIns = pendingSignIns;
    }

    /**
     * Begins a sign-in.
     *
     * @param connectionId with which connection
     * @param browser in which browser
     * @param request how it should go
     * @return where to send the browser
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the connection cannot be used; {@code INVALID_REQUEST} if
     *     the redirect URI is not one of the connection's, or an extra parameter is reserved; {@code CAPACITY_EXCEEDED} or
     *     {@code STORE_UNAVAILABLE} if it cannot be remembered; {@code PROVIDER_UNAVAILABLE} if the protocol needs the provider
     *     first; {@code CONNECTOR_FAILURE} if the connector breaks its contract. Nothing is remembered then.
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public SignInStart begin(String connectionId, BrowserKey browser, SignInRequest request)
            throws InterruptedException {
        Connection connection = connections.get(connectionId);
        if (!connection.allowsRedirectTo(request.redirectUri())) {
            throw ConnectorException.of(ErrorCode.INVALID_REQUEST, "the redirect URI is not one of the connection's")
                    .with(Detail.CONNECTION_ID, connectionId)
                    .with(Detail.PARAMETER, "redirect_uri")
                    .build();
        }
        SocialConnector connector = connection.connector();
        CallbackParameters.Arrival arrival = connector.callbackArrival();
        if (arrival == CallbackParameters.Arrival.FORM
                && !"https".equalsIgnoreCase(request.redirectUri().getScheme())) {
            // Only a Secure cookie may be SameSite=None, and no other one comes along with a cross-site POST.
            throw ConnectorException.of(
                            ErrorCode.INVALID_CONFIGURATION,
                            "a callback that arrives as a form needs an https redirect URI")
                    .with(Detail.CONNECTION_ID, connectionId)
                    .build();
        }
        SignInAttempt attempt = request.attempt(connector.stateParameter(), arrival);
        Redirect redirect = connector.begin(attempt);
        requireWebAddress(redirect.uri(), connection);
        PendingSignIn pending = new PendingSignIn(
                connectionId,
                connection.revision(),
                attempt.after(redirect),
                request.returnTo().orElse(null),
                request.hostState().orElse(null));
        try {
            pendingSignIns.put(browser, pending);
        } catch (RuntimeException failure) {
            throw refusalOfStore(failure);
        }
        return new SignInStart(redirect.uri(), arrival);
    }

    /**
     * Completes a sign-in. Whatever comes of it, the same callback never gets a second time.
     *
     * @param connectionId on which connection the callback arrived, from its address
     * @param browser in which browser it arrived
     * @param parameters what it brought
     * @return who signed in
     * @throws ConnectorException with {@code INVALID_REQUEST} if the callback is malformed; {@code SIGN_IN_NOT_PENDING} if no
     *     sign-in fits, was used, is over, or began with another configuration or a redirect URI that is no longer the
     *     connection's; {@code STORE_UNAVAILABLE} if the store cannot be
     *     reached: nothing was sent to the provider, and the callback may be repeated; otherwise as {@link SignInAttempt#verify},
     *     {@link VerifiedCallback#code} and {@link SocialConnector#complete} throw it, and then the sign-in is over
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public CompletedSignIn complete(String connectionId, BrowserKey browser, CallbackParameters parameters)
            throws InterruptedException {
        Connection connection = connections.get(connectionId);
        SocialConnector connector = connection.connector();
        // Before anything is taken: a malformed callback must not use up the sign-in of an honest one.
        Secret state = parameters
                .single(connector.stateParameter())
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .orElseThrow(() -> notPending(connectionId));
        GIVEN_ONCE.forEach(parameters::single);

        PendingSignIn pending = taken(browser, connectionId, state)
                .filter(found -> found.connectionId().equals(connectionId))
                .filter(found -> found.revision().equals(connection.revision()))
                .filter(found -> connection.allowsRedirectTo(found.attempt().redirectUri()))
                .orElseThrow(() -> notPending(connectionId));
        VerifiedCallback callback = pending.attempt().verify(parameters);
        SignInResult result = connector.complete(callback);
        return new CompletedSignIn(pending, result);
    }

    private static ConnectorException notPending(String connectionId) {
        return ConnectorException.of(
                        ErrorCode.SIGN_IN_NOT_PENDING, "no sign-in that is pending fits this callback and this browser")
                .with(Detail.CONNECTION_ID, connectionId)
                .build();
    }

    private static void requireWebAddress(URI uri, Connection connection) {
        boolean web = uri.getHost() != null
                && ("https".equalsIgnoreCase(uri.getScheme())
                        || ("http".equalsIgnoreCase(uri.getScheme()) && Loopback.isLoopback(uri.getHost())));
        if (!web) {
            throw ConnectorException.of(
                            ErrorCode.CONNECTOR_FAILURE,
                            "the connector redirects to what is not an https address, nor http on this machine")
                    .with(Detail.CONNECTOR_ID, connection.descriptor().id())
                    .build();
        }
    }

    private Optional<PendingSignIn> taken(BrowserKey browser, String connectionId, Secret state) {
        try {
            return pendingSignIns.take(browser, connectionId, state);
        } catch (RuntimeException failure) {
            throw refusalOfStore(failure);
        }
    }

    private static ConnectorException refusalOfStore(RuntimeException failure) {
        return failure instanceof ConnectorException refusal && STORE_REFUSALS.contains(refusal.code())
                ? refusal
                : ConnectorException.of(ErrorCode.STORE_UNAVAILABLE, "the store of pending sign-ins failed")
                        .causedBy(failure)
                        .build();
    }
}
