package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;

class SimulatedProviderTest {
    private final SimulatedProvider provider = Sample.provider(InstantSource.system());
    private final Request discovery =
            Request.get(URI.create("https://huggingface.co/.well-known/openid-configuration"));

    @Test
    void the_metadata_say_where_everything_is() throws Exception {
        JsonObject metadata = Sample.json(provider.send(discovery));

        assertEquals("https://huggingface.co", metadata.text("issuer"));
        assertEquals("https://huggingface.co/oauth/authorize", metadata.text("authorization_endpoint"));
        assertEquals("https://huggingface.co/oauth/token", metadata.text("token_endpoint"));
        assertEquals("https://huggingface.co/oauth/userinfo", metadata.text("userinfo_endpoint"));
        assertEquals("https://huggingface.co/oauth/jwks", metadata.text("jwks_uri"));
        assertEquals(List.of("S256"), metadata.texts("code_challenge_methods_supported"));
        assertFalse(metadata.has("authorization_response_iss_parameter_supported"));
    }

    @Test
    void another_host_is_unreachable_and_remembered() {
        ConnectorException error = assertThrows(
                ConnectorException.class, () -> provider.send(Request.get(URI.create("https://attacker.example/x"))));

        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, error.code());
        assertEquals(Set.of("attacker.example"), provider.foreignHosts());
        assertEquals(1, provider.count(Endpoint.FOREIGN_HOST));
    }

    @Test
    void another_port_is_another_host() {
        assertThrows(
                ConnectorException.class,
                () -> provider.send(Request.get(URI.create("https://huggingface.co:8443/oauth/jwks"))));
    }

    @Test
    void another_path_is_not_found_and_remembered() throws Exception {
        assertEquals(
                404,
                provider.send(Request.get(URI.create("https://huggingface.co/oauth/other")))
                        .status());
        assertEquals(1, provider.count(Endpoint.UNKNOWN_PATH));
    }

    @Test
    void plain_http_beyond_loopback_is_refused_as_by_every_transport() {
        ConnectorException error = assertThrows(
                ConnectorException.class, () -> provider.send(Request.get(URI.create("http://huggingface.co/"))));

        assertEquals(ErrorCode.INVALID_CONFIGURATION, error.code());
    }

    @Test
    void an_answer_larger_than_the_request_allows_is_refused() {
        ConnectorException error =
                assertThrows(ConnectorException.class, () -> provider.send(discovery.maxBodyBytes(10)));

        assertEquals(ErrorCode.INVALID_RESPONSE, error.code());
    }

    @Test
    void an_interrupted_thread_gets_no_answer() {
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> provider.send(discovery));
    }

    @Test
    void requests_are_remembered_with_their_headers_and_fields() throws Exception {
        Sample.tokens(provider, "openid", Persona.NO_EMAIL);

        RecordedRequest request = provider.requests(Endpoint.TOKEN).get(0);
        assertEquals(List.of(Sample.VERIFIER), request.form().get("code_verifier"));
        assertTrue(request.header("authorization").orElseThrow().startsWith("Basic "));
        assertEquals(
                List.of("the state"),
                provider.requests(Endpoint.AUTHORIZATION).get(0).query().get("state"));
        assertEquals("TOKEN POST", request.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_answered_and_not_followed(int status) throws Exception {
        provider.next(Endpoint.DISCOVERY, ProviderFault.redirect(status, URI.create("https://other.example/")));

        Response response = provider.send(discovery);

        assertEquals(status, response.status());
        assertEquals("https://other.example/", response.header("Location").orElseThrow());
        assertEquals(Set.of(), provider.foreignHosts());
    }

    @Test
    void faults_of_the_next_answers_come_first_then_lasting_ones_until_they_are_cleared() throws Exception {
        provider.always(Endpoint.DISCOVERY, ProviderFault.text(503, "text/plain", "down"));
        provider.next(Endpoint.DISCOVERY, ProviderFault.json(500, Map.of("error", "Internal Error")));
        provider.next(Endpoint.DISCOVERY, ProviderFault.error(400, "invalid_request", "no"));

        assertEquals(500, provider.send(discovery).status());
        assertEquals(400, provider.send(discovery).status());
        assertEquals(503, provider.send(discovery).status());
        assertEquals(503, provider.send(discovery).status());
        provider.clearFaults();
        assertEquals(200, provider.send(discovery).status());
        assertEquals(5, provider.count(Endpoint.DISCOVERY));
    }

    @Test
    void an_unreachable_token_endpoint_does_not_spend_the_code_and_a_lost_answer_does() throws Exception {
        Map<String, String> form =
                Sample.exchange(Sample.code(provider, Sample.CONFIDENTIAL, "profile", Persona.NO_EMAIL));

        provider.next(Endpoint.TOKEN, ProviderFault.unreachable());
        assertThrows(ConnectorException.class, () -> Sample.token(provider, form));
        provider.next(Endpoint.TOKEN, ProviderFault.lostAnswer());
        assertThrows(ConnectorException.class, () -> Sample.token(provider, form));

        assertEquals(400, Sample.token(provider, form).status());
        assertEquals(3, provider.count(Endpoint.TOKEN));
    }

    @Test
    void members_of_an_honest_answer_can_be_set_and_removed() throws Exception {
        provider.next(Endpoint.DISCOVERY, ProviderFault.without("jwks_uri"));
        provider.next(Endpoint.DISCOVERY, ProviderFault.with("issuer", 42));

        assertFalse(Sample.json(provider.send(discovery)).has("jwks_uri"));
        JsonObject changed = Sample.json(provider.send(discovery));
        assertEquals(42, changed.integer("issuer").orElseThrow());
        assertTrue(changed.has("jwks_uri"));
    }

    @Test
    void nothing_secret_is_printed() {
        String printed = provider + " " + Sample.CONFIDENTIAL + " " + provider.requests();

        assertFalse(printed.contains(Sample.SECRET));
    }

    @Test
    void the_code_under_test_is_not_on_the_class_path() {
        assertNull(getClass().getClassLoader().getResource("org/socialconnectors/oauth"));
        assertNull(getClass().getClassLoader().getResource("org/socialconnectors/core"));
    }
}
