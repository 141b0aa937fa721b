package org.socialconnectors.testkit.runner;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.testkit.SocialConnectorConformance;

/** The rules for a connector of which nobody said what its provider is like. */
@ExtendWith(Subject.Extension.class)
final class AnyConnectorRules extends SocialConnectorConformance {
    private final Subject subject;

    AnyConnectorRules(Subject subject) {
        this.subject = subject;
    }

    @Override
    protected SocialConnectorFactory factory() {
        return subject.factory();
    }

    @Override
    protected Map<String, ?> configuration() {
        return subject.configuration();
    }

    /** Nobody answers; a run has to say so if somebody was asked. */
    @Override
    protected HttpTransport network() {
        HttpTransport nobody = super.network();
        return request -> {
            subject.providerAsked().set(true);
            return nobody.send(request);
        };
    }

    @Override
    protected boolean beginsWithoutRequest() {
        return subject.said().can("beginsWithoutRequest", super.beginsWithoutRequest());
    }
}
