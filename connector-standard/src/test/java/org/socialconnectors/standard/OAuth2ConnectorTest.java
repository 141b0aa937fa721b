package org.socialconnectors.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;

/** The shape of GitHub: numbers for subjects, and addresses that are listed apart. */
class OAuth2ConnectorTest {
    private static final URI EMAILS = URI.create("https://api.github.com/user/emails");
    private static final ConfigurationSchema SCHEMA = ConfigurationSchema.of(new OAuth2ConnectorFactory().descriptor());

    @Test
    void the_primary_address_of_the_list_is_taken_with_what_the_list_says_of_it() throws InterruptedException {
        List<Map<String, Object>> list = List.of(
                Map.of("email", "old@example.org", "primary", false, "verified", true),
                Map.of("email", "ada@example.org", "primary", true, "verified", true));
        assertEquals(Optional.of(new EmailAddress("ada@example.org", true)), email(list));
    }

    @Test
    void a_primary_address_that_is_not_verified_is_not_called_so() throws InterruptedException {
        List<Map<String, Object>> list = List.of(
                Map.of("email", "old@example.org", "primary", false, "verified", true),
                Map.of("email", "ada@example.org", "primary", true, "verified", "true"));
        assertEquals(Optional.of(new EmailAddress("ada@example.org", false)), email(list));
    }

    @Test
    void without_a_primary_address_there_is_none_and_userinfo_does_not_fill_in() throws InterruptedException {
        assertEquals(Optional.empty(), email(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "/id/~2", "/~", "id/", " /id"})
    void a_malformed_pointer_is_refused_at_its_field(String pointer) {
        for (String field : List.of("subjectPointer", "namePointer", "emailsAddressPointer")) {
            Map<String, Object> config = configuration();
            config.put(field, pointer);
            assertEquals(
                    "/" + field,
                    SCHEMA.violations(JsonObject.config(config)).get(0).pointer());
            Map<String, Object> unchecked = complete();
            unchecked.put(field, pointer);
            assertEquals("/" + field, pointerOfFactoryRefusal(unchecked));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "scope, read:user openid",
        "emailsEndpoint, https://api.attacker.example/user/emails",
        "tokenEndpoint, http://github.com/token",
        "userinfoEndpoint, https://user@api.github.com/user",
        "clientAuthentication, tls_client_auth"
    })
    void what_will_not_do_is_refused_at_its_field(String field, String value) {
        Map<String, Object> unchecked = complete();
        unchecked.put(field, value);
        assertEquals("/" + field, pointerOfFactoryRefusal(unchecked));
    }

    @Test
    void an_integer_is_a_subject_in_all_its_digits() throws InterruptedException {
        assertEquals("9007199254740993", signIn(9007199254740993L).subject());
    }

    @Test
    void a_fraction_or_an_object_is_no_subject() {
        for (Object id : List.of(1.5, true, Map.of("value", 1), List.of(1))) {
            ConnectorException refusal = assertThrows(ConnectorException.class, () -> signIn(id));
            assertEquals(ErrorCode.IDENTITY_MISMATCH, refusal.code(), id.toString());
        }
    }

    private static Identity signIn(Object id) throws InterruptedException {
        return rig(List.of())
                .signIn(Persona.of("1", "ada", "Ada").withUserinfo(Map.of("id", id)))
                .identity();
    }

    private static Optional<EmailAddress> email(List<Map<String, Object>> list) throws InterruptedException {
        return rig(list)
                .signIn(Persona.of("1", "ada", "Ada").withUserinfo(Map.of("id", 1, "email", "public@example.org")))
                .profile()
                .email();
    }

    private static Rig rig(List<Map<String, Object>> list) {
        SimulatedProvider provider = SimulatedProvider.builder(URI.create("https://github.com"))
                .authorizationEndpoint(URI.create("https://github.com/login/oauth/authorize"))
                .tokenEndpoint(URI.create("https://github.com/login/oauth/access_token"))
                .userinfoEndpoint(URI.create("https://api.github.com/user"))
                .resource(EMAILS, persona -> list)
                .client(Rig.confidential().allowingSecretInBody())
                .build();
        return Rig.of(new OAuth2ConnectorFactory(), provider, configuration());
    }

    private static Map<String, Object> configuration() {
        return new LinkedHashMap<>(Map.ofEntries(
                Map.entry("namespace", "https://github.com"),
                Map.entry("authorizationEndpoint", "https://github.com/login/oauth/authorize"),
                Map.entry("tokenEndpoint", "https://github.com/login/oauth/access_token"),
                Map.entry("userinfoEndpoint", "https://api.github.com/user"),
                Map.entry("clientId", "client"),
                Map.entry("clientSecret", Rig.SECRET.reveal()),
                Map.entry("clientAuthentication", "client_secret_post"),
                Map.entry("scope", "read:user"),
                Map.entry("subjectPointer", "/id"),
                Map.entry("emailSource", "list"),
                Map.entry("emailsEndpoint", EMAILS.toString())));
    }

    private static Map<String, Object> complete() {
        Map<String, Object> complete = new LinkedHashMap<>();
        SCHEMA.complete(JsonObject.config(configuration())).toMap().forEach((name, value) -> {
            if (value != null) {
                complete.put(name, value);
            }
        });
        return complete;
    }

    private static String pointerOfFactoryRefusal(Map<String, Object> unchecked) {
        ConnectorContext context =
                ConnectorContext.of(SimulatedProvider.huggingFace().build(), InstantSource.system());
        JsonObject config = JsonObject.config(unchecked);
        ConnectorException refusal =
                assertThrows(ConnectorException.class, () -> new OAuth2ConnectorFactory().create(config, context));
        assertEquals(ErrorCode.INVALID_CONFIGURATION, refusal.code());
        return refusal.detail(Detail.POINTER).orElse("no pointer");
    }
}
