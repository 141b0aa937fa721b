package org.socialconnectors.simulator;

import java.util.Optional;
import java.util.regex.Pattern;

/** PKCE with S256 (RFC 7636), for codes and, as some providers want it, for devices. */
final class CodeChallenges {
    /** The base64url form of a SHA-256 value. */
    private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    private CodeChallenges() {}

    /** Whether a request has a good code challenge, or none where none is required. */
    static boolean acceptable(Parameters request, boolean required) {
        Optional<String> challenge = request.first("code_challenge");
        Optional<String> method = request.first("code_challenge_method");
        if (challenge.isEmpty() && method.isEmpty()) {
            return !required;
        }
        return method.equals(Optional.of("S256"))
                && S256.matcher(challenge.orElse("")).matches();
    }

    /** Whether a token request has the code verifier of the challenge, or none if there was no challenge. */
    static boolean answered(Optional<String> challenge, Parameters form) {
        Optional<String> verifier = form.first("code_verifier");
        return challenge.isEmpty()
                ? verifier.isEmpty()
                : Digests.sha256(verifier.orElse("")).equals(challenge.get());
    }
}
