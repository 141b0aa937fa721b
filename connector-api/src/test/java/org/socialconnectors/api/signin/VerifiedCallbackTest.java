package org.socialconnectors.api.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;

class VerifiedCallbackTest {
    private final SignInAttempt attempt = SignInAttempt.builder(URI.create("https://app.example/callback"))
            .build()
            .after(Redirect.to(URI.create("https://provider.example")).remembering("t", Secret.of("carried-canary")));

    @Test
    void nobody_outside_the_package_can_make_one() {
        assertEquals(
                List.of(),
                Stream.concat(
                                Arrays.stream(VerifiedCallback.class.getDeclaredConstructors()),
                                Arrays.stream(VerifiedCallback.class.getDeclaredMethods())
                                        .filter(method -> Modifier.isStatic(method.getModifiers()))
                                        .filter(method -> !method.isSynthetic()))
                        .map(AccessibleObject.class::cast)
                        .map(Member.class::cast)
                        .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                        .map(Member::toString)
                        .toList());
        assertEquals(true, Modifier.isFinal(VerifiedCallback.class.getModifiers()));
    }

    @Test
    void the_only_public_method_that_returns_one_is_verify() {
        assertEquals(
                List.of("verify"),
                Stream.of(
                                SignInAttempt.class,
                                SignInAttempt.Builder.class,
                                CallbackParameters.class,
                                Redirect.class,
                                SignInResult.class,
                                Assurance.class,
                                IssuerRule.class,
                                VerifiedCallback.class)
                        .flatMap(type -> Arrays.stream(type.getMethods()))
                        .filter(method -> method.getReturnType() == VerifiedCallback.class)
                        .map(Method::getName)
                        .toList());
    }

    @Test
    void the_code_is_given_as_it_came() {
        assertEquals(Secret.of("a/b+c "), callback("code=a%2Fb%2Bc+").code());
        assertEquals(Secret.of("c"), callback("code=c&error=").code());
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, ACCESS_DENIED",
        "login_required, PROVIDER_ERROR",
        "unauthorized_client, INVALID_CONFIGURATION",
        "temporarily_unavailable, PROVIDER_UNAVAILABLE"
    })
    void T17_an_error_with_the_right_state_is_the_providers_answer(String error, ErrorCode code) {
        ConnectorException refusal = refusal("error=" + error + "&error_description=their+words");

        assertEquals(code, refusal.code());
        assertEquals(Optional.of(error), refusal.detail(Detail.OAUTH_ERROR));
        assertEquals(Optional.of("their words"), refusal.providerDescription());
        assertFalse(refusal.toString().contains("their words"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=c&", "code=&", "code=c&code=d&"})
    void T18_with_both_a_code_and_an_error_the_error_counts(String code) {
        assertEquals(
                ErrorCode.ACCESS_DENIED, refusal(code + "error=access_denied").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "code=", "code", "error=", "error=&code=", "error_description=x"})
    void T18_neither_a_code_nor_an_error_is_a_malformed_callback(String query) {
        ConnectorException refusal = refusal(query);

        assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
        assertEquals(Optional.of("code"), refusal.detail(Detail.PARAMETER));
    }

    @ParameterizedTest
    @CsvSource({
        "code=canary&code=canary, code",
        "code=&code=canary, code",
        "error=a&error=a, error",
        "error=a&error_description=b&error_description=b, error_description"
    })
    void T19_what_is_given_twice_is_refused(String query, String parameter) {
        ConnectorException refusal = refusal(query);

        assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
        assertEquals(Optional.of(parameter), refusal.detail(Detail.PARAMETER));
        assertFalse(refusal.toString().contains("canary"));
    }

    @Test
    void T46_no_value_in_flight_survives_in_the_providers_words() {
        String echo = String.join(
                "+",
                attempt.state().reveal(),
                attempt.nonce().reveal(),
                attempt.codeVerifier().reveal(),
                "carried-canary",
                "code-canary");

        ConnectorException refusal = refusal("code=code-canary&error=server_error&error_description=" + echo);

        assertEquals(Optional.of("*** *** *** *** ***"), refusal.providerDescription());
    }

    @Test
    void T45_an_error_that_is_the_code_in_disguise_is_not_printed() {
        ConnectorException refusal = refusal("code=lettersonly&error=bad_lettersonly");

        assertEquals(Optional.empty(), refusal.detail(Detail.OAUTH_ERROR));
        assertFalse(refusal.toString().contains("lettersonly"));
        assertEquals(Optional.of("bad_*** "), refusal.providerDescription());
    }

    private VerifiedCallback callback(String query) {
        return attempt.verify(
                CallbackParameters.parse("state=" + attempt.state().reveal() + "&" + query, Arrival.QUERY));
    }

    private ConnectorException refusal(String query) {
        VerifiedCallback callback = callback(query);
        return assertThrows(ConnectorException.class, callback::code);
    }
}
