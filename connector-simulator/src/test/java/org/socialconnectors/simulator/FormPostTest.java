package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.simulator.AuthorizationRefusedException.Reason;

/** OAuth 2.0 Form Post Response Mode, and Client ID Metadata Documents. */
class FormPostTest {
    private final SimulatedProvider provider = Sample.provider(
            InstantSource.system(), builder -> builder.formPost(true).issuerInCallback(true));
    private final Map<String, String> request = Sample.authorization(Sample.CONFIDENTIAL, "openid");

    @Test
    void the_browser_posts_what_would_be_in_the_query() throws Exception {
        request.put("response_mode", "form_post");

        AuthorizationResponse response = provider.approve(uri(), Persona.NO_EMAIL);

        assertTrue(response.posted());
        assertEquals(Sample.CALLBACK, response.redirectUri());
        assertEquals("the state", response.parameters().get("state"));
        assertEquals("https://huggingface.co", response.parameters().get("iss"));
        assertEquals(
                200,
                Sample.token(provider, Sample.exchange(response.parameters().get("code")))
                        .status());
        assertFalse(response.toString().contains("the state"));
        assertThrows(IllegalStateException.class, () -> provider.authorize(uri(), Persona.NO_EMAIL));
    }

    @Test
    void a_denial_is_posted_too() {
        request.put("response_mode", "form_post");

        AuthorizationResponse response = provider.decline(uri());

        assertTrue(response.posted());
        assertEquals("access_denied", response.parameters().get("error"));
    }

    @Test
    void without_the_mode_everything_is_in_the_query() {
        assertFalse(provider.approve(uri(), Persona.NO_EMAIL).posted());
        request.put("response_mode", "query");
        assertFalse(provider.decline(uri()).posted());
    }

    @Test
    void another_mode_is_refused_and_this_one_where_it_is_not_known() {
        request.put("response_mode", "fragment");
        assertEquals(Reason.RESPONSE_MODE_NOT_SUPPORTED, refusal(provider).reason());

        request.put("response_mode", "form_post");
        assertEquals(
                Reason.RESPONSE_MODE_NOT_SUPPORTED,
                refusal(Sample.provider(InstantSource.system())).reason());
    }

    @Test
    void a_client_id_can_be_a_url_which_is_never_fetched() throws Exception {
        String clientId = "https://app.example/client.json";
        provider.register(SimulatedClient.withoutSecret(clientId, List.of(Sample.CALLBACK), Sample.SCOPES));
        request.put("client_id", clientId);
        Map<String, String> form = Sample.exchange(
                provider.approve(uri(), Persona.NO_EMAIL).parameters().get("code"));
        form.put("client_id", clientId);

        assertEquals(
                200,
                provider.send(Request.postForm(provider.address(Endpoint.TOKEN).orElseThrow(), form))
                        .status());
        assertEquals(0, provider.count(Endpoint.FOREIGN_HOST));
    }

    private AuthorizationRefusedException refusal(SimulatedProvider other) {
        return assertThrows(AuthorizationRefusedException.class, () -> other.approve(uri(), Persona.NO_EMAIL));
    }

    private URI uri() {
        return Sample.authorizationUri(provider, request);
    }
}
