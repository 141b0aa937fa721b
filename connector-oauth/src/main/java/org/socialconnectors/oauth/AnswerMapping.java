package org.socialconnectors.oauth;

import org.socialconnectors.api.error.ConnectorException;

/**
 * Maps what a provider answered to something of ours. Thread-safe.
 *
 * @param <T> what it maps to
 */
@FunctionalInterface
public interface AnswerMapping<T> {
    /**
     * Maps the answers of one sign-in.
     *
     * @param answers all that the provider said, verified
     * @return what it maps to
     * @throws ConnectorException with {@code INVALID_RESPONSE} or {@code IDENTITY_MISMATCH} if the answers will not do, and as
     *     {@link ProviderAnswers#get} does
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    T from(ProviderAnswers answers) throws InterruptedException;
}
