package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceSignIn;

/** Sign-in with Keycloak, a provider that nobody here wrote. */
class KeycloakIT extends ProviderContract {
    @Override
    RunningProvider start(JWKSet clientKeys) throws IOException, InterruptedException {
        return KeycloakProvider.start(clientKeys);
    }

    @Test
    void a_device_that_asks_too_often_is_told_to_slow_down() throws Exception {
        try (Application application =
                Application.confidential(provider().issuer(), "device", "canary:device", NO_OPTIONS)) {
            DeviceSignIn device = application.capability(DeviceSignIn.class);
            DeviceAuthorization started = device.start(List.of());

            DeviceAuthorization pending = device.poll(started).next().orElseThrow();
            assertEquals(started.interval(), pending.interval());

            DeviceAuthorization slower = device.poll(pending).next().orElseThrow();
            assertTrue(slower.interval().compareTo(pending.interval()) > 0);
        }
    }
}
