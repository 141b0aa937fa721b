package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

class MetadataTest {
    private static final URI SOMEWHERE = URI.create("https://huggingface.co/somewhere");

    @Test
    void hugging_face_has_its_device_flow_and_token_exchange() throws Exception {
        JsonObject metadata = metadata(builder -> builder);

        assertEquals("https://huggingface.co/oauth/device", metadata.text("device_authorization_endpoint"));
        assertEquals(
                List.of(
                        "authorization_code",
                        "refresh_token",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "urn:ietf:params:oauth:grant-type:token-exchange"),
                metadata.texts("grant_types_supported"));
        assertEquals(List.of("query"), metadata.texts("response_modes_supported"));
        assertEquals(List.of("RS256"), metadata.texts("id_token_signing_alg_values_supported"));
        assertEquals(List.of("client_secret_basic", "none"), metadata.texts("token_endpoint_auth_methods_supported"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pushed_authorization_request_endpoint",
                "require_pushed_authorization_requests",
                "revocation_endpoint",
                "end_session_endpoint",
                "dpop_signing_alg_values_supported",
                "userinfo_signing_alg_values_supported",
                "token_endpoint_auth_signing_alg_values_supported",
                "authorization_response_iss_parameter_supported"
            })
    void nothing_is_promised_that_is_switched_off(String member) throws Exception {
        assertFalse(metadata(builder -> builder).has(member));
    }

    @Test
    void a_provider_of_another_shape_has_neither_device_flow_nor_token_exchange() throws Exception {
        JsonObject metadata = Sample.metadata(SimulatedProvider.builder(URI.create("https://other.example"))
                .discovery(true)
                .build());

        assertFalse(metadata.has("device_authorization_endpoint"));
        assertEquals(List.of("authorization_code", "refresh_token"), metadata.texts("grant_types_supported"));
    }

    @Test
    void whoever_holds_the_provider_can_ask_what_callbacks_and_userinfo_are_like() {
        SimulatedProvider plain =
                SimulatedProvider.builder(URI.create("https://other.example")).build();
        assertFalse(plain.sendsIssuerInCallback() || plain.signsUserinfo());
        assertTrue(Sample.provider(InstantSource.system(), builder -> builder.issuerInCallback(true))
                .sendsIssuerInCallback());
        assertTrue(Sample.provider(InstantSource.system(), builder -> builder.signedUserinfo(true))
                .signsUserinfo());
    }

    @Test
    void everything_is_promised_that_is_switched_on() throws Exception {
        JsonObject metadata = metadata(builder -> builder.pushedAuthorizationEndpoint(SOMEWHERE)
                .pushedAuthorizationRequired(true)
                .revocationEndpoint(SOMEWHERE)
                .endSessionEndpoint(SOMEWHERE)
                .formPost(true)
                .dpop(true)
                .signedUserinfo(true)
                .issuerInCallback(true)
                .keys(PublishedKeys.of(SigningAlgorithm.ES256, SigningAlgorithm.EDDSA)));

        assertEquals(SOMEWHERE, metadata.uri("pushed_authorization_request_endpoint"));
        assertTrue(metadata.isTrue("require_pushed_authorization_requests"));
        assertEquals(SOMEWHERE, metadata.uri("revocation_endpoint"));
        assertEquals(SOMEWHERE, metadata.uri("end_session_endpoint"));
        assertEquals(List.of("query", "form_post"), metadata.texts("response_modes_supported"));
        assertEquals(
                List.of("ES256", "RS256", "PS256", "EdDSA", "Ed25519"),
                metadata.texts("dpop_signing_alg_values_supported"));
        assertEquals(List.of("ES256", "EdDSA"), metadata.texts("id_token_signing_alg_values_supported"));
        assertEquals(List.of("ES256", "EdDSA"), metadata.texts("userinfo_signing_alg_values_supported"));
        assertTrue(metadata.isTrue("authorization_response_iss_parameter_supported"));
    }

    @Test
    void the_authentication_methods_are_those_of_the_registered_clients_too() throws Exception {
        SimulatedClient client = SimulatedClient.confidential("jwt", Secret.random(), List.of(), List.of())
                .authenticatingBy(ClientAuthenticationMethod.CLIENT_SECRET_JWT);

        JsonObject metadata = metadata(builder -> builder.client(client));

        assertEquals(
                List.of("client_secret_basic", "client_secret_jwt", "none"),
                metadata.texts("token_endpoint_auth_methods_supported"));
        assertEquals(List.of("HS256"), metadata.texts("token_endpoint_auth_signing_alg_values_supported"));
    }

    @Test
    void a_method_that_is_not_listed_can_be_had_nevertheless_by_taking_the_member_away() throws Exception {
        SimulatedProvider provider = Sample.provider(InstantSource.system());
        provider.always(Endpoint.DISCOVERY, ProviderFault.without("token_endpoint_auth_methods_supported"));

        assertFalse(Sample.metadata(provider).has("token_endpoint_auth_methods_supported"));
    }

    private static JsonObject metadata(UnaryOperator<SimulatedProvider.Builder> options) throws InterruptedException {
        return Sample.metadata(Sample.provider(InstantSource.system(), options));
    }
}
