package org.socialconnectors.standard;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * All that a strict provider asks for: assertions signed with a private key, pushed requests, proofs of possession, the
 * callback by form, and ID tokens signed otherwise than with RS256, as the FAPI 2.0 Security Profile demands (section 5.4).
 */
class OidcPrivateKeyConformanceTest extends OidcConformanceTest {
    @Override
    protected Map<String, ?> configuration() {
        return Map.of(
                "issuer", "https://huggingface.co",
                "clientId", "client",
                "clientAuthentication", "private_key_jwt",
                "privateKey", clientKey().reveal(),
                "responseMode", "form_post",
                "idTokenAlgorithms", List.of("ES256"),
                "proofOfPossession", true);
    }

    @Override
    protected SimulatedProvider.Builder provider() {
        return super.provider()
                .keys(PublishedKeys.of(SigningAlgorithm.ES256))
                .pushedAuthorizationEndpoint(URI.create("https://huggingface.co/oauth/par"))
                .pushedAuthorizationRequired(true)
                .revocationEndpoint(URI.create("https://huggingface.co/oauth/revoke"))
                .endSessionEndpoint(URI.create("https://huggingface.co/oauth/logout"));
    }

    @Override
    protected ClientAuthenticationMethod clientAuthentication() {
        return ClientAuthenticationMethod.PRIVATE_KEY_JWT;
    }

    @Override
    protected boolean receivesCallbackByForm() {
        return true;
    }

    @Override
    protected boolean pushesAuthorizationRequests() {
        return true;
    }

    @Override
    protected boolean provesPossession() {
        return true;
    }

    @Override
    protected boolean supportsPublicClients() {
        return false;
    }
}
