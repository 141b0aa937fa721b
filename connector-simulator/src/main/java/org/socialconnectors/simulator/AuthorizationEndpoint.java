package org.socialconnectors.simulator;

import java.net.URI;
import java.util.Optional;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.simulator.AuthorizationRefusedException.Reason;

/** Takes authorization requests from the browser, and from clients that push them (RFC 9126). */
record AuthorizationEndpoint(
        Optional<URI> address, AuthorizationReview review, PushedRequests pushed, boolean pushedOnly) {

    /** What the browser came with; a pushed request is spent by that. */
    AuthorizationRequest receive(URI uri) {
        if (address.isEmpty() || !withoutQuery(uri).equals(withoutQuery(address.get()))) {
            throw AuthorizationReview.refusal(Reason.MALFORMED_REQUEST, Optional.empty());
        }
        Parameters parameters =
                Parameters.parse(Optional.ofNullable(uri.getRawQuery()).orElse(""));
        Optional<String> requestUri = parameters.first("request_uri");
        if (requestUri.isPresent()) {
            return pushed.take(requestUri.get())
                    .filter(kept -> kept.first("client_id").equals(parameters.first("client_id")))
                    .map(review::review)
                    .orElseThrow(() -> AuthorizationReview.refusal(Reason.REQUEST_URI_INVALID, Optional.empty()));
        }
        if (pushedOnly) {
            throw AuthorizationReview.refusal(Reason.PUSHED_REQUEST_REQUIRED, Optional.empty());
        }
        return review.review(parameters);
    }

    /** Answers a client that pushes a request. */
    Response push(SimulatedClient client, Parameters form) {
        try {
            if (form.first("request_uri").isPresent()
                    || !review.review(form).client().clientId().equals(client.clientId())) {
                return Answers.error(400, "invalid_request", "The request is another client's, or pushed already");
            }
        } catch (AuthorizationRefusedException refused) {
            String error = refused.reason() == Reason.SCOPE_NOT_ENABLED ? "invalid_scope" : "invalid_request";
            return Answers.error(400, error, refused.reason().sentence());
        }
        return pushed.keep(form);
    }

    private static String withoutQuery(URI uri) {
        return uri.toString().split("[?#]", 2)[0];
    }
}
