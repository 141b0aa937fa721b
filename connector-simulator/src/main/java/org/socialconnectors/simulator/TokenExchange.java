package org.socialconnectors.simulator;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/**
 * A client acts for somebody (RFC 8693).
 *
 * @param byEmail whether an organization's client may exchange the e-mail address of a persona, in the way of Hugging Face
 * @param known what else may be exchanged, and for whom
 */
record TokenExchange(
        boolean byEmail, List<Persona> personas, Map<SubjectToken, Persona> known, InstantSource clock, Tokens tokens) {
    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String EMAIL = "urn:huggingface:token-type:user-email";

    Response answer(SimulatedClient client, RecordedRequest request, Parameters form, Proof proof) {
        String type = form.first("subject_token_type").orElse("");
        boolean email = byEmail && type.equals(EMAIL);
        if (email
                && (client.secret().isEmpty() || request.header("Authorization").isEmpty())) {
            return Answers.error(400, "unauthorized_client", "Token exchange needs a secret, sent by HTTP Basic");
        }
        Optional<Persona> persona = form.first("subject_token")
                .flatMap(token -> Optional.ofNullable(known.get(new SubjectToken(type, Secret.of(token))))
                        .or(() -> email ? withEmail(token) : Optional.empty()));
        if (persona.isEmpty()) {
            return Answers.error(400, "invalid_request", "Invalid subject_token or subject_token_type");
        }
        Set<String> scopes = form.first("scope").map(Words::parse).orElse(client.scopes());
        if (!client.scopes().containsAll(scopes)) {
            return Answers.error(400, "invalid_scope", "A scope is not enabled for the application");
        }
        Grant grant = Grant.of(client, persona.get(), scopes, clock.instant());
        return tokens.exchange(Tokens.Issuance.of(grant, proof));
    }

    private Optional<Persona> withEmail(String address) {
        return personas.stream()
                .filter(persona -> persona.email()
                        .filter(email -> email.address().equals(address))
                        .isPresent())
                .findFirst();
    }
}
