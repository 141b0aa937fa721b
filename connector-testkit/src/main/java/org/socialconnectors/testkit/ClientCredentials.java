package org.socialconnectors.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;

/** Looks whether a request authenticates its client in the declared way, once, and in no other (RFC 6749 section 2.3). */
final class ClientCredentials {
    static final String ASSERTION = "client_assertion";
    static final String ASSERTION_TYPE = "client_assertion_type";
    static final String SECRET = "client_secret";

    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final RecordedRequest request;
    private final SimulatedClient client;
    private final ClientAuthenticationMethod declared;
    private final List<String> findings = new ArrayList<>();

    private ClientCredentials(RecordedRequest request, SimulatedClient client, ClientAuthenticationMethod declared) {
        this.request = request;
        this.client = client;
        this.declared = declared;
    }

    /** What is wrong with the request's credentials; empty if nothing is. No finding shows a value. */
    static List<String> findings(RecordedRequest request, SimulatedClient client, ClientAuthenticationMethod declared) {
        ClientCredentials credentials = new ClientCredentials(request, client, declared);
        credentials.look();
        return credentials.findings;
    }

    private void look() {
        switch (declared) {
            case CLIENT_SECRET_BASIC -> lookForBasicCredentials();
            case CLIENT_SECRET_POST -> {
                lookFor("client_id", client.clientId());
                lookFor(SECRET, secret());
            }
            case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> {
                lookFor(ASSERTION_TYPE, JWT_BEARER);
                if (values(ASSERTION).size() != 1) {
                    findings.add("does not carry exactly one " + ASSERTION);
                }
            }
            case NONE -> lookFor("client_id", client.clientId());
        }
        Set<ClientAuthenticationMethod> others = sent();
        others.remove(declared);
        others.forEach(other -> findings.add("authenticates by " + other.identifier()
                + ", although clientAuthentication() is " + declared.identifier()));
        if (!values("client_id").isEmpty()) {
            lookFor("client_id", client.clientId());
        }
        if (request.uri().getRawQuery() != null) {
            findings.add("has a query; servers log the addresses they serve");
        }
    }

    /** All the ways of which there is a trace. An assertion counts as the declared kind; its inspection tells one from the other. */
    private Set<ClientAuthenticationMethod> sent() {
        Set<ClientAuthenticationMethod> sent = EnumSet.noneOf(ClientAuthenticationMethod.class);
        if (request.header("Authorization").isPresent()) {
            sent.add(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        }
        if (!values(SECRET).isEmpty()) {
            sent.add(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        }
        if (!values(ASSERTION).isEmpty() || !values(ASSERTION_TYPE).isEmpty()) {
            sent.add(
                    declared == ClientAuthenticationMethod.CLIENT_SECRET_JWT
                            ? declared
                            : ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        }
        return sent;
    }

    private void lookForBasicCredentials() {
        String credentials = encode(client.clientId()) + ":" + encode(secret());
        String basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        // Basic credentials have no comma: it stands between the values of two header fields (RFC 9110 section 5.3).
        List<String> sent = Stream.of(request.header("Authorization").orElse("").split(",", -1))
                .map(String::strip)
                .toList();
        if (!sent.contains(basic)) {
            findings.add("does not carry the client's Basic credentials, each half form-encoded");
        } else if (sent.size() > 1) {
            findings.add("has more than one Authorization");
        }
    }

    private void lookFor(String name, String expected) {
        List<String> values = values(name);
        String finding = values.isEmpty()
                ? "has no " + name
                : values.size() > 1 ? "has more than one " + name : "has another " + name + " than it should";
        if (!values.equals(List.of(expected)) && !findings.contains(finding)) {
            findings.add(finding);
        }
    }

    private List<String> values(String name) {
        Map<String, List<String>> form = request.form();
        return form.getOrDefault(name, List.of());
    }

    private String secret() {
        return client.secret().map(Secret::reveal).orElse("");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
