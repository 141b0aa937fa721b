package org.socialconnectors.core.signin;

import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.secret.Secret;

/**
 * Remembers pending sign-ins for a while. An entry is found only with all of: the browser's key, the connection's ID and the state.
 * Implementations are thread-safe. Whatever one throws beyond its contract is taken for {@code STORE_UNAVAILABLE}.
 */
public interface PendingSignIns {
    /**
     * Remembers a sign-in until it is taken or its time to live is over.
     *
     * @param browser in which it began
     * @param pending the sign-in, found again by its connection's ID and its attempt's state
     * @throws ConnectorException with {@code CAPACITY_EXCEEDED} if the store is full: nothing is thrown out to make room; with
     *     {@code STORE_UNAVAILABLE} if it cannot be reached
     */
    void put(BrowserKey browser, PendingSignIn pending);

    /**
     * Takes a sign-in out, atomically: of any number of callers, on any number of nodes, one gets it.
     *
     * @param browser in which the callback arrived
     * @param connectionId on which it arrived
     * @param state which it brought
     * @return the sign-in; nothing if there is none that fits, it was taken, or its time is over
     * @throws ConnectorException with {@code STORE_UNAVAILABLE} if the store cannot be reached
     */
    Optional<PendingSignIn> take(BrowserKey browser, String connectionId, Secret state);
}
