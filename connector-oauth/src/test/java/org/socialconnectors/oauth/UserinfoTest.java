package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;

class UserinfoTest {
    @Test
    void the_access_token_goes_in_the_header_and_nowhere_else() throws Exception {
        Rig rig = Rig.openid();
        String token = rig.signIn().tokens().orElseThrow().accessToken().reveal();

        var request = rig.provider.requests(Endpoint.USERINFO).get(0);

        assertEquals(Optional.of("Bearer " + token), request.header("Authorization"));
        assertEquals("GET", request.method());
        assertFalse(request.uri().toString().contains(token));
    }

    @Test
    void T42_userinfo_about_somebody_else_is_refused() {
        for (Object subject : Arrays.asList("5f0c1a2b3d4e5f6071829399", "", 7, null)) {
            Rig rig = Rig.openid();
            rig.provider.next(Endpoint.USERINFO, ProviderFault.with("sub", subject));
            assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
        }
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.USERINFO, ProviderFault.without("sub"));
        assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
    }

    @Test
    void T42_without_an_ID_token_a_subject_that_is_missing_empty_or_a_number_is_refused() {
        for (Object subject : Arrays.asList("", " ", "a\nb", "x".repeat(256), 7, null)) {
            Rig rig = Rig.confidential("profile");
            rig.provider.next(Endpoint.USERINFO, ProviderFault.with("sub", subject));
            assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
        }
        Rig rig = Rig.confidential("profile");
        rig.provider.next(Endpoint.USERINFO, ProviderFault.without("sub"));
        assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
    }

    @Test
    void T42_a_subject_that_cannot_be_read_is_none_and_a_failing_endpoint_stays_what_it_is() {
        for (AnswerMapping<String> subject : List.<AnswerMapping<String>>of(
                answers -> answers.claims().text("id"),
                answers -> answers.claims().idText("name"),
                answers -> answers.claims()
                        .object("account")
                        .map(account -> account.idText("id"))
                        .orElse(""),
                answers -> answers.claims().toMap().get("id") instanceof String id ? id : null)) {
            Rig rig = Rig.with(
                    provider -> provider.subject(subject),
                    client -> client.scopes(List.of("profile")),
                    simulation -> simulation);
            rig.provider.next(Endpoint.USERINFO, ProviderFault.with("name", true));
            assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
        }
        URI more = URI.create("https://huggingface.co/api/more");
        Rig rig = Rig.with(
                provider -> provider.subject(answers -> answers.get(more).text("id")),
                client -> client.scopes(List.of("profile")),
                simulation -> simulation.resource(more, persona -> List.of()));
        assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        rig.provider.next(Endpoint.RESOURCE, ProviderFault.unreachable());
        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void T43_a_refused_access_token_is_the_provider_s_error(int status) {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.USERINFO, ProviderFault.json(status, Map.of("error", "access_denied")));

        assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn);
        assertEquals(1, rig.provider.count(Endpoint.USERINFO));
    }

    @Test
    void T43_an_outage_of_userinfo_is_an_outage() {
        Rig rig = Rig.openid();
        rig.provider.always(Endpoint.USERINFO, ProviderFault.text(503, "text/html", "<html>"));

        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);
    }

    @Test
    void T44_an_address_is_verified_only_if_the_provider_says_true() throws Exception {
        for (Object verified : Arrays.asList(false, null, "true", 1)) {
            Rig rig = Rig.openid();
            rig.provider.next(Endpoint.USERINFO, ProviderFault.with("email_verified", verified));
            EmailAddress email = rig.signIn().profile().email().orElseThrow();
            assertFalse(email.verified(), () -> "email_verified is " + verified);
        }
        assertTrue(Rig.openid().signIn().profile().email().orElseThrow().verified());
        assertFalse(Rig.openid()
                .signIn(Persona.UNVERIFIED_EMAIL)
                .profile()
                .email()
                .orElseThrow()
                .verified());
    }

    @Test
    void T44_an_address_and_its_mark_are_never_taken_from_two_sources() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(draft -> draft.claim("email_verified", true).sign());
        rig.provider.next(Endpoint.USERINFO, ProviderFault.without("email_verified"));

        assertFalse(rig.signIn().profile().email().orElseThrow().verified());
    }

    @Test
    void the_standard_claims_are_mapped_and_what_is_not_fit_for_a_page_is_left_out() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.USERINFO, ProviderFault.changing(members -> {
            members.put("picture", "javascript:alert(1)");
            members.put("profile", "https://huggingface.co/ada");
            members.put("phone_number", "+1 555 0100");
            members.put("phone_number_verified", true);
            members.put("name", 7);
            members.put("novelty", List.of(1, 2));
            return members;
        }));

        SocialProfile profile = rig.signIn().profile();

        assertEquals(Optional.empty(), profile.avatar());
        assertEquals(Optional.of(URI.create("https://huggingface.co/ada")), profile.page());
        assertEquals("+1 555 0100", profile.phone().orElseThrow().number());
        assertTrue(profile.phone().orElseThrow().verified());
        assertEquals(Optional.empty(), profile.name());
        assertEquals(List.of(1L, 2L), profile.raw().toMap().get("novelty"));
    }

    @Test
    void a_mapping_can_ask_the_provider_for_more_with_the_access_token() throws Exception {
        URI emails = URI.create("https://huggingface.co/api/emails");
        AtomicReference<ProviderAnswers> kept = new AtomicReference<>();
        Rig rig = Rig.with(
                provider -> provider.profile(answers -> {
                    kept.set(answers);
                    return StandardClaims.profile(answers.claims());
                }),
                client -> client,
                simulation -> simulation.resource(
                        emails, persona -> List.of(Map.of("address", "a@example.org", "primary", true))));
        rig.signIn();
        ProviderAnswers more = kept.get();

        assertEquals("a@example.org", more.getAll(emails).get(0).text("address"));
        assertRefused(ErrorCode.INVALID_RESPONSE, () -> more.get(emails));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example/api",
                "https://huggingface.co.attacker.example/api",
                "https://huggingface.co@attacker.example/api",
                "https://user@huggingface.co/api",
                "https://huggingface.co:8443/api",
                "http://huggingface.co/api"
            })
    void the_access_token_goes_to_the_provider_only(String address) {
        Rig rig = Rig.adjusted(
                provider -> provider.profile(answers -> StandardClaims.profile(answers.get(URI.create(address)))));

        assertRefused(ErrorCode.CONNECTOR_FAILURE, rig::signIn);
        assertEquals(Set.of(), rig.provider.foreignHosts());
        assertEquals(0, rig.provider.count(Endpoint.UNKNOWN_PATH));
    }

    @Test
    void a_host_of_any_of_the_provider_s_endpoints_can_be_asked() throws Exception {
        Rig rig = Rig.adjusted(provider -> provider.userinfoEndpoint("https://huggingface.co/oauth/userinfo")
                .authorizationEndpoint("https://login.example/authorize")
                .profile(answers -> StandardClaims.profile(answers.get(URI.create("https://LOGIN.example/api")))));
        var attempt = rig.attempt();
        var redirect = rig.connector.begin(attempt);
        URI honest = URI.create(
                redirect.uri().toString().replace("https://login.example/", "https://huggingface.co/oauth/"));
        URI callback = rig.provider.authorize(honest, Persona.VERIFIED_EMAIL);

        // Nobody is there in this test, which is another thing than not being allowed to ask.
        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, () -> rig.finish(attempt.after(redirect), callback));
        assertEquals(Set.of("LOGIN.example"), rig.provider.foreignHosts());
    }
}
