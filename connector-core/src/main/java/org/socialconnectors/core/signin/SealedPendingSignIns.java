package org.socialconnectors.core.signin;

import java.time.Duration;
import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

/**
 * Remembers pending sign-ins in a store that the nodes of a host share, so that a sign-in begun on one finishes on another, and
 * after a restart. The nodes need no key in common: what opens an entry is the key of the browser in which the sign-in began.
 *
 * <p>Whoever reads the store can neither finish a sign-in nor tell whose it is or with which connection; whoever changes it can end
 * sign-ins, but make none up. A value that was changed, or is of a format of another version of the framework, counts as none: the
 * user begins again. Thread-safe.
 */
public final class SealedPendingSignIns implements PendingSignIns {
    private static final int MAX_BYTES = 64 * 1024;

    private final ByteStore store;
    private final Duration timeToLive;

    /**
     * Pending sign-ins that stay for {@link MemoryPendingSignIns#DEFAULT_TIME_TO_LIVE}.
     *
     * @param store where the bytes are kept
     */
    public SealedPendingSignIns(ByteStore store) {
        this(store, MemoryPendingSignIns.DEFAULT_TIME_TO_LIVE);
    }

    /**
     * Pending sign-ins in a store.
     *
     * @param store where the bytes are kept
     * @param timeToLive how long a sign-in stays pending, by the store's clock
     */
    public SealedPendingSignIns(ByteStore store, Duration timeToLive) {
        this.store = store;
        this.timeToLive = timeToLive;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConnectorException with {@code CAPACITY_EXCEEDED} also if the sign-in, with what the connector and the host want to
     *     remember, takes more than 65,536 bytes
     */
    @Override
    public void put(BrowserKey browser, PendingSignIn pending) {
        Seal seal = Seal.of(browser, pending.connectionId(), pending.attempt().state());
        byte[] value = seal.close(PendingSignInFormat.write(pending));
        if (value.length > MAX_BYTES) {
            throw ConnectorException.of(ErrorCode.CAPACITY_EXCEEDED, "a pending sign-in is too large for the store")
                    .with(Detail.CONNECTION_ID, pending.connectionId())
                    .with(Detail.LIMIT, MAX_BYTES + " bytes")
                    .build();
        }
        store.put(seal.entryKey(), value, timeToLive);
    }

    @Override
    public Optional<PendingSignIn> take(BrowserKey browser, String connectionId, Secret state) {
        Seal seal = Seal.of(browser, connectionId, state);
        return store.take(seal.entryKey())
                .filter(value -> value.length <= MAX_BYTES)
                .flatMap(seal::open)
                .flatMap(PendingSignInFormat::read);
    }

    /** Nothing of what is pending. */
    @Override
    public String toString() {
        return "SealedPendingSignIns";
    }
}
