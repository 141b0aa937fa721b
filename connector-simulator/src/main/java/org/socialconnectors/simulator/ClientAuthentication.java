package org.socialconnectors.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.socialconnectors.api.secret.Secret;

/** Who asks at the token endpoint (RFC 6749 section 2.3.1), and in which of the ways that client may prove it. */
final class ClientAuthentication {
    private ClientAuthentication() {}

    static Optional<SimulatedClient> authenticate(
            RecordedRequest request, Parameters form, Function<String, Optional<SimulatedClient>> clients) {
        Optional<String> authorization = request.header("Authorization");
        Optional<String> bodySecret = form.first("client_secret");
        if (authorization.isPresent()) {
            return bodySecret.isPresent() ? Optional.empty() : basic(authorization.get(), form, clients);
        }
        return form.first("client_id")
                .flatMap(clients)
                .filter(client -> client.secret()
                        .map(secret -> client.secretInBody() && isSecret(secret, bodySecret))
                        .orElse(bodySecret.isEmpty()));
    }

    private static Optional<SimulatedClient> basic(
            String authorization, Parameters form, Function<String, Optional<SimulatedClient>> clients) {
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
                    .filter(client -> form.first("client_id").orElse(clientId).equals(clientId))
                    .filter(client -> client.secret()
                            .filter(known -> isSecret(known, Optional.of(secret)))
                            .isPresent());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isSecret(Secret known, Optional<String> given) {
        return given.filter(text -> !text.isEmpty()).map(Secret::of).equals(Optional.of(known));
    }
}
