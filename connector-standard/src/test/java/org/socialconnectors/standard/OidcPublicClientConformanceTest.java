package org.socialconnectors.standard;

import java.net.URI;
import java.util.Map;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.SimulatedProvider;

/** A client that has nothing to authenticate with, but binds its tokens to a key and pushes its requests. */
class OidcPublicClientConformanceTest extends OidcConformanceTest {
    @Override
    protected Map<String, ?> configuration() {
        return Map.of(
                "issuer", "https://huggingface.co",
                "clientId", "client",
                "clientAuthentication", "none",
                "pushedAuthorizationRequests", true,
                "proofOfPossession", true);
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return super.provider().pushedAuthorizationEndpoint(URI.create("https://huggingface.co/oauth/par"));
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return ClientAuthenticationMethod.NONE;
    }

    @Override
    protected boolean pushesAuthorizationRequests() {
        return true;
    }

    @Override
    protected boolean provesPossession() {
        return true;
    }
}
