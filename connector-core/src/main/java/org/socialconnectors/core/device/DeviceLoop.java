package org.socialconnectors.core.device;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.SignInResult;

/**
 * Waits on the calling thread until a person has signed in on another device (RFC 8628): shows the code, polls no faster than the
 * provider asks, and twice as slowly after each outage. Interrupt the thread to cancel. Thread-safe.
 */
public final class DeviceLoop {
    private static final Duration SLOWEST = Duration.ofMinutes(1);

    private final Pause pause;

    /** A loop that really waits. */
    public DeviceLoop() {
        this(Thread::sleep);
    }

    DeviceLoop(Pause pause) {
        this.pause = pause;
    }

    /**
     * Signs a person in.
     *
     * @param device the connector's capability
     * @param scopes what to ask for; empty for those of the configuration
     * @param show shows the code and where to enter it, and returns
     * @return who signed in
     * @throws ConnectorException with {@code ACCESS_DENIED} if the person declined, {@code SIGN_IN_NOT_PENDING} if the code's time is
     *     over, otherwise as {@link DeviceSignIn} throws it; an outage while polling is waited out
     * @throws InterruptedException if the thread was interrupted: nobody polls any more
     */
    public SignInResult signIn(DeviceSignIn device, List<String> scopes, Consumer<DeviceAuthorization> show)
            throws InterruptedException {
        DeviceAuthorization authorization = device.start(scopes);
        show.accept(authorization);
        Duration extra = Duration.ZERO;
        while (true) {
            pause.pause(authorization.interval().plus(extra).toMillis());
            try {
                DeviceProgress progress = device.poll(authorization);
                if (progress.result().isPresent()) {
                    return progress.result().get();
                }
                authorization = progress.next().orElseThrow();
                extra = Duration.ZERO;
            } catch (ConnectorException refusal) {
                if (refusal.code() != ErrorCode.PROVIDER_UNAVAILABLE) {
                    throw refusal;
                }
                Duration slower = authorization.interval().plus(extra.multipliedBy(2));
                extra = slower.compareTo(SLOWEST) < 0 ? slower : SLOWEST;
            }
        }
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void pause(long millis) throws InterruptedException;
    }
}
