package org.socialconnectors.api.identity;

import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/**
 * The only key for an account: a subject within a namespace. Never look an account up by e-mail address, username or name:
 * those change hands.
 *
 * @param namespace who issued the subject: the issuer (OpenID Connect Core 1.0 section 2), or what the connection's
 *     configuration fixes for a provider that has none; it does not depend on the scopes of a sign-in
 * @param subject the provider's identifier for the person, never reassigned; 1 to 255 characters without control characters,
 *     compared exactly
 */
public record Identity(String namespace, String subject) {
    private static final int SUBJECT_LENGTH = 255;

    /**
     * Makes an identity.
     *
     * @param namespace who issued the subject
     * @param subject the provider's identifier for the person
     * @throws ConnectorException with {@code IDENTITY_MISMATCH} if namespace or subject is blank, too long, or contains
     *     control characters
     */
    public Identity {
        if (namespace.isBlank()) {
            throw ConnectorException.of(ErrorCode.IDENTITY_MISMATCH, "an identity needs a namespace")
                    .build();
        }
        if (subject.isBlank()
                || subject.length() > SUBJECT_LENGTH
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw ConnectorException.of(
                            ErrorCode.IDENTITY_MISMATCH,
                            "the subject is blank, longer than 255 characters, or has control characters")
                    .build();
        }
    }
}
