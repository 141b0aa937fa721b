package org.socialconnectors.testkit.control;

import java.net.URI;
import java.util.Map;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * What an advanced control connector does beyond the control connector.
 *
 * @param authentication how its client authenticates
 * @param formPost whether its callback arrives as a form
 * @param pushed whether it pushes its requests
 * @param proofs whether it proves possession of a key
 * @param tokenExchange whether it exchanges tokens of another kind
 */
public record Features(
        ClientAuthenticationMethod authentication,
        boolean formPost,
        boolean pushed,
        boolean proofs,
        boolean tokenExchange) {
    static Features authenticatingBy(ClientAuthenticationMethod method) {
        return new Features(method, false, false, false, false);
    }

    /** A provider that has what an advanced control connector uses. */
    static SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return plain.pushedAuthorizationEndpoint(URI.create(ControlConnector.ISSUER + "/pushed"))
                .deviceAuthorizationEndpoint(URI.create(ControlConnector.ISSUER + "/device"))
                .revocationEndpoint(URI.create(ControlConnector.ISSUER + "/revoke"))
                .endSessionEndpoint(URI.create(ControlConnector.ISSUER + "/logout"));
    }

    /** Configured as these features need it; the key of a client comes with the tests. */
    Map<String, ?> configuration() {
        return authentication == ClientAuthenticationMethod.NONE
                ? Map.of("clientId", "client")
                : Map.of("clientId", "client", "clientSecret", "a-configured-client-secret-of-32-bytes");
    }

    Features withFormPost() {
        return new Features(authentication, true, pushed, proofs, tokenExchange);
    }

    Features withPushedRequests() {
        return new Features(authentication, formPost, true, proofs, tokenExchange);
    }

    Features withProofs() {
        return new Features(authentication, formPost, pushed, true, tokenExchange);
    }

    Features withTokenExchange() {
        return new Features(authentication, formPost, pushed, proofs, true);
    }
}
