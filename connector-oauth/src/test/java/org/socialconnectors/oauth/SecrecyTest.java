package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;

class SecrecyTest {
    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 500})
    void T45_T46_whatever_the_provider_echoes_no_value_in_flight_is_printed(int status) {
        Rig rig = Rig.openid();
        SignInAttempt attempt = rig.attempt();
        String basic = Base64.getEncoder()
                .encodeToString((Rig.CLIENT_ID + ":" + Rig.CLIENT_SECRET.reveal()).getBytes(StandardCharsets.US_ASCII));
        List<String> canaries = List.of(
                attempt.state().reveal(),
                attempt.nonce().reveal(),
                attempt.codeVerifier().reveal(),
                Rig.CLIENT_SECRET.reveal(),
                basic);
        String words = "\u001b[31m\r\nSet-Cookie: x <script>" + String.join(" ", canaries) + " " + "z".repeat(100_000);
        rig.provider.next(
                Endpoint.TOKEN,
                ProviderFault.json(status, Map.of("error", "invalid_grant", "error_description", words)));

        ConnectorException refusal =
                assertThrows(ConnectorException.class, () -> rig.complete(attempt, Persona.VERIFIED_EMAIL));

        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        String description = refusal.providerDescription().orElseThrow();
        for (String canary : canaries) {
            assertFalse(trace.toString().contains(canary), "a value in flight is in the stack trace");
            assertFalse(description.contains(canary), "a value in flight is in the provider's description");
        }
        assertFalse(trace.toString().contains("<script"));
        assertTrue(description.length() <= 256);
        assertTrue(description.chars().noneMatch(Character::isISOControl));
        assertNull(refusal.getCause());
    }

    @Test
    void T46_an_error_that_is_not_a_code_is_only_a_description() {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.error(400, "Invalid code 17!", "words"));

        ConnectorException refusal = assertThrows(ConnectorException.class, rig::signIn);

        assertTrue(refusal.detail(Detail.OAUTH_ERROR).isEmpty());
        assertEquals("Invalid code 17! words", refusal.providerDescription().orElseThrow());
    }
}
