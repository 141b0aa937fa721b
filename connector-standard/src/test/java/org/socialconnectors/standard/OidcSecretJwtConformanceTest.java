package org.socialconnectors.standard;

import java.util.List;
import java.util.Map;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedProvider;

/** Assertions under the secret, the callback by form, and userinfo that the provider signs, as it signs ID tokens, with RSA-PSS. */
class OidcSecretJwtConformanceTest extends OidcConformanceTest {
    @Override
    protected Map<String, ?> configuration() {
        return Map.of(
                "issuer", "https://huggingface.co",
                "clientId", "client",
                "clientAuthentication", "client_secret_jwt",
                "clientSecret", "a-configured-client-secret-of-32-bytes",
                "responseMode", "form_post",
                "idTokenAlgorithms", List.of("PS256"));
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return super.provider().keys(PublishedKeys.of(SigningAlgorithm.PS256)).signedUserinfo(true);
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return ClientAuthenticationMethod.CLIENT_SECRET_JWT;
    }

    @Override
    protected boolean receivesCallbackByForm() {
        return true;
    }

    @Override
    protected boolean supportsPublicClients() {
        return false;
    }
}
