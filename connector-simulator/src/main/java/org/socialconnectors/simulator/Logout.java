package org.socialconnectors.simulator;

import com.nimbusds.jwt.JWTParser;
import java.net.URI;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.socialconnectors.api.http.HttpTransport.Response;

/** Signs the browser out (OpenID Connect RP-Initiated Logout section 2). The hint is taken at its word: nothing secret follows. */
record Logout(URI issuer, Function<String, Optional<SimulatedClient>> clients, BrowserSession session) {

    Response answer(RecordedRequest request) {
        Parameters parameters = new Parameters(request.method().equals("POST") ? request.form() : request.query());
        Optional<String> hinted = parameters.first("id_token_hint").map(this::audience);
        Optional<String> clientId = parameters.first("client_id").or(() -> hinted);
        Optional<SimulatedClient> client = clientId.filter(id -> hinted.isEmpty() || hinted.equals(clientId))
                .flatMap(clients);
        Optional<String> wanted = parameters.first("post_logout_redirect_uri");
        Optional<URI> registered = client.flatMap(known -> known.postLogoutRedirectUris().stream()
                .filter(uri -> wanted.equals(Optional.of(uri.toString())))
                .findFirst());
        boolean unknownClient = clientId.isPresent() && client.isEmpty();
        if (parameters.repeated().isPresent() || unknownClient || (wanted.isPresent() && registered.isEmpty())) {
            return Pages.message(
                    400,
                    "The application’s request is refused",
                    "The application is unknown, or has not registered where it wants to go after signing out.");
        }
        session.end();
        Map<String, String> state = new LinkedHashMap<>();
        parameters.first("state").ifPresent(value -> state.put("state", value));
        return registered
                .map(uri -> Answers.seeOther(AuthorizationResponse.withQuery(uri, state)))
                .orElseGet(() -> Pages.message(200, "You are signed out", "You can close this page."));
    }

    /** Expired ones are welcome; what is not the provider's counts as nobody's. */
    private String audience(String idToken) {
        try {
            var claims = JWTParser.parse(idToken).getJWTClaimsSet();
            List<String> audience = claims.getAudience();
            return issuer.toString().equals(claims.getIssuer()) && !audience.isEmpty() ? audience.get(0) : "";
        } catch (ParseException notAToken) {
            return "";
        }
    }
}
