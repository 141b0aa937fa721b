package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.AuthorizationResponse;
import org.socialconnectors.simulator.Persona;

class FormPostTest {
    private final Rig rig =
            Rig.with(provider -> provider, OAuthClient.Builder::formPost, simulation -> simulation.formPost(true));
    private final SignInAttempt attempt = SignInAttempt.builder(Rig.REDIRECT_URI)
            .callbackArrival(rig.connector.callbackArrival())
            .build();

    @Test
    void a_callback_that_was_asked_for_as_a_form_arrives_as_one() throws Exception {
        Redirect redirect = rig.connector.begin(attempt);
        assertTrue(redirect.uri().getRawQuery().contains("&response_mode=form_post&"));

        AuthorizationResponse response = rig.provider.approve(redirect.uri(), Persona.VERIFIED_EMAIL);

        assertTrue(response.posted());
        assertTrue(rig.connector
                .complete(attempt.after(redirect).verify(arriving(response, CallbackParameters.Arrival.FORM)))
                .assurance()
                .idTokenVerified());
    }

    @Test
    void a_callback_that_arrives_by_the_other_way_is_refused() throws Exception {
        Redirect redirect = rig.connector.begin(attempt);
        AuthorizationResponse response = rig.provider.approve(redirect.uri(), Persona.VERIFIED_EMAIL);

        assertRefused(
                ErrorCode.INVALID_REQUEST,
                () -> attempt.after(redirect).verify(arriving(response, CallbackParameters.Arrival.QUERY)));
    }

    @Test
    void without_it_a_callback_arrives_in_the_query() {
        assertEquals(CallbackParameters.Arrival.QUERY, Rig.openid().connector.callbackArrival());
    }

    private static CallbackParameters arriving(AuthorizationResponse response, CallbackParameters.Arrival arrival) {
        Map<String, List<String>> values = response.parameters().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        return CallbackParameters.of(values, arrival);
    }
}
