package org.socialconnectors.simulator;

import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the provider says about itself (OpenID Connect Discovery section 3, RFC 8414 section 2): only what is so. */
record Metadata(
        URI issuer,
        Addresses addresses,
        Collection<String> grantTypes,
        List<SigningAlgorithm> signing,
        Collection<SimulatedClient> clients,
        boolean issuerInCallback,
        boolean formPost,
        boolean signedUserinfo,
        boolean pushedAuthorizationRequired,
        boolean dpop) {

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", issuer.toString());
        put(members, "authorization_endpoint", Endpoint.AUTHORIZATION);
        put(members, "token_endpoint", Endpoint.TOKEN);
        put(members, "userinfo_endpoint", Endpoint.USERINFO);
        put(members, "jwks_uri", Endpoint.JWKS);
        put(members, "device_authorization_endpoint", Endpoint.DEVICE_AUTHORIZATION);
        put(members, "pushed_authorization_request_endpoint", Endpoint.PUSHED_AUTHORIZATION);
        put(members, "revocation_endpoint", Endpoint.REVOCATION);
        put(members, "end_session_endpoint", Endpoint.END_SESSION);
        members.put("scopes_supported", List.of("openid", "profile", "email"));
        members.put("response_types_supported", List.of("code"));
        members.put("response_modes_supported", formPost ? List.of("query", "form_post") : List.of("query"));
        members.put("grant_types_supported", List.copyOf(grantTypes));
        members.put("subject_types_supported", List.of("public"));
        List<String> algorithms =
                signing.stream().map(SigningAlgorithm::identifier).toList();
        members.put("id_token_signing_alg_values_supported", algorithms);
        members.put("code_challenge_methods_supported", List.of("S256"));
        putClientAuthentication(members);
        if (signedUserinfo) {
            members.put("userinfo_signing_alg_values_supported", algorithms);
        }
        if (pushedAuthorizationRequired) {
            members.put("require_pushed_authorization_requests", true);
        }
        if (dpop) {
            members.put("dpop_signing_alg_values_supported", Dpop.ALGORITHMS);
        }
        if (issuerInCallback) {
            members.put("authorization_response_iss_parameter_supported", true);
        }
        return members;
    }

    /** The two of Hugging Face, and what a registered client needs. */
    private void putClientAuthentication(Map<String, Object> members) {
        Set<ClientAuthenticationMethod> methods =
                EnumSet.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.NONE);
        clients.forEach(client -> methods.addAll(client.authentication()));
        members.put(
                "token_endpoint_auth_methods_supported",
                methods.stream().map(ClientAuthenticationMethod::identifier).toList());
        List<String> algorithms = Arrays.stream(ClientAuthenticationMethod.values())
                .filter(methods::contains)
                .flatMap(method -> switch (method) {
                    case CLIENT_SECRET_JWT -> ClientAssertions.HMAC_ALGORITHMS.stream();
                    case PRIVATE_KEY_JWT -> ClientAssertions.SIGNATURE_ALGORITHMS.stream();
                    default -> List.<String>of().stream();
                })
                .toList();
        if (!algorithms.isEmpty()) {
            members.put("token_endpoint_auth_signing_alg_values_supported", algorithms);
        }
    }

    private void put(Map<String, Object> members, String name, Endpoint endpoint) {
        addresses.of(endpoint).ifPresent(uri -> members.put(name, uri.toString()));
    }
}
