package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;

class UserinfoTest {
    private final Sample.Clock clock = new Sample.Clock();
    private final SimulatedProvider provider = Sample.provider(clock);

    @Test
    void the_scopes_openid_profile_email_give_what_hugging_face_gives() throws Exception {
        JsonObject userinfo = userinfo("openid profile email", Persona.PRO_WITH_ORGANIZATIONS);

        assertEquals(
                Set.of(
                        "sub",
                        "name",
                        "preferred_username",
                        "profile",
                        "picture",
                        "website",
                        "email",
                        "email_verified",
                        "isPro",
                        "orgs"),
                userinfo.names());
        assertTrue(userinfo.text("sub").matches("[0-9a-f]{24}"));
        assertTrue(userinfo.isTrue("isPro"));
        assertTrue(userinfo.isTrue("email_verified"));
        assertFalse(userinfo.has("website"));
        JsonObject organization = userinfo.objects("orgs").get(0);
        assertEquals("admin", organization.text("roleInOrg"));
        assertEquals(List.of("mfa"), organization.texts("securityRestrictions"));
    }

    @Test
    void every_scope_gives_its_own_members() throws Exception {
        assertEquals(Set.of("sub"), userinfo("openid", Persona.VERIFIED_EMAIL).names());
        assertEquals(
                Set.of("sub", "email", "email_verified"),
                userinfo("email", Persona.UNVERIFIED_EMAIL).names());
        assertEquals(Set.of("sub"), userinfo("email", Persona.NO_EMAIL).names());
        assertEquals(
                Set.of("sub", "canPay"),
                userinfo("read-billing", Persona.PRO_WITH_ORGANIZATIONS).names());
        assertFalse(userinfo("email", Persona.UNVERIFIED_EMAIL).isTrue("email_verified"));
    }

    @Test
    void a_renamed_user_keeps_the_subject() throws Exception {
        JsonObject before = userinfo("profile", Persona.VERIFIED_EMAIL);
        JsonObject after = userinfo("profile", Persona.RENAMED);

        assertEquals(before.text("sub"), after.text("sub"));
        assertNotEquals(before.text("preferred_username"), after.text("preferred_username"));
    }

    @Test
    void a_bad_and_an_expired_access_token_are_refused() throws Exception {
        String token = Sample.tokens(provider, "profile", Persona.NO_EMAIL).text("access_token");
        clock.advance(Duration.ofHours(8).minusSeconds(1));
        assertEquals(200, Sample.userinfo(provider, token).status());
        clock.advance(Duration.ofSeconds(1));

        assertEquals(401, Sample.userinfo(provider, token).status());
        assertEquals(401, Sample.userinfo(provider, "made-up").status());
        assertEquals(
                401,
                provider.send(Request.get(provider.address(Endpoint.USERINFO).orElseThrow()))
                        .status());
    }

    @Test
    void the_pictures_are_SVG() throws Exception {
        JsonObject userinfo = userinfo("profile", Persona.PRO_WITH_ORGANIZATIONS);
        for (String picture : List.of(
                userinfo.text("picture"), userinfo.objects("orgs").get(1).text("picture"))) {
            Response response = provider.send(Request.get(URI.create(picture)));

            assertEquals(200, response.status());
            assertEquals("image/svg+xml", response.header("Content-Type").orElseThrow());
            assertTrue(new String(response.body(), StandardCharsets.UTF_8).startsWith("<svg"));
        }
    }

    @Test
    void a_provider_of_another_shape_has_other_hosts_paths_and_members() throws Exception {
        Persona persona = Persona.of("7", "octo", "Octo").withUserinfo(Map.of("id", 7, "login", "octo"));
        SimulatedProvider other = SimulatedProvider.builder(URI.create("https://code.example"))
                .authorizationEndpoint(URI.create("https://code.example/login/authorize"))
                .tokenEndpoint(URI.create("https://code.example/login/access_token"))
                .userinfoEndpoint(URI.create("https://api.code.example/user"))
                .resource(
                        URI.create("https://api.code.example/user/emails"),
                        each -> List.of(Map.of("email", each.username() + "@example.org")))
                .client(Sample.CONFIDENTIAL)
                .build();
        String token = Sample.tokens(other, "profile", persona).text("access_token");

        assertEquals(7, Sample.json(Sample.userinfo(other, token)).integer("id").orElseThrow());
        Response emails = other.send(Request.get(URI.create("https://api.code.example/user/emails?page=1"))
                .header("Authorization", "Bearer " + token));
        assertEquals("[{\"email\":\"octo@example.org\"}]", new String(emails.body(), StandardCharsets.UTF_8));
        assertEquals(
                404,
                other.send(Request.get(URI.create("https://code.example/.well-known/openid-configuration")))
                        .status());
    }

    private JsonObject userinfo(String scope, Persona persona) throws InterruptedException {
        String token = Sample.tokens(provider, scope, persona).text("access_token");
        Response response = Sample.userinfo(provider, token);
        assertEquals(200, response.status());
        return Sample.json(response);
    }
}
