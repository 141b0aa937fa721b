package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.SignInAttempt;

class SignInRequestTest {
    private static final URI REDIRECT_URI = URI.create("https://app.example/callback");

    @Test
    void the_connector_is_asked_for_everything_that_the_host_wants() {
        SignInAttempt attempt = SignInRequest.builder(REDIRECT_URI)
                .scopes("openid", "email")
                .prompt("login")
                .loginHint("ada@example.org")
                .uiLocales("fr en")
                .extraParameters(Map.of("hd", "example.org"))
                .build()
                .attempt("state", Arrival.QUERY);
        assertEquals(REDIRECT_URI, attempt.redirectUri());
        assertEquals(List.of("openid", "email"), attempt.scopes());
        assertEquals(Optional.of("login"), attempt.prompt());
        assertEquals(Optional.of("ada@example.org"), attempt.loginHint());
        assertEquals(Optional.of("fr en"), attempt.uiLocales());
        assertEquals(Map.of("hd", "example.org"), attempt.extraParameters());
    }

    @Test
    void a_return_address_has_at_most_2048_characters() {
        SignInRequest.Builder builder = SignInRequest.builder(REDIRECT_URI);
        String longest = "/" + "a".repeat(2047);
        assertEquals(Optional.of(longest), builder.returnTo(longest).build().returnTo());
        assertRefused("returnTo", () -> builder.returnTo(longest + "a"));
    }

    @Test
    void the_hosts_state_has_at_most_4096_characters() {
        SignInRequest.Builder builder = SignInRequest.builder(REDIRECT_URI);
        String longest = "s".repeat(4096);
        assertEquals(Optional.of(longest), builder.hostState(longest).build().hostState());
        assertRefused("hostState", () -> builder.hostState(longest + "s"));
    }

    @Test
    void the_text_of_a_request_shows_nothing_of_it() {
        assertEquals(
                "SignInRequest",
                SignInRequest.builder(REDIRECT_URI)
                        .hostState("account 7")
                        .build()
                        .toString());
    }

    private static void assertRefused(String parameter, Executable action) {
        ConnectorException refused = assertThrows(ConnectorException.class, action);
        assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
        assertEquals(Optional.of(parameter), refused.detail(Detail.PARAMETER));
    }
}
