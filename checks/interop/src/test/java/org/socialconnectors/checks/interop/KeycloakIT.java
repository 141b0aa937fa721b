package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;

/** Sign-in with Keycloak, a provider that nobody here wrote. */
class KeycloakIT extends ProviderPagesContract {
    @Override
    RunningProvider start(JWKSet clientKeys, Website website) throws IOException, InterruptedException {
        return KeycloakProvider.start(clientKeys, website);
    }

    /** Keycloak's own account interface, which knows nothing of OpenID Connect. */
    @Test
    void a_person_signs_in_without_an_id_token_by_what_an_interface_of_the_providers_own_says() throws Exception {
        String issuer = provider().issuer();
        Map<String, String> config = Map.of(
                "namespace", issuer,
                "authorizationEndpoint", issuer + "/protocol/openid-connect/auth",
                "tokenEndpoint", issuer + "/protocol/openid-connect/token",
                "userinfoEndpoint", issuer + "/account",
                "clientId", "posting",
                "clientSecret", "canary:posting",
                "subjectPointer", "/id",
                "usernamePointer", "/username",
                "emailPointer", "/email",
                "emailVerifiedPointer", "/emailVerified");
        try (Application oauth2 = new Application(website(), "oauth2", config);
                Application oidc = client("posting", "canary:posting", Map.of())) {
            SignInResult result = signIn(oauth2, "ada");

            assertEquals(Set.of(Check.PKCE), result.assurance().checks());
            assertEquals(Optional.of("ada"), result.profile().username());
            assertEquals(
                    Optional.of(new EmailAddress("ada@example.org", true)),
                    result.profile().email());
            assertEquals(signIn(oidc, "ada").identity(), result.identity());
        }
    }

    @Test
    void a_device_that_asks_too_often_is_told_to_slow_down() throws Exception {
        try (Application application = client("device", "canary:device", Map.of("pkceOnDevices", true))) {
            DeviceSignIn device = application.capability(DeviceSignIn.class);
            DeviceAuthorization started = device.start(List.of());

            DeviceAuthorization pending = device.poll(started).next().orElseThrow();
            assertEquals(started.interval(), pending.interval());

            DeviceAuthorization slower = device.poll(pending).next().orElseThrow();
            assertTrue(slower.interval().compareTo(pending.interval()) > 0);
        }
    }
}
