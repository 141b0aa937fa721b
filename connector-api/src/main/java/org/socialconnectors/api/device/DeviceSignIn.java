package org.socialconnectors.api.device;

import java.util.List;
import org.socialconnectors.api.error.ConnectorException;

/**
 * A capability: signs a person in on a device without a browser (RFC 8628). The host owns the loop: it shows the code, waits, and
 * polls; to cancel it stops polling. Thread-safe, blocking.
 */
public interface DeviceSignIn {
    /**
     * Asks for a code to show.
     *
     * @param scopes what to ask for; empty for those of the configuration
     * @return the code, where to enter it, and how often to poll
     * @throws ConnectorException with {@code UNSUPPORTED} if the provider publishes no such endpoint; otherwise as at sign-in
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    DeviceAuthorization start(List<String> scopes) throws InterruptedException;

    /**
     * Asks whether the person has decided. Wait for the {@link DeviceAuthorization#interval() interval} first.
     *
     * @param authorization what {@link #start} answered, or {@link DeviceProgress#next()} of the poll before
     * @return not yet, or who signed in
     * @throws ConnectorException with {@code ACCESS_DENIED} if the person declined, {@code SIGN_IN_NOT_PENDING} if the code's time
     *     is over; {@code PROVIDER_UNAVAILABLE} for an outage, after which the same call may be made again with a longer interval
     *     (RFC 8628 section 3.5); otherwise as {@link org.socialconnectors.api.SocialConnector#complete} throws it
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    DeviceProgress poll(DeviceAuthorization authorization) throws InterruptedException;
}
