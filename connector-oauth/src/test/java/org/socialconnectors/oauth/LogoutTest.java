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
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;

class LogoutTest {
    private static final URI ENDPOINT = URI.create("https://huggingface.co/logout");

    @Test
    void the_address_names_the_client_the_person_and_the_way_back() throws Exception {
        Rig rig = Rig.adjusted(provider -> provider.endSessionEndpoint(ENDPOINT + "?tenant=7"));

        URI address = logout(rig)
                .logoutUrl(LogoutRequest.create()
                        .idToken(Secret.of("a.b.c"))
                        .returnTo(URI.create("https://app.example/bye?x=1"), Secret.of("state-1")));

        assertTrue(address.toString().startsWith("https://huggingface.co/logout?tenant=7&"));
        CallbackParameters sent = CallbackParameters.parse(address.getRawQuery(), CallbackParameters.Arrival.QUERY);
        assertEquals(List.of(Rig.CLIENT_ID), sent.all("client_id"));
        assertEquals(List.of("a.b.c"), sent.all("id_token_hint"));
        assertEquals(List.of("https://app.example/bye?x=1"), sent.all("post_logout_redirect_uri"));
        assertEquals(List.of("state-1"), sent.all("state"));
        assertTrue(rig.provider.requests().isEmpty());
    }

    @Test
    void what_is_not_given_is_not_sent() throws Exception {
        Rig rig = Rig.discovered(client -> client, simulation -> simulation.endSessionEndpoint(ENDPOINT));

        assertEquals(
                ENDPOINT + "?client_id=" + Rig.CLIENT_ID,
                logout(rig).logoutUrl(LogoutRequest.create()).toString());
    }

    @Test
    void a_provider_without_it_cannot_be_signed_out_of() {
        Rig rig = Rig.discovered(client -> client, simulation -> simulation);

        assertRefused(ErrorCode.UNSUPPORTED, () -> logout(rig).logoutUrl(LogoutRequest.create()));
        assertEquals(Optional.empty(), Rig.openid().connector.capability(LogoutUrl.class));
    }

    @Test
    void no_parameter_is_sent_twice() {
        Rig rig = Rig.adjusted(provider -> provider.endSessionEndpoint(ENDPOINT + "?client%5fid=other"));

        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> logout(rig).logoutUrl(LogoutRequest.create()));
    }

    private static LogoutUrl logout(Rig rig) {
        return rig.connector.capability(LogoutUrl.class).orElseThrow();
    }
}
