package org.socialconnectors.testkit.control;

import java.net.URI;
import java.util.Map;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.SimulatedProvider;

/** What the advanced control connectors and their variations have in common. */
abstract class AdvancedControlConformance extends ControlConformance {
    /** What is declared, and what the connector does. */
    protected abstract Features features();

    @Override
    protected SocialConnectorFactory factory() {
        return new ControlConnectorFactory(
                "advanced", (config, context) -> new AdvancedControlConnector(features(), config, context));
    }

    @Override
    protected Map<String, ?> configuration() {
        return switch (features().authentication()) {
            case PRIVATE_KEY_JWT ->
                Map.of("clientId", "client", "privateKey", clientKey().reveal());
            case NONE -> Map.of("clientId", "client");
            default -> Map.of("clientId", "client", "clientSecret", "a-configured-client-secret-of-32-bytes");
        };
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return super.provider()
                .pushedAuthorizationEndpoint(URI.create(ControlConnector.ISSUER + "/pushed"))
                .deviceAuthorizationEndpoint(URI.create(ControlConnector.ISSUER + "/device"))
                .revocationEndpoint(URI.create(ControlConnector.ISSUER + "/revoke"))
                .endSessionEndpoint(URI.create(ControlConnector.ISSUER + "/logout"));
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return features().authentication();
    }

    @Override
    protected boolean receivesCallbackByForm() {
        return features().formPost();
    }

    @Override
    protected boolean pushesAuthorizationRequests() {
        return features().pushed();
    }

    @Override
    protected boolean provesPossession() {
        return features().proofs();
    }
}
