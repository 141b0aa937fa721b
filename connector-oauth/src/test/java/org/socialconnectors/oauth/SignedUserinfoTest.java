package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.UserinfoFault;

class SignedUserinfoTest {
    private final Rig rig = Rig.simulated(simulation -> simulation.signedUserinfo(true));

    @Test
    void userinfo_that_the_provider_signed_describes_the_person() throws Exception {
        SignInResult result = rig.signIn();

        assertEquals(Persona.VERIFIED_EMAIL.subject(), result.identity().subject());
        assertEquals(
                Optional.of(Persona.VERIFIED_EMAIL.name()), result.profile().name());
        assertTrue(result.assurance().checks().contains(Check.USERINFO_SUBJECT));
    }

    @ParameterizedTest
    @CsvSource({
        "SUB_OTHER, IDENTITY_MISMATCH",
        "SUB_MISSING, IDENTITY_MISMATCH",
        "AUD_OTHER, IDENTITY_MISMATCH",
        "ISS_OTHER, IDENTITY_MISMATCH",
        "ALG_NONE, INVALID_ID_TOKEN",
        "UNSIGNED, INVALID_ID_TOKEN",
        "FOREIGN_KEY, INVALID_ID_TOKEN"
    })
    void userinfo_that_is_another_s_or_not_signed_by_the_provider_is_refused(UserinfoFault fault, ErrorCode code) {
        rig.provider.nextUserinfo(fault);

        assertRefused(code, rig::signIn);
    }

    @Test
    void issuer_and_audience_may_be_absent_and_the_audience_a_list() throws Exception {
        rig.provider.nextUserinfo(draft -> draft.without("iss").without("aud").sign());
        rig.signIn();
        rig.provider.nextUserinfo(
                draft -> draft.claim("aud", List.of("other", Rig.CLIENT_ID)).sign());
        rig.signIn();

        rig.provider.nextUserinfo(draft -> draft.claim("aud", List.of("other")).sign());
        assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
    }

    @Test
    void the_content_type_is_read_in_any_letter_case_and_an_error_stays_one() throws Exception {
        rig.provider.next(Endpoint.USERINFO, honest -> {
            HttpTransport.Response answer = honest.get();
            return new HttpTransport.Response(
                    200,
                    Map.of("Content-Type", List.of("Application/JWT; charset=utf-8")),
                    (new String(answer.body(), StandardCharsets.US_ASCII) + "\n").getBytes(StandardCharsets.US_ASCII));
        });
        rig.signIn();

        rig.provider.next(Endpoint.USERINFO, ProviderFault.text(403, "application/jwt", "a.b.c"));
        assertEquals(
                Optional.of("userinfo"),
                assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn).detail(Detail.ENDPOINT));
    }

    @Test
    void a_provider_without_issuer_has_no_keys_to_verify_it_with() {
        Rig unsigned = Rig.with(
                unused -> OAuthProvider.builder()
                        .namespace("https://huggingface.co")
                        .authorizationEndpoint("https://huggingface.co/oauth/authorize")
                        .tokenEndpoint("https://huggingface.co/oauth/token")
                        .userinfoEndpoint("https://huggingface.co/oauth/userinfo"),
                client -> client.scopes(List.of("profile")),
                simulation -> simulation.signedUserinfo(true));

        assertRefused(ErrorCode.INVALID_RESPONSE, unsigned::signIn);
    }
}
