package org.socialconnectors.standard;

import java.util.List;
import java.util.Map;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedProvider;

/** Endpoints written down for a provider without discovery, the secret in the body, ID tokens signed with Ed25519. */
class OidcByHandConformanceTest extends OidcConformanceTest {
    @Override
    protected Map<String, ?> configuration() {
        return Map.of(
                "issuer", "https://huggingface.co",
                "endpoints", "manual",
                "authorizationEndpoint", "https://huggingface.co/oauth/authorize",
                "tokenEndpoint", "https://huggingface.co/oauth/token",
                "jwksUri", "https://huggingface.co/oauth/jwks",
                "userinfoEndpoint", "https://huggingface.co/oauth/userinfo",
                "clientId", "client",
                "clientAuthentication", "client_secret_post",
                "clientSecret", "a-configured-client-secret",
                "idTokenAlgorithms", List.of("EdDSA"));
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return SimulatedProvider.huggingFace().discovery(false).keys(PublishedKeys.of(SigningAlgorithm.EDDSA));
    }

    @Override
    protected boolean beginsWithoutRequest() {
        return true;
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return ClientAuthenticationMethod.CLIENT_SECRET_POST;
    }

    @Override
    protected boolean supportsPublicClients() {
        return false;
    }

    @Override
    protected boolean supportsDeviceSignIn() {
        return false;
    }
}
