package org.socialconnectors.simulator;

import java.util.Optional;
import java.util.Set;
import org.socialconnectors.api.http.HttpTransport.Response;

/** Gives tokens for what each grant type asks to be shown (RFC 6749 section 3.2). */
record TokenEndpoint(
        ClientAuthentication authentication,
        Dpop dpop,
        Codes codes,
        Tokens tokens,
        Devices devices,
        TokenExchange tokenExchange,
        Set<String> grantTypes) {

    Response answer(RecordedRequest request) {
        return authentication.answer(request, (client, form) -> {
            Proof proof = dpop.check(request, Optional.empty());
            return dpop.withNonce(
                    proof.error().isPresent()
                            ? Answers.error(400, proof.error().get(), "The DPoP proof is refused")
                            : answer(request, client, form, proof));
        });
    }

    private Response answer(RecordedRequest request, SimulatedClient client, Parameters form, Proof proof) {
        String grantType = form.first("grant_type").filter(grantTypes::contains).orElse("");
        return switch (grantType) {
            case "authorization_code" -> codes.exchange(client, form, proof);
            case "refresh_token" -> tokens.refresh(client, form, proof);
            case Devices.GRANT_TYPE -> devices.poll(client, form, proof);
            case TokenExchange.GRANT_TYPE -> tokenExchange.answer(client, request, form, proof);
            default -> Answers.error(400, "unsupported_grant_type", "Unsupported grant type");
        };
    }
}
