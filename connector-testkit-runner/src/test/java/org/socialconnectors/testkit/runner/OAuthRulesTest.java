package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.huggingface.HuggingFaceConnectorFactory;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedClient;

/** What the rules are told where the file says something, and where it leaves the rules their own answer. */
class OAuthRulesTest {
    private static final String LEAST = """
            {
              "provider": {
                "issuer": "https://code.example",
                "authorizationEndpoint": "https://code.example/authorize",
                "tokenEndpoint": "https://code.example/token"%s
              },
              "expectedProfile": {}%s
            }
            """;

    private static final Map<String, Predicate<OAuthRules>> CAPABILITIES = Map.ofEntries(
            Map.entry("beginsWithoutRequest", OAuthRules::beginsWithoutRequest),
            Map.entry("supportsIdTokens", OAuthRules::supportsIdTokens),
            Map.entry("signsInWithoutOpenid", OAuthRules::signsInWithoutOpenid),
            Map.entry("supportsUserinfo", OAuthRules::supportsUserinfo),
            Map.entry("supportsPublicClients", OAuthRules::supportsPublicClients),
            Map.entry("supportsPkce", OAuthRules::supportsPkce),
            Map.entry("receivesCallbackByForm", OAuthRules::receivesCallbackByForm),
            Map.entry("pushesAuthorizationRequests", OAuthRules::pushesAuthorizationRequests),
            Map.entry("provesPossession", OAuthRules::provesPossession),
            Map.entry("supportsDeviceSignIn", OAuthRules::supportsDeviceSignIn),
            Map.entry("supportsRevocation", OAuthRules::supportsRevocation),
            Map.entry("supportsLogoutUrl", OAuthRules::supportsLogoutUrl),
            Map.entry("supportsRefresh", OAuthRules::supportsRefresh),
            Map.entry("returnsTokens", OAuthRules::returnsTokens),
            Map.entry("pinsIssuer", OAuthRules::pinsIssuer),
            Map.entry("saysWhetherEmailIsVerified", OAuthRules::saysWhetherEmailIsVerified),
            Map.entry("keepsRawClaims", OAuthRules::keepsRawClaims));

    @TempDir
    private Path directory;

    static List<String> capabilities() throws Exception {
        return List.copyOf(JsonReader.config(Samples.EVERY_SETTING)
                .object("capabilities")
                .orElseThrow()
                .names());
    }

    @ParameterizedTest
    @MethodSource("capabilities")
    void a_capability_is_what_the_file_says(String name) throws Exception {
        Predicate<OAuthRules> capability = CAPABILITIES.get(name);
        assertTrue(capability.test(rules(LEAST.formatted("", ", \"capabilities\": {\"" + name + "\": true}"))));
        assertFalse(capability.test(rules(LEAST.formatted("", ", \"capabilities\": {\"" + name + "\": false}"))));
    }

    @Test
    void a_capability_of_which_the_file_says_nothing_is_as_in_any_test() throws Exception {
        OAuthRules rules = rules(LEAST.formatted("", ""));
        Map<String, Boolean> asInAnyTest = new LinkedHashMap<>();
        CAPABILITIES.keySet().forEach(name -> asInAnyTest.put(name, true));
        for (String name : List.of(
                "receivesCallbackByForm",
                "pushesAuthorizationRequests",
                "provesPossession",
                "supportsDeviceSignIn",
                "supportsRevocation",
                "supportsLogoutUrl")) {
            asInAnyTest.put(name, false);
        }
        Map<String, Boolean> answered = new LinkedHashMap<>();
        CAPABILITIES.forEach((name, capability) -> answered.put(name, capability.test(rules)));
        assertEquals(asInAnyTest, answered);
    }

    @Test
    void a_capability_that_follows_from_an_endpoint_need_not_be_said() throws Exception {
        OAuthRules rules = rules(LEAST.formatted("""
                ,
                "deviceAuthorizationEndpoint": "https://code.example/device",
                "revocationEndpoint": "https://code.example/revoke",
                "endSessionEndpoint": "https://code.example/logout"
                """, ""));
        assertTrue(rules.supportsDeviceSignIn());
        assertTrue(rules.supportsRevocation());
        assertTrue(rules.supportsLogoutUrl());
    }

    @Test
    void the_rules_are_told_what_the_file_says() throws Exception {
        Subject subject = subject(Samples.EVERY_SETTING);
        RunnerConfig said = subject.said();
        OAuthRules rules = new OAuthRules(subject);
        assertAll(
                () -> assertEquals(said.person(), Optional.of(rules.person())),
                () -> assertEquals(new Identity("code", "7"), rules.expectedIdentity()),
                () -> assertEquals(
                        Optional.of("Ada Example"), rules.expectedProfile().name()),
                () -> assertEquals(List.of("openid", "user"), rules.scopes()),
                () -> assertEquals(Map.of("audience", "tests", "ui", "small"), rules.furtherAuthorizationParameters()),
                () -> assertEquals("/user/id", rules.subjectMember()),
                () -> assertEquals("confirmed", rules.emailVerifiedMember()),
                () -> assertEquals(said.unverifiedEmailValues(), rules.unverifiedEmailValues()),
                () -> assertEquals(4, rules.unverifiedEmailValues().size()),
                () -> assertEquals(ClientAuthenticationMethod.PRIVATE_KEY_JWT, rules.clientAuthentication()),
                () -> assertEquals(
                        Secret.of("a-ticket-of-ada"),
                        rules.tokenExchange().orElseThrow().subjectToken()),
                () -> assertEquals(
                        Optional.of(URI.create("https://code.example/logout")),
                        rules.provider().build().address(Endpoint.END_SESSION)),
                () -> assertTrue(rules.factory() instanceof HuggingFaceConnectorFactory));
    }

    @Test
    void what_the_file_does_not_say_is_as_in_any_test() throws Exception {
        OAuthRules rules = rules(LEAST.formatted("", ""));
        assertAll(
                () -> assertEquals(Persona.VERIFIED_EMAIL, rules.person()),
                () -> assertEquals(
                        new Identity("https://code.example", Persona.VERIFIED_EMAIL.subject()),
                        rules.expectedIdentity()),
                () -> assertEquals(List.of("openid", "profile", "email"), rules.scopes()),
                () -> assertEquals(Map.of(), rules.furtherAuthorizationParameters()),
                () -> assertEquals("sub", rules.subjectMember()),
                () -> assertEquals("email_verified", rules.emailVerifiedMember()),
                () -> assertEquals(List.of(), rules.unverifiedEmailValues()),
                () -> assertEquals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, rules.clientAuthentication()),
                () -> assertEquals(Optional.empty(), rules.tokenExchange()));
    }

    @Test
    void a_client_with_a_key_gets_one_for_es256_unless_the_file_says_which() throws Exception {
        JsonObject key = JsonObject.config(rules(Samples.EVERY_SETTING).configuration());
        JsonObject made = JsonReader.config(key.text("appKey"));
        assertEquals("https://code.example", key.text("server"));
        assertEquals("EC", made.text("kty"));
        assertEquals("P-256", made.text("crv"));
        assertTrue(made.has("d"), "the key is not private");
        String own = "\"configuration\": {\"appKey\": \"the-authors\",";
        assertEquals(
                "the-authors",
                rules(Samples.EVERY_SETTING.replace("\"configuration\": {", own))
                        .configuration()
                        .get("appKey"));
    }

    @Test
    void a_client_without_a_key_gets_none() throws Exception {
        Subject subject = subject(Samples.EVERY_SETTING.replace("private_key_jwt", "client_secret_post"));
        assertEquals(subject.configuration(), new OAuthRules(subject).configuration());
        assertFalse(subject.configuration().containsKey("appKey"));
    }

    @Test
    void the_clients_credentials_are_put_where_the_file_says_and_nowhere_else() throws Exception {
        OAuthRules rules = rules(Samples.EVERY_SETTING);
        SimulatedClient open = SimulatedClient.withoutSecret("tests", List.of(), List.of());
        assertEquals(Map.of("server", "https://code.example", "appId", "tests"), rules.configurationFor(open));
        SimulatedClient withSecret = SimulatedClient.confidential("tests", Secret.of("a-secret"), List.of(), List.of());
        assertEquals(
                Map.of("server", "https://code.example", "appId", "tests", "appSecret", "a-secret"),
                rules.configurationFor(withSecret));
        SimulatedClient withKey = SimulatedClient.withPrivateKey("tests", """
                {
                  "kty": "EC",
                  "crv": "P-256",
                  "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                  "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
                }
                """, List.of(), List.of());
        assertEquals(
                Map.of(
                        "server",
                        "https://code.example",
                        "appId",
                        "tests",
                        "appKey",
                        String.valueOf(rules.configuration().get("appKey"))),
                rules.configurationFor(withKey));
    }

    private OAuthRules rules(String file) throws Exception {
        return new OAuthRules(subject(file));
    }

    /** With what the file says as the whole configuration, whichever connector it may be for. */
    private Subject subject(String file) throws Exception {
        RunnerConfig said = RunnerConfig.read(new Samples(directory).config(file));
        Map<String, Object> configuration = new LinkedHashMap<>();
        said.configuration().forEach((name, value) -> {
            if (value != null) {
                configuration.put(name, value);
            }
        });
        ConfigurationSchema schema = ConfigurationSchema.of(new HuggingFaceConnectorFactory().descriptor());
        return new Subject(new ConnectorJar.Found(HuggingFaceConnectorFactory.class, schema), said, configuration);
    }
}
