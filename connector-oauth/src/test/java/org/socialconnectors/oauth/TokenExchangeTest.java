package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.ProviderFault;

class TokenExchangeTest {
    private static final TokenExchangeRequest REQUEST =
            TokenExchangeRequest.of(Secret.of("ada@example.org"), "urn:huggingface:token-type:user-email");

    @Test
    void a_token_of_another_kind_is_exchanged_for_an_access_token() throws Exception {
        Rig rig = Rig.adjusted(OAuthProvider.Builder::tokenExchange);

        TokenSet tokens = exchange(rig).exchange(REQUEST.scopes(List.of("profile")));

        assertFalse(tokens.accessToken().reveal().isEmpty());
        var form = rig.provider.requests(Endpoint.TOKEN).get(0).form();
        assertEquals(List.of("urn:ietf:params:oauth:grant-type:token-exchange"), form.get("grant_type"));
        assertEquals(List.of("ada@example.org"), form.get("subject_token"));
        assertEquals(List.of("profile"), form.get("scope"));
    }

    @Test
    void an_ID_token_that_nobody_verifies_is_not_passed_on() throws Exception {
        Rig rig = Rig.adjusted(OAuthProvider.Builder::tokenExchange);
        rig.provider.next(Endpoint.TOKEN, ProviderFault.with("id_token", "a.b.c"));

        assertEquals(Optional.empty(), exchange(rig).exchange(REQUEST).idToken());
    }

    @Test
    void the_tokens_are_bound_where_the_client_binds_its_tokens() throws Exception {
        Rig rig = Rig.with(
                OAuthProvider.Builder::tokenExchange,
                OAuthClient.Builder::proofOfPossession,
                simulation -> simulation.dpop(true));

        assertTrue(exchange(rig).exchange(REQUEST).proofKey().isPresent());
        assertFalse(exchange(Rig.adjusted(OAuthProvider.Builder::tokenExchange))
                .exchange(REQUEST)
                .proofKey()
                .isPresent());
    }

    @Test
    void a_refusal_is_the_provider_s_error_and_a_provider_without_it_has_no_such_capability() {
        Rig rig = Rig.adjusted(OAuthProvider.Builder::tokenExchange);

        assertRefused(
                ErrorCode.PROVIDER_ERROR,
                () -> exchange(rig).exchange(TokenExchangeRequest.of(Secret.of("nobody@example.org"), "urn:other")));
        assertEquals(Optional.empty(), Rig.openid().connector.capability(TokenExchange.class));
    }

    private static TokenExchange exchange(Rig rig) {
        return rig.connector.capability(TokenExchange.class).orElseThrow();
    }
}
