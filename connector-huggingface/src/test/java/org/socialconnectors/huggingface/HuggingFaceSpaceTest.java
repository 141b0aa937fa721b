package org.socialconnectors.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.core.configuration.ConfigurationSchema;

class HuggingFaceSpaceTest {
    @Test
    void the_environment_of_a_Space_becomes_a_valid_configuration_and_an_origin() {
        HuggingFaceSpace space = HuggingFaceSpace.of(Map.of(
                        "OAUTH_CLIENT_ID", "client",
                        "OAUTH_CLIENT_SECRET", "canary-secret",
                        "OAUTH_SCOPES", "openid profile",
                        "OPENID_PROVIDER_URL", "https://huggingface.co",
                        "SPACE_HOST", "ada-demo.hf.space"))
                .orElseThrow();

        assertEquals(
                Map.of(
                        "clientId", "client",
                        "clientSecret", "canary-secret",
                        "scope", "openid profile",
                        "hubUrl", "https://huggingface.co"),
                space.config().toMap());
        assertEquals(Optional.of(URI.create("https://ada-demo.hf.space")), space.origin());
        ConfigurationSchema.of(new HuggingFaceConnectorFactory().descriptor()).complete(space.config());
        assertFalse(space.toString().contains("canary"));
    }

    @Test
    void a_client_ID_alone_is_a_public_app_elsewhere() {
        HuggingFaceSpace space = HuggingFaceSpace.of(Map.of("OAUTH_CLIENT_ID", " client ", "OAUTH_CLIENT_SECRET", ""))
                .orElseThrow();

        assertEquals(Map.of("clientId", "client"), space.config().toMap());
        assertEquals(Optional.empty(), space.origin());
    }

    @Test
    void without_a_client_ID_there_is_no_Space() {
        assertTrue(HuggingFaceSpace.of(Map.of("OAUTH_CLIENT_ID", " ", "SPACE_HOST", "x"))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://ada.hf.space", "ada.hf.space/path", "a b", "user@host", "-x", "ada.hf.space:80"})
    void a_host_that_is_not_a_host_name_is_the_administrator_s_matter(String host) {
        ConnectorException refusal = assertThrows(
                ConnectorException.class,
                () -> HuggingFaceSpace.of(Map.of("OAUTH_CLIENT_ID", "client", "SPACE_HOST", host)));

        assertEquals(ErrorCode.INVALID_CONFIGURATION, refusal.code());
    }
}
