package org.socialconnectors.simulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
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
            throw refusal(Reason.MALFORMED_REQUEST, "This address is not the authorization endpoint.");
        }
        Parameters parameters =
                Parameters.parse(Optional.ofNullable(uri.getRawQuery()).orElse(""));
        parameters.repeated().ifPresent(name -> {
            throw refusal(Reason.MALFORMED_REQUEST, "The parameter “" + name + "” is there more than once.");
        });
        String clientId = parameters.first("client_id").orElse("");
        SimulatedClient client = clients.apply(clientId)
                .orElseThrow(() -> refusal(
                        Reason.UNKNOWN_CLIENT, "No application is registered under the client ID “" + clientId + "”."));
        URI redirectUri = redirectUri(client, parameters.first("redirect_uri"));
        String responseType = parameters.first("response_type").orElse("");
        if (!responseType.equals("code")) {
            throw refusal(
                    Reason.RESPONSE_TYPE_NOT_SUPPORTED,
                    "The response type has to be “code”; the application asked for “" + responseType + "”.");
        }
        return new AuthorizationRequest(
                client,
                redirectUri,
                scopes(client, parameters.first("scope").orElse("")),
                parameters.first("orgIds").map(ids -> List.of(ids.split(","))).orElse(List.of()),
                parameters.first("state"),
                parameters.first("nonce"),
                codeChallenge(parameters));
    }

    private static URI redirectUri(SimulatedClient client, Optional<String> requested) {
        if (requested.isEmpty()) {
            throw refusal(Reason.REDIRECT_URI_NOT_REGISTERED, "The request has no redirect URI.");
        }
        try {
            URI redirectUri = new URI(requested.get());
            if (client.redirectUris().stream()
                    .anyMatch(registered -> LoopbackRedirect.matches(registered, redirectUri))) {
                return redirectUri;
            }
        } catch (URISyntaxException notAnAddress) {
            // Not registered, then.
        }
        throw refusal(
                Reason.REDIRECT_URI_NOT_REGISTERED,
                "The redirect URI “" + requested.get()
                        + "” is not registered for this application. It has to be equal to a"
                        + " registered one, character for character; only the port of http on localhost, 127.0.0.1 and [::1]"
                        + " may differ.");
    }

    private static Set<String> scopes(SimulatedClient client, String scope) {
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(scope.split(" ")));
        scopes.remove("");
        for (String name : scopes) {
            if (!client.scopes().contains(name)) {
                throw refusal(
                        Reason.SCOPE_NOT_ENABLED, "The scope “" + name + "” is not enabled for this application.");
            }
        }
        return scopes;
    }

    private Optional<String> codeChallenge(Parameters parameters) {
        Optional<String> challenge = parameters.first("code_challenge");
        if (challenge.isEmpty() && !codeChallengeRequired) {
            return challenge;
        }
        if (!parameters.first("code_challenge_method").equals(Optional.of("S256"))
                || !S256.matcher(challenge.orElse("")).matches()) {
            throw refusal(
                    Reason.CODE_CHALLENGE_REQUIRED,
                    "The request has to carry a code challenge (PKCE) made by the method “S256”.");
        }
        return challenge;
    }

    private static String withoutQuery(URI uri) {
        return uri.toString().split("[?#]", 2)[0];
    }

    private static AuthorizationRefusedException refusal(Reason reason, String message) {
        return new AuthorizationRefusedException(reason, message);
    }
}
