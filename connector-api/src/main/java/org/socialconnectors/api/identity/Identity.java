package org.socialconnectors.api.identity;

import java.nio.charset.StandardCharsets;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/**
 * The only key for an account: a subject within a namespace. Never look an account up by e-mail address, username or name:
 * those change hands.
 *
 * @param namespace who issued the subject: the issuer (OpenID Connect Core 1.0 section 2), or what the connection's
 *     configuration fixes for a provider that has none; it does not depend on the scopes of a sign-in; limited as the subject
 * @param subject the provider's identifier for the person, never reassigned; 1 to 255 characters, not blank, well-formed
 *     UTF-16 without control characters, compared exactly
 */
public record Identity(String namespace, String subject) {
    private static final int LENGTH = 255;

    /**
     * Makes an identity.
     *
     * @param namespace who issued the subject
     * @param subject the provider's identifier for the person
     * @throws ConnectorException with {@code IDENTITY_MISMATCH} if namespace or subject is blank, longer than 255
     *     characters, or has control characters or half a surrogate pair
     */
    public Identity {
        if (!isKey(namespace) || !isKey(subject)) {
            throw ConnectorException.of(
                            ErrorCode.IDENTITY_MISMATCH,
                            "namespace or subject is blank, longer than 255 characters, or has characters of no key")
                    .build();
        }
    }

    private static boolean isKey(String text) {
        return !text.isBlank()
                && text.length() <= LENGTH
                && text.chars().noneMatch(Character::isISOControl)
                // A database would store every half of a surrogate pair as the same character: two people, one key.
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The namespace only; nothing of the person. */
    @Override
    public String toString() {
        return "Identity(" + namespace + ")";
    }
}
