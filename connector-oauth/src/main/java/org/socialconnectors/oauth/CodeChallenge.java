package org.socialconnectors.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.socialconnectors.api.secret.Secret;

/** Proof Key for Code Exchange with S256 (RFC 7636 section 4.2); {@code plain} would prove nothing. */
final class CodeChallenge {
    private CodeChallenge() {}

    /** The parameters that announce a code verifier. */
    static Map<String, String> of(Secret codeVerifier) {
        byte[] hash = Digests.of("SHA-256").digest(codeVerifier.reveal().getBytes(StandardCharsets.US_ASCII));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }
}
