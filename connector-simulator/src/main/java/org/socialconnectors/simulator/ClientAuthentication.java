package org.socialconnectors.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/**
 * Who asks at the endpoints for clients (RFC 6749 section 2.3, RFC 7521 section 4.2), and in which of the ways that client may
 * prove it.
 */
record ClientAuthentication(Function<String, Optional<SimulatedClient>> clients, ClientAssertions assertions) {

    /** Answers a client that has proven who it is, and whose form is well-formed. */
    Response answer(RecordedRequest request, BiFunction<SimulatedClient, Parameters, Response> answer) {
        if (!request.header("Content-Type").orElse("").startsWith(Parameters.FORM)) {
            return Answers.error(400, "invalid_request", "The body is not a form");
        }
        Parameters form = new Parameters(request.form());
        if (form.repeated().isPresent()) {
            return Answers.error(400, "invalid_request", "A parameter is there more than once");
        }
        return authenticate(request, form)
                .map(client -> answer.apply(client, form))
                .orElseGet(() -> Answers.with(
                        Answers.error(401, "invalid_client", "Client authentication failed"),
                        "WWW-Authenticate",
                        "Basic realm=\"OAuth\""));
    }

    private Optional<SimulatedClient> authenticate(RecordedRequest request, Parameters form) {
        Optional<String> authorization = request.header("Authorization");
        Optional<String> secret = form.first("client_secret");
        Optional<String> assertion = form.first("client_assertion");
        Optional<String> clientId = form.first("client_id");
        if (authorization.isPresent()) {
            return secret.isPresent() || assertion.isPresent() ? Optional.empty() : basic(authorization.get(), form);
        }
        if (assertion.isPresent()) {
            return secret.isEmpty() && form.first("client_assertion_type").equals(Optional.of(ClientAssertions.TYPE))
                    ? assertions.verify(assertion.get(), clientId, clients)
                    : Optional.empty();
        }
        return clientId.flatMap(clients)
                .filter(client -> secret.isPresent()
                        ? client.may(ClientAuthenticationMethod.CLIENT_SECRET_POST) && isSecret(client, secret.get())
                        : client.may(ClientAuthenticationMethod.NONE));
    }

    private Optional<SimulatedClient> basic(String authorization, Parameters form) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            String[] halves = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            if (halves.length != 2) {
                return Optional.empty();
            }
            // Both halves were form-encoded before they were joined.
            String clientId = URLDecoder.decode(halves[0], StandardCharsets.UTF_8);
            String secret = URLDecoder.decode(halves[1], StandardCharsets.UTF_8);
            return clients.apply(clientId)
                    .filter(client -> client.may(ClientAuthenticationMethod.CLIENT_SECRET_BASIC))
                    .filter(client -> form.first("client_id").orElse(clientId).equals(clientId))
                    .filter(client -> isSecret(client, secret));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isSecret(SimulatedClient client, String given) {
        return !given.isEmpty() && client.secret().equals(Optional.of(Secret.of(given)));
    }
}
