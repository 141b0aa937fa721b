package org.socialconnectors.simulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.socialconnectors.simulator.AuthorizationRefusedException.Reason;

/** What the provider looks at before it shows its consent page. */
record AuthorizationReview(
        Function<String, Optional<SimulatedClient>> clients, boolean codeChallengeRequired, boolean formPostSupported) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    AuthorizationRequest review(Parameters parameters) {
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
                codeChallenge(parameters),
                formPost(parameters.first("response_mode")),
                prompts(parameters.first("prompt")),
                maxAge(parameters.first("max_age")),
                parameters
                        .first("acr_values")
                        .flatMap(values -> Words.parse(values).stream().findFirst()),
                parameters.first("dpop_jkt"));
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
        Set<String> scopes = Words.parse(scope);
        for (String name : scopes) {
            if (!client.scopes().contains(name)) {
                throw refusal(Reason.SCOPE_NOT_ENABLED, Optional.of(name));
            }
        }
        return scopes;
    }

    private Optional<String> codeChallenge(Parameters parameters) {
        if (!CodeChallenges.acceptable(parameters, codeChallengeRequired)) {
            throw refusal(Reason.CODE_CHALLENGE_REQUIRED, Optional.empty());
        }
        return parameters.first("code_challenge");
    }

    private boolean formPost(Optional<String> responseMode) {
        boolean formPost = responseMode.equals(Optional.of("form_post"));
        if (formPost ? !formPostSupported : !responseMode.orElse("query").equals("query")) {
            throw refusal(Reason.RESPONSE_MODE_NOT_SUPPORTED, responseMode);
        }
        return formPost;
    }

    private static Set<String> prompts(Optional<String> prompt) {
        Set<String> prompts = Words.parse(prompt.orElse(""));
        if (prompts.contains("none") && prompts.size() > 1) {
            throw refusal(Reason.MALFORMED_REQUEST, Optional.of("prompt"));
        }
        return prompts;
    }

    private static Optional<Duration> maxAge(Optional<String> seconds) {
        if (seconds.filter(text -> !SECONDS.matcher(text).matches()).isPresent()) {
            throw refusal(Reason.MALFORMED_REQUEST, Optional.of("max_age"));
        }
        return seconds.map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    static AuthorizationRefusedException refusal(Reason reason, Optional<String> value) {
        return new AuthorizationRefusedException(reason, value);
    }
}
