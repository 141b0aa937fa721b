package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;

class RevocationTest {
    private static final URI ENDPOINT = URI.create("https://huggingface.co/oauth/revoke");

    @Test
    void a_token_that_was_revoked_refreshes_nothing_any_more() throws Exception {
        Rig rig = revoking();
        SignInResult result = rig.signIn();
        Secret token = result.tokens().orElseThrow().refreshToken().orElseThrow();

        revocation(rig).revoke(token);

        RecordedRequest sent = rig.provider.requests(Endpoint.REVOCATION).get(0);
        assertEquals(List.of(token.reveal()), sent.form().get("token"));
        assertTrue(sent.header("Authorization").isPresent());
        assertRefused(
                ErrorCode.PROVIDER_ERROR, () -> rig.refresh().refresh(RefreshRequest.of(result.identity(), token)));
    }

    @Test
    void a_token_that_the_provider_does_not_know_is_as_good_as_revoked() throws Exception {
        Rig rig = revoking();

        revocation(rig).revoke(Secret.of("unknown"));

        assertEquals(1, rig.provider.count(Endpoint.REVOCATION));
    }

    @Test
    void a_revocation_that_fails_is_not_passed_over() {
        Rig rig = revoking();
        rig.provider.next(Endpoint.REVOCATION, ProviderFault.error(400, "unsupported_token_type", "no"));
        rig.provider.next(Endpoint.REVOCATION, ProviderFault.text(503, "text/html", ""));
        rig.provider.next(Endpoint.REVOCATION, ProviderFault.error(401, "invalid_client", "no"));
        rig.provider.next(Endpoint.REVOCATION, ProviderFault.redirect(307, URI.create("https://attacker.example/")));

        for (ErrorCode code : List.of(
                ErrorCode.PROVIDER_ERROR,
                ErrorCode.PROVIDER_UNAVAILABLE,
                ErrorCode.INVALID_CONFIGURATION,
                ErrorCode.INVALID_RESPONSE)) {
            assertRefused(code, () -> revocation(rig).revoke(Secret.of("token")));
        }
    }

    @Test
    void the_endpoint_is_found_by_discovery_and_a_provider_without_it_cannot_revoke() throws Exception {
        Rig found = Rig.discovered(client -> client, simulation -> simulation.revocationEndpoint(ENDPOINT));
        revocation(found).revoke(Secret.of("token"));
        assertEquals(1, found.provider.count(Endpoint.REVOCATION));

        Rig without = Rig.discovered(client -> client, simulation -> simulation);
        assertRefused(ErrorCode.UNSUPPORTED, () -> revocation(without).revoke(Secret.of("token")));
        assertEquals(Optional.empty(), Rig.openid().connector.capability(TokenRevocation.class));
    }

    private static TokenRevocation revocation(Rig rig) {
        return rig.connector.capability(TokenRevocation.class).orElseThrow();
    }

    private static Rig revoking() {
        return Rig.with(
                provider -> provider.revocationEndpoint(ENDPOINT.toString()),
                client -> client,
                simulation -> simulation.revocationEndpoint(ENDPOINT));
    }
}
