package org.socialconnectors.api.device;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.signin.SignInResult;

/** Whether a person has decided yet: either what to poll with next, or who signed in. Immutable and thread-safe. */
public final class DeviceProgress {
    private final @Nullable DeviceAuthorization next;
    private final @Nullable SignInResult result;

    private DeviceProgress(@Nullable DeviceAuthorization next, @Nullable SignInResult result) {
        this.next = next;
        this.result = result;
    }

    /**
     * Not yet.
     *
     * @param next what to poll with after its interval
     * @return the progress
     */
    public static DeviceProgress pending(DeviceAuthorization next) {
        return new DeviceProgress(next, null);
    }

    /**
     * The person is signed in.
     *
     * @param result who
     * @return the progress
     */
    public static DeviceProgress complete(SignInResult result) {
        return new DeviceProgress(null, result);
    }

    /**
     * What to poll with after its {@link DeviceAuthorization#interval() interval}, which grows when the provider says to slow down.
     *
     * @return empty once somebody is signed in
     */
    public Optional<DeviceAuthorization> next() {
        return Optional.ofNullable(next);
    }

    /**
     * Who signed in.
     *
     * @return empty while the person has not decided
     */
    public Optional<SignInResult> result() {
        return Optional.ofNullable(result);
    }

    @Override
    public String toString() {
        return result == null ? "DeviceProgress(pending)" : "DeviceProgress(complete)";
    }
}
