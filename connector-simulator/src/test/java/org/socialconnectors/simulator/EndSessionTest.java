package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;

/** OpenID Connect RP-Initiated Logout. */
class EndSessionTest {
    private static final String BACK = "https://app.example/signed-out";

    private final Sample.Clock clock = new Sample.Clock();
    private final SimulatedProvider provider = Sample.provider(
            clock,
            builder -> builder.endSessionEndpoint(URI.create("https://huggingface.co/oauth/logout"))
                    .client(Sample.CONFIDENTIAL.withPostLogoutRedirectUri(URI.create(BACK))));

    @Test
    void the_browser_comes_back_signed_out_with_the_state() throws Exception {
        provider.signedIn(Persona.NO_EMAIL, clock.instant());
        String idToken = Sample.tokens(provider, "openid", Persona.NO_EMAIL).text("id_token");

        Response response = visit(Map.of("id_token_hint", idToken, "post_logout_redirect_uri", BACK, "state", "a b"));

        assertEquals(303, response.status());
        assertEquals(BACK + "?state=a+b", response.header("Location").orElseThrow());
        Map<String, String> silent = Sample.authorization(Sample.CONFIDENTIAL, "openid");
        silent.put("prompt", "none");
        URI callback = provider.authorize(Sample.authorizationUri(provider, silent), Persona.NO_EMAIL);
        assertEquals("login_required", Sample.query(callback).get("error"));
        assertEquals(
                List.of(idToken),
                provider.requests(Endpoint.END_SESSION).get(0).query().get("id_token_hint"));
    }

    @Test
    void the_client_id_serves_in_place_of_a_hint() throws Exception {
        Response response =
                visit(Map.of("client_id", Sample.CONFIDENTIAL.clientId(), "post_logout_redirect_uri", BACK));

        assertEquals(BACK, response.header("Location").orElseThrow());
    }

    @Test
    void without_an_address_to_go_back_to_the_browser_stays() throws Exception {
        Response response = visit(Map.of());

        assertEquals(200, response.status());
        assertTrue(response.header("Location").isEmpty());
    }

    @Test
    void an_address_that_the_client_did_not_register_is_refused() throws Exception {
        String clientId = Sample.CONFIDENTIAL.clientId();

        assertEquals(
                400,
                visit(Map.of("client_id", clientId, "post_logout_redirect_uri", BACK + "/"))
                        .status());
        assertEquals(400, visit(Map.of("post_logout_redirect_uri", BACK)).status());
        assertEquals(400, visit(Map.of("client_id", "unknown")).status());
    }

    @Test
    void a_hint_of_another_client_or_issuer_is_refused() throws Exception {
        String idToken = Sample.tokens(provider, "openid", Persona.NO_EMAIL).text("id_token");
        provider.next(IdTokenFault.ISS_OTHER);
        String foreign = Sample.tokens(provider, "openid", Persona.NO_EMAIL).text("id_token");
        Map<String, String> query = new LinkedHashMap<>();
        query.put("id_token_hint", idToken);
        query.put("client_id", Sample.PUBLIC.clientId());

        assertEquals(400, visit(query).status());
        assertEquals(400, visit(Map.of("id_token_hint", foreign)).status());
        assertEquals(400, visit(Map.of("id_token_hint", "nonsense")).status());
    }

    private Response visit(Map<String, String> query) throws InterruptedException {
        return provider.send(Request.get(
                URI.create(provider.address(Endpoint.END_SESSION).orElseThrow() + "?" + Sample.encode(query))));
    }
}
