package org.socialconnectors.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.PhoneNumber;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenSet;

/** Whatever can be logged by accident shows neither a secret nor a person. */
class PublicTextTest {
    private static final String CANARY = "canary-55e0f1";

    static Stream<Object> everything_that_holds_a_canary() {
        Secret secret = Secret.of(CANARY);
        URI page = URI.create("https://provider.example/" + CANARY + "?q=" + CANARY + "#" + CANARY);
        JsonObject claims = JsonObject.response(Map.of(CANARY, CANARY));
        Redirect redirect = Redirect.to(page)
                .expecting(new IssuerRule("https://provider.example", true))
                .remembering("token", secret);
        SignInAttempt.Builder builder = SignInAttempt.builder(page)
                .scopes(List.of(CANARY))
                .prompt(CANARY)
                .loginHint(CANARY)
                .uiLocales(CANARY)
                .extraParameters(Map.of(CANARY, CANARY))
                .restore(secret, secret, secret);
        SignInAttempt attempt = builder.build().after(redirect);
        CallbackParameters parameters = CallbackParameters.of(
                Map.of(
                        "state",
                        List.of(CANARY),
                        "code",
                        List.of(CANARY),
                        "iss",
                        List.of("https://provider.example"),
                        CANARY,
                        List.of(CANARY)),
                Arrival.QUERY);
        Identity identity = new Identity("https://provider.example", CANARY);
        SocialProfile.Builder person = SocialProfile.builder()
                .name(CANARY)
                .username(CANARY)
                .email(CANARY, true)
                .phone(CANARY, true)
                .avatar(page)
                .page(page)
                .raw(claims);
        TokenSet.Builder tokens = TokenSet.builder(secret, CANARY)
                .refreshToken(secret)
                .idToken(secret)
                .grantedScope(CANARY);
        HttpTransport.Request request =
                HttpTransport.Request.postForm(page, Map.of(CANARY, CANARY)).header(CANARY, CANARY);
        return Stream.of(
                secret,
                claims,
                redirect,
                builder,
                attempt,
                parameters,
                attempt.verify(parameters),
                identity,
                new EmailAddress(CANARY, true),
                new PhoneNumber(CANARY, true),
                person,
                person.build(),
                tokens,
                tokens.build(),
                RefreshRequest.of(identity, secret).scopes(List.of(CANARY)),
                SignInResult.of(identity, person.build(), Assurance.of(EnumSet.allOf(Check.class)))
                        .withTokens(tokens.build()),
                request,
                new HttpTransport.Response(
                        200, Map.of(CANARY, List.of(CANARY)), CANARY.getBytes(StandardCharsets.UTF_8)),
                ConnectorException.ofOAuthError(CANARY, CANARY, List.of(secret)),
                ConnectorException.ofOAuthError(CANARY, CANARY, List.of(secret)).build());
    }

    @ParameterizedTest
    @MethodSource("everything_that_holds_a_canary")
    void T45_no_text_of_a_public_type_shows_a_canary(Object holder) {
        assertFalse(holder.toString().contains(CANARY), holder.getClass().getName());
    }

    @Test
    void a_text_says_what_it_is_and_what_helps_in_a_log() {
        List<String> texts = everything_that_holds_a_canary()
                .filter(holder -> !holder.getClass().getSimpleName().equals("Builder"))
                .map(Object::toString)
                .toList();

        assertEquals(
                List.of(
                        "***",
                        "JsonObject(1 members)",
                        "Redirect to https://provider.example",
                        "SignInAttempt",
                        "CallbackParameters",
                        "VerifiedCallback",
                        "Identity(https://provider.example)",
                        "EmailAddress(verified=true)",
                        "PhoneNumber(verified=true)",
                        "SocialProfile",
                        "TokenSet",
                        "RefreshRequest",
                        "SignInResult(Assurance[PKCE, CALLBACK_ISSUER, ID_TOKEN_SIGNATURE, ID_TOKEN_CLAIMS, NONCE,"
                                + " USERINFO_SUBJECT])",
                        "POST https://provider.example",
                        "HTTP 200",
                        "org.socialconnectors.api.error.ConnectorException: PROVIDER_ERROR: the provider answered with an"
                                + " error"),
                texts);
    }
}
