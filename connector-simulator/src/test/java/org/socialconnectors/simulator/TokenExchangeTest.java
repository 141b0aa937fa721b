package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/** RFC 8693, in the way of Hugging Face and for tokens of other kinds. */
class TokenExchangeTest {
    private final SimulatedProvider provider = Sample.provider(InstantSource.system());
    private final Map<String, String> form = new LinkedHashMap<>(Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token", "ada@example.org",
            "subject_token_type", "urn:huggingface:token-type:user-email"));

    @Test
    void an_email_address_is_exchanged_for_an_access_token_of_its_owner() throws Exception {
        form.put("scope", "openid profile");

        Response response = Sample.token(provider, form);

        assertEquals(200, response.status());
        JsonObject tokens = Sample.json(response);
        assertEquals("bearer", tokens.text("token_type"));
        assertEquals("openid profile", tokens.text("scope"));
        assertEquals("urn:ietf:params:oauth:token-type:access_token", tokens.text("issued_token_type"));
        assertFalse(tokens.has("refresh_token"));
        assertEquals(
                Persona.VERIFIED_EMAIL.subject(),
                Sample.json(Sample.userinfo(provider, tokens.text("access_token")))
                        .text("sub"));
    }

    @ParameterizedTest
    @CsvSource({
        "subject_token, nobody@example.org, invalid_request",
        "subject_token, '', invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:access_token, invalid_request",
        "subject_token_type, '', invalid_request",
        "scope, write-repos, invalid_scope"
    })
    void anything_else_is_refused(String field, String value, String error) throws Exception {
        form.put(field, value);

        Sample.assertError(400, error, Sample.token(provider, form));
    }

    @Test
    void a_client_without_a_secret_may_not() throws Exception {
        form.put("client_id", Sample.PUBLIC.clientId());

        Sample.assertError(400, "unauthorized_client", send());
    }

    @Test
    void a_secret_in_the_body_does_not_do() throws Exception {
        provider.register(Sample.CONFIDENTIAL.allowingSecretInBody());
        form.put("client_id", Sample.CONFIDENTIAL.clientId());
        form.put("client_secret", Sample.SECRET);

        Sample.assertError(400, "unauthorized_client", send());
    }

    @Test
    void a_token_that_is_known_is_exchanged_by_any_client() throws Exception {
        SimulatedProvider other = Sample.provider(
                InstantSource.system(),
                builder -> builder.tokenExchange(false)
                        .subjectToken("urn:example:ticket", Secret.of("ticket-of-ada"), Persona.VERIFIED_EMAIL));
        form.put("client_id", Sample.PUBLIC.clientId());
        form.put("subject_token_type", "urn:example:ticket");
        form.put("subject_token", "ticket-of-ada");

        Response response = send(other);

        assertEquals(200, response.status());
        assertEquals(
                Persona.VERIFIED_EMAIL.subject(),
                Sample.json(Sample.userinfo(other, Sample.json(response).text("access_token")))
                        .text("sub"));
        form.put("subject_token", "ticket-of-eve");
        Sample.assertError(400, "invalid_request", send(other));
        form.put("subject_token", "ticket-of-ada");
        form.put("subject_token_type", "urn:example:other");
        Sample.assertError(400, "invalid_request", send(other));
    }

    @Test
    void a_known_token_makes_no_exception_for_email_addresses() throws Exception {
        SimulatedProvider strict = Sample.provider(
                InstantSource.system(),
                builder -> builder.subjectToken(
                        form.get("subject_token_type"), Secret.of("ada@example.org"), Persona.VERIFIED_EMAIL));
        form.put("client_id", Sample.PUBLIC.clientId());

        Sample.assertError(400, "unauthorized_client", send(strict));
    }

    @Test
    void it_can_be_switched_off() throws Exception {
        SimulatedProvider other = Sample.provider(InstantSource.system(), builder -> builder.tokenExchange(false));

        Sample.assertError(400, "unsupported_grant_type", Sample.token(other, form));
    }

    private Response send() throws InterruptedException {
        return send(provider);
    }

    private Response send(SimulatedProvider to) throws InterruptedException {
        return to.send(Request.postForm(to.address(Endpoint.TOKEN).orElseThrow(), form));
    }
}
