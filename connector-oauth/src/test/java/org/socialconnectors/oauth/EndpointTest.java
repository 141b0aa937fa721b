package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;

/** What the engine asks of the transport; what the transport makes of it, connector-core tests. */
class EndpointTest {
    @Test
    void T26_T28_T41_every_request_of_a_sign_in_says_how_long_and_how_large_its_answer_may_be() throws Exception {
        SimulatedProvider provider =
                SimulatedProvider.huggingFace().client(Rig.registered()).build();
        List<String> sent = new ArrayList<>();
        HttpTransport transport = request -> {
            sent.add(request.uri().getPath() + " " + request.timeout().toSeconds() + " s, "
                    + request.maxBodyBytes() / 1024 + " KiB");
            return provider.send(request);
        };
        OAuthConnector connector = new OAuthConnector(
                OAuthProvider.builder()
                        .issuer("https://huggingface.co")
                        .discovered()
                        .build(),
                OAuthClient.builder(Rig.CLIENT_ID)
                        .secret(Rig.CLIENT_SECRET)
                        .scopes(List.of("openid"))
                        .build(),
                ConnectorContext.of(transport, InstantSource.system()));

        SignInAttempt attempt = SignInAttempt.builder(Rig.REDIRECT_URI).build();
        Redirect redirect = connector.begin(attempt);
        URI callback = provider.authorize(redirect.uri(), Persona.VERIFIED_EMAIL);
        connector.complete(attempt.after(redirect)
                .verify(CallbackParameters.parse(callback.getRawQuery(), CallbackParameters.Arrival.QUERY)));

        assertEquals(
                List.of(
                        "/.well-known/openid-configuration 5 s, 128 KiB",
                        "/oauth/token 10 s, 256 KiB",
                        "/oauth/jwks 5 s, 128 KiB",
                        "/oauth/userinfo 5 s, 1024 KiB"),
                sent);
    }
}
