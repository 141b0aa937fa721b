package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;

/** RFC 7009. */
class RevocationTest {
    private final SimulatedProvider provider = Sample.provider(
            new Sample.Clock(),
            builder -> builder.revocationEndpoint(URI.create("https://huggingface.co/oauth/revoke")));

    @Test
    void a_revoked_access_token_opens_nothing_and_the_refresh_token_stays() throws Exception {
        JsonObject tokens = Sample.tokens(provider, "openid", Persona.NO_EMAIL);

        assertEquals(200, revoke(tokens.text("access_token")).status());

        assertEquals(401, Sample.userinfo(provider, tokens.text("access_token")).status());
        assertEquals(200, refresh(tokens).status());
    }

    @Test
    void with_a_refresh_token_go_the_access_tokens_of_its_grant_and_no_others() throws Exception {
        JsonObject others = Sample.tokens(provider, "openid", Persona.NO_EMAIL);
        JsonObject first = Sample.tokens(provider, "openid", Persona.NO_EMAIL);
        JsonObject refreshed = Sample.json(refresh(first));

        assertEquals(200, revoke(refreshed.text("refresh_token")).status());

        Sample.assertError(400, "invalid_grant", refresh(refreshed));
        assertEquals(401, Sample.userinfo(provider, first.text("access_token")).status());
        assertEquals(
                401, Sample.userinfo(provider, refreshed.text("access_token")).status());
        assertEquals(200, Sample.userinfo(provider, others.text("access_token")).status());
    }

    @Test
    void an_unknown_token_is_as_good_as_revoked() throws Exception {
        assertEquals(200, revoke("unknown").status());
        Sample.assertError(400, "invalid_request", Sample.post(provider, Endpoint.REVOCATION, Map.of()));
    }

    @Test
    void only_the_client_itself_can_revoke() throws Exception {
        JsonObject tokens = Sample.tokens(provider, "openid", Persona.NO_EMAIL);
        Map<String, String> form = Map.of("token", tokens.text("access_token"), "client_id", "public");

        Response refused = provider.send(
                Request.postForm(provider.address(Endpoint.REVOCATION).orElseThrow(), form));

        Sample.assertError(400, "invalid_grant", refused);
        assertEquals(200, Sample.userinfo(provider, tokens.text("access_token")).status());
    }

    @Test
    void hugging_face_has_no_such_endpoint() {
        assertEquals(
                true,
                Sample.provider(InstantSource.system())
                        .address(Endpoint.REVOCATION)
                        .isEmpty());
    }

    private Response revoke(String token) throws InterruptedException {
        return Sample.post(provider, Endpoint.REVOCATION, Map.of("token", token));
    }

    private Response refresh(JsonObject tokens) throws InterruptedException {
        return Sample.token(
                provider, Map.of("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));
    }
}
