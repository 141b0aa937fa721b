package org.socialconnectors.core.signin;

import java.time.Duration;
import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;

/**
 * A store outside the process, such as a database, that the nodes of a host share: bytes by key, each for a while. {@link
 * SealedPendingSignIns} keeps pending sign-ins in it, and sees to it that whoever reads the store learns nothing from it. The store
 * owes four things:
 *
 * <ul>
 *   <li><b>Once.</b> Reading and removing are one step: of any number of callers on any number of nodes, one gets the value. To
 *       read first and delete then does not do. Nor does a replica that lags behind.
 *   <li><b>In time.</b> Its own clock decides when a time to live is over, and a value whose time is over is not given out, whether
 *       or not it has been removed yet.
 *   <li><b>Bounded.</b> Everybody can begin a sign-in, so the store limits how many values, or how much memory, it takes. When it
 *       is full, it refuses new values and throws nothing out: an eviction policy must not remove what is pending.
 *   <li><b>Prompt.</b> It answers or fails within two seconds: its client needs timeouts.
 * </ul>
 *
 * <p>Implementations are thread-safe. What one throws other than {@code CAPACITY_EXCEEDED} is taken for {@code STORE_UNAVAILABLE};
 * no message of it is passed on.
 */
public interface ByteStore {
    /**
     * Keeps a value until it is taken or its time to live is over. A key is put once.
     *
     * @param key 64 lower-case hexadecimal digits
     * @param value at most 65,536 bytes, of any kind
     * @param timeToLive how long to keep it
     * @throws ConnectorException with {@code CAPACITY_EXCEEDED} if the store is full
     */
    void put(String key, byte[] value, Duration timeToLive);

    /**
     * Takes a value out, atomically.
     *
     * @param key 64 lower-case hexadecimal digits
     * @return the value as it was put; nothing if there is none, it was taken, or its time is over
     */
    Optional<byte[]> take(String key);
}
