package org.socialconnectors.core.signin;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.core.configuration.TestDescriptor;

/** Makes connectors that count how often a code would have been exchanged; the code becomes the subject. */
public final class FakeFactory implements SocialConnectorFactory {
    static final String ISSUER = "https://provider.example";

    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger exchanges = new AtomicInteger();
    String redirectTo = "https://provider.example/authorize";
    boolean issuerPromised;
    CallbackParameters.Arrival arrival = CallbackParameters.Arrival.QUERY;

    @Override
    public ConnectorDescriptor descriptor() {
        return TestDescriptor.of("""
                "additionalProperties": false, "required": ["clientId"],
                "properties": {"clientId": {"type": "string"}, "scope": {"type": "string", "default": "profile"}}""");
    }

    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        made.incrementAndGet();
        return new SocialConnector() {
            @Override
            public Redirect begin(SignInAttempt attempt) {
                return Redirect.to(URI.create(
                                redirectTo + "?state=" + attempt.state().reveal()))
                        .expecting(new IssuerRule(ISSUER, issuerPromised));
            }

            @Override
            public CallbackParameters.Arrival callbackArrival() {
                return arrival;
            }

            @Override
            public SignInResult complete(VerifiedCallback callback) {
                String subject = callback.code().reveal();
                exchanges.incrementAndGet();
                return SignInResult.of(
                        new Identity(ISSUER, subject),
                        SocialProfile.builder().build(),
                        Assurance.of(java.util.Set.of()));
            }
        };
    }
}
