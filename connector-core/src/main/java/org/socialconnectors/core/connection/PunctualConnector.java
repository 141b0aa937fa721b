package org.socialconnectors.core.connection;

import java.time.Duration;
import java.util.Optional;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.core.http.DeadlineTransport;

/** A connector whose calls end in time: what it does on the network, and what it does elsewhere. */
final class PunctualConnector implements SocialConnector {
    private final SocialConnector connector;
    private final DeadlineTransport http;
    private final Duration deadline;

    PunctualConnector(SocialConnector connector, DeadlineTransport http, Duration deadline) {
        this.connector = connector;
        this.http = http;
        this.deadline = deadline;
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        return http.within(deadline, () -> connector.begin(attempt));
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        return http.within(deadline, () -> connector.complete(callback));
    }

    @Override
    public String stateParameter() {
        return connector.stateParameter();
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return connector.capability(type);
    }

    @Override
    public String toString() {
        return connector.toString();
    }
}
