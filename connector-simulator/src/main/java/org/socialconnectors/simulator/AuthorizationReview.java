package org.socialconnectors.simulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.socialconnectors.simulator.AuthorizationRefusedException.Reason;

/** What the provider looks at before it shows its consent page. */
record AuthorizationReview(
        Optional<URI> endpoint, Function<String, Optional<SimulatedClient>> clients, boolean codeChallengeRequired) {
    /** The base64url form of a SHA-256 value. */
    private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    AuthorizationRequest review(URI uri) {
        if (endpoint.isEmpty() || !withoutQuery(uri).equals(withoutQuery(endpoint.get()))) {
            throw refusal(Reason.MALFORMED_REQUEST, Optional.empty());
        }
        Parameters parameters =
                Parameters.parse(Optional.ofNullable(uri.getRawQuery()).orElse(""));
        parameters.repeated().ifPresent(name -> {
            throw refusal(Reason.MALFORMED_REQUEST, Optional.of(name));
        });
        Optional<String> clientId = parameters.first("client_id");
        SimulatedClient client = clientId.flatMap(clients).orElseThrow(() -> refusal(Reason.UNKNOWN_CLIENT, clientId));
        URI redirectUri = redirectUri(client, parameters.first("redirect_uri"));
        Optional<String> responseType = parameters.first("response_type");
        if (!responseType.equals(Optional.of("code"))) {
            throw refusal(Reason.RESPONSE_TYPE_NOT_SUPPORTED, responseType);
        }
        return new AuthorizationRequest(
                client,
                redirectUri,
                scopes(client, parameters.first("scope").orElse("")),
                parameters.first("state"),
                parameters.first("nonce"),
                codeChallenge(parameters));
    }

    private static URI redirectUri(SimulatedClient client, Optional<String> requested) {
        return requested
                .flatMap(AuthorizationReview::parse)
                .filter(uri -> client.redirectUris().stream()
                        .anyMatch(registered -> LoopbackRedirect.matches(registered, uri)))
                .orElseThrow(() -> refusal(Reason.REDIRECT_URI_NOT_REGISTERED, requested));
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Set<String> scopes(SimulatedClient client, String scope) {
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(scope.split(" ")));
        scopes.remove("");
        for (String name : scopes) {
            if (!client.scopes().contains(name)) {
                throw refusal(Reason.SCOPE_NOT_ENABLED, Optional.of(name));
            }
        }
        return scopes;
    }

    private Optional<String> codeChallenge(Parameters parameters) {
        Optional<String> challenge = parameters.first("code_challenge");
        Optional<String> method = parameters.first("code_challenge_method");
        if (challenge.isEmpty() && method.isEmpty() && !codeChallengeRequired) {
            return challenge;
        }
        if (!method.equals(Optional.of("S256"))
                || !S256.matcher(challenge.orElse("")).matches()) {
            throw refusal(Reason.CODE_CHALLENGE_REQUIRED, Optional.empty());
        }
        return challenge;
    }

    private static String withoutQuery(URI uri) {
        return uri.toString().split("[?#]", 2)[0];
    }

    private static AuthorizationRefusedException refusal(Reason reason, Optional<String> value) {
        return new AuthorizationRefusedException(reason, value);
    }
}
