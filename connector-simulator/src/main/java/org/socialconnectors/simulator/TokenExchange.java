package org.socialconnectors.simulator;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.http.HttpTransport.Response;

/** An organization's client acts for one of its people (RFC 8693), in the way of Hugging Face. */
record TokenExchange(List<Persona> personas, InstantSource clock, Tokens tokens) {
    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String EMAIL = "urn:huggingface:token-type:user-email";

    Response answer(SimulatedClient client, RecordedRequest request, Parameters form, Proof proof) {
        if (client.secret().isEmpty() || request.header("Authorization").isEmpty()) {
            return Answers.error(400, "unauthorized_client", "Token exchange needs a secret, sent by HTTP Basic");
        }
        if (!form.first("subject_token_type").equals(Optional.of(EMAIL))) {
            return Answers.error(400, "invalid_request", "Unsupported subject_token_type");
        }
        Optional<Persona> persona = form.first("subject_token").flatMap(this::byEmail);
        if (persona.isEmpty()) {
            return Answers.error(400, "invalid_request", "Invalid subject_token");
        }
        Set<String> scopes = form.first("scope").map(Words::parse).orElse(client.scopes());
        if (!client.scopes().containsAll(scopes)) {
            return Answers.error(400, "invalid_scope", "A scope is not enabled for the application");
        }
        Grant grant = Grant.of(client, persona.get(), scopes, clock.instant());
        return tokens.exchange(Tokens.Issuance.of(grant, proof));
    }

    private Optional<Persona> byEmail(String address) {
        return personas.stream()
                .filter(persona -> persona.email()
                        .filter(email -> email.address().equals(address))
                        .isPresent())
                .findFirst();
    }
}
