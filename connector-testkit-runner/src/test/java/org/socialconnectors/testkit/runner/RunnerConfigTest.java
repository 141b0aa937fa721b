package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.PhoneNumber;
import org.socialconnectors.api.identity.PostalAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** Each setting of the file, said and not said; what a provider was told to be is seen by what it does. */
class RunnerConfigTest {
    @TempDir
    private Path directory;

    @Test
    void the_sample_file_has_every_setting_that_the_schema_knows() throws Exception {
        String location = "/META-INF/connectors/testkit-runner/config.schema.json";
        try (InputStream schema = RunnerConfig.class.getResourceAsStream(location)) {
            JsonObject properties = JsonReader.config(new String(schema.readAllBytes(), StandardCharsets.UTF_8))
                    .object("properties")
                    .orElseThrow();
            JsonObject file = read(Samples.EVERY_SETTING).file();
            assertEquals(properties.names(), file.names());
            for (String name : properties.names()) {
                properties
                        .object(name)
                        .flatMap(property -> property.object("properties"))
                        .ifPresent(members -> assertEquals(
                                members.names(), file.object(name).orElseThrow().names(), name));
            }
        }
    }

    @Test
    void what_the_file_says_of_the_client_is_answered() throws Exception {
        RunnerConfig said = read(Samples.EVERY_SETTING);
        Map<String, @Nullable Object> configuration = new LinkedHashMap<>();
        configuration.put("server", "https://code.example");
        configuration.put("appSecret", null);
        assertAll(
                () -> assertEquals(configuration, said.configuration()),
                () -> assertEquals("appId", said.clientIdMember()),
                () -> assertEquals("appSecret", said.clientSecretMember()),
                () -> assertEquals("appKey", said.clientKeyMember()),
                () -> assertEquals(ClientAuthenticationMethod.PRIVATE_KEY_JWT, said.clientAuthentication()));
    }

    @Test
    void what_the_file_says_of_a_sign_in_is_answered() throws Exception {
        RunnerConfig said = read(Samples.EVERY_SETTING);
        TokenExchangeRequest exchange = said.tokenExchange().orElseThrow();
        assertAll(
                () -> assertEquals(
                        Optional.of(Persona.of("7", "ada", "Ada")
                                .withEmail("ada@code.example", true)
                                .withWebsite(URI.create("https://ada.example"))
                                .withUserinfo(Map.of("id", 7L))),
                        said.person()),
                () -> assertEquals(Optional.of(new Identity("code", "7")), said.expectedIdentity()),
                () -> assertEquals(List.of("openid", "user"), said.scopes()),
                () -> assertEquals(Map.of("audience", "tests", "ui", "small"), said.authorizationParameters()),
                () -> assertEquals(Secret.of("a-ticket-of-ada"), exchange.subjectToken()),
                () -> assertEquals("urn:example:ticket", exchange.subjectTokenType()),
                () -> assertEquals(List.of("user", "mail"), exchange.scopes()),
                () -> assertEquals(Optional.of("/user/id"), said.subjectMember()),
                () -> assertEquals(Optional.of("confirmed"), said.emailVerifiedMember()),
                () -> assertEquals(List.of("pending", 0L, new BigDecimal("0.5"), false), said.unverifiedEmailValues()));
    }

    @Test
    void the_profile_that_the_file_expects_is_answered() throws Exception {
        SocialProfile profile = read(Samples.EVERY_SETTING).expectedProfile();
        assertAll(
                () -> assertEquals(Optional.of("Ada Example"), profile.name()),
                () -> assertEquals(Optional.of("ada"), profile.username()),
                () -> assertEquals(Optional.of(new EmailAddress("ada@code.example", true)), profile.email()),
                () -> assertEquals(Optional.of("Ada"), profile.givenName()),
                () -> assertEquals(Optional.of("Example"), profile.familyName()),
                () -> assertEquals(Optional.of("en-GB"), profile.locale()),
                () -> assertEquals(
                        Optional.of(new PostalAddress(
                                Optional.of("1 Main St, Springfield, Anywhere 12345, Utopia"),
                                Optional.of("1 Main St"),
                                Optional.of("Springfield"),
                                Optional.of("Anywhere"),
                                Optional.of("12345"),
                                Optional.of("Utopia"))),
                        profile.address()),
                () -> assertEquals(Optional.of(new PhoneNumber("+15550100", true)), profile.phone()),
                () -> assertEquals(Optional.of(URI.create("https://code.example/ada.png")), profile.avatar()),
                () -> assertEquals(Optional.of(URI.create("https://code.example/ada")), profile.page()));
    }

    @Test
    void what_is_not_said_is_left_to_the_rules() {
        RunnerConfig said = RunnerConfig.empty();
        assertAll(
                () -> assertEquals(Map.of(), said.configuration()),
                () -> assertEquals("clientId", said.clientIdMember()),
                () -> assertEquals("clientSecret", said.clientSecretMember()),
                () -> assertEquals("privateKey", said.clientKeyMember()),
                () -> assertEquals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, said.clientAuthentication()),
                () -> assertFalse(said.provider().isPresent()),
                () -> assertEquals(Optional.empty(), said.person()),
                () -> assertEquals(Optional.empty(), said.expectedIdentity()),
                () -> assertEquals(List.of(), said.scopes()),
                () -> assertEquals(Map.of(), said.authorizationParameters()),
                () -> assertFalse(said.tokenExchange().isPresent()),
                () -> assertEquals(Optional.empty(), said.subjectMember()),
                () -> assertEquals(Optional.empty(), said.emailVerifiedMember()),
                () -> assertEquals(List.of(), said.unverifiedEmailValues()),
                () -> assertTrue(said.can("supportsPkce", true)),
                () -> assertFalse(said.can("supportsPkce", false)));
    }

    @Test
    void what_is_not_said_of_a_person_a_profile_or_an_exchange_is_not_there() throws Exception {
        RunnerConfig said = read(withProvider("", """
                "person": { "subject": "7", "username": "ada", "name": "Ada" },
                "tokenExchange": { "subjectToken": "a-ticket-of-ada", "subjectTokenType": "urn:example:ticket" }"""));
        assertEquals(Optional.of(Persona.of("7", "ada", "Ada")), said.person());
        SocialProfile profile = said.expectedProfile();
        assertAll(
                () -> assertEquals(Optional.empty(), profile.name()),
                () -> assertEquals(Optional.empty(), profile.username()),
                () -> assertEquals(Optional.empty(), profile.email()),
                () -> assertEquals(Optional.empty(), profile.givenName()),
                () -> assertEquals(Optional.empty(), profile.familyName()),
                () -> assertEquals(Optional.empty(), profile.locale()),
                () -> assertEquals(Optional.empty(), profile.address()),
                () -> assertEquals(Optional.empty(), profile.phone()),
                () -> assertEquals(Optional.empty(), profile.avatar()),
                () -> assertEquals(Optional.empty(), profile.page()));
        assertEquals(List.of(), said.tokenExchange().orElseThrow().scopes());
    }

    @Test
    void an_address_or_a_number_is_verified_only_if_that_is_said() throws Exception {
        RunnerConfig said = read(withProvider("", """
                "person": { "subject": "7", "username": "ada", "name": "Ada", "email": "ada@code.example" }"""));
        assertEquals(Optional.of(Persona.of("7", "ada", "Ada").withEmail("ada@code.example", false)), said.person());
        SocialProfile profile = read(withProvider("", "")
                        .replace("{}", "{\"email\": \"ada@code.example\", \"phone\": \"+15550100\"}"))
                .expectedProfile();
        assertEquals(Optional.of(new EmailAddress("ada@code.example", false)), profile.email());
        assertEquals(Optional.of(new PhoneNumber("+15550100", false)), profile.phone());
    }

    @Test
    void a_capability_that_is_said_decides_no_other() throws Exception {
        RunnerConfig said = read("{\"capabilities\": {\"pinsIssuer\": false, \"provesPossession\": true}}");
        assertFalse(said.can("pinsIssuer", true));
        assertTrue(said.can("provesPossession", false));
        assertTrue(said.can("supportsPkce", true));
        assertFalse(said.can("receivesCallbackByForm", false));
    }

    @Test
    void every_method_of_client_authentication_is_known_by_its_registered_name() throws Exception {
        for (ClientAuthenticationMethod method : ClientAuthenticationMethod.values()) {
            assertEquals(
                    method,
                    read("{\"clientAuthentication\": \"" + method.identifier() + "\"}")
                            .clientAuthentication());
        }
    }

    @Test
    void the_provider_has_each_endpoint_where_the_file_says() throws Exception {
        SimulatedProvider provider = provider(Samples.EVERY_SETTING);
        Map<Endpoint, String> paths = Map.of(
                Endpoint.AUTHORIZATION, "authorize",
                Endpoint.TOKEN, "token",
                Endpoint.USERINFO, "user",
                Endpoint.JWKS, "keys",
                Endpoint.PUSHED_AUTHORIZATION, "par",
                Endpoint.DEVICE_AUTHORIZATION, "device",
                Endpoint.REVOCATION, "revoke",
                Endpoint.END_SESSION, "logout",
                Endpoint.DISCOVERY, ".well-known/openid-configuration");
        assertEquals(URI.create("https://code.example"), provider.issuer());
        for (Endpoint endpoint : Endpoint.values()) {
            assertEquals(
                    Optional.ofNullable(paths.get(endpoint)).map(path -> URI.create("https://code.example/" + path)),
                    provider.address(endpoint),
                    endpoint::toString);
        }
    }

    @Test
    void the_provider_has_no_endpoint_of_which_the_file_says_nothing() throws Exception {
        SimulatedProvider provider = provider(withProvider("", ""));
        assertEquals(
                List.of(Endpoint.AUTHORIZATION, Endpoint.TOKEN),
                Arrays.stream(Endpoint.values())
                        .filter(endpoint -> provider.address(endpoint).isPresent())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "issuerInCallback, authorization_response_iss_parameter_supported",
        "pushedAuthorizationRequired, require_pushed_authorization_requests",
        "signedUserinfo, userinfo_signing_alg_values_supported"
    })
    void a_switch_is_on_only_if_the_file_says_so_and_the_metadata_tell(String name, String member) throws Exception {
        String discovery = "\"discovery\": true";
        assertTrue(metadata(withProvider(discovery + ", \"" + name + "\": true", ""))
                .has(member));
        assertFalse(metadata(withProvider(discovery + ", \"" + name + "\": false", ""))
                .has(member));
        assertFalse(metadata(withProvider(discovery, "")).has(member));
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void the_provider_signs_with_the_algorithm_that_the_file_names(SigningAlgorithm algorithm) throws Exception {
        String named = "\"discovery\": true, \"signingAlgorithm\": \"" + algorithm.identifier() + "\"";
        assertEquals(
                List.of(algorithm.identifier()),
                metadata(withProvider(named, "")).texts("id_token_signing_alg_values_supported"));
    }

    @Test
    void the_provider_signs_with_RS256_if_the_file_names_no_algorithm() throws Exception {
        assertEquals(
                List.of("RS256"),
                metadata(withProvider("\"discovery\": true", "")).texts("id_token_signing_alg_values_supported"));
    }

    @Test
    void there_are_no_metadata_where_the_file_denies_discovery() throws Exception {
        assertEquals(
                Optional.empty(),
                provider(withProvider("\"discovery\": false", "")).address(Endpoint.DISCOVERY));
    }

    @Test
    void the_provider_wants_its_nonce_in_proofs_only_if_the_file_says_so() throws Exception {
        assertTrue(offersNonce("\"dpopNonceRequired\": true"));
        assertFalse(offersNonce("\"dpopNonceRequired\": false"));
        assertFalse(offersNonce(""));
    }

    @Test
    void the_provider_has_the_resources_that_the_file_describes() throws Exception {
        RunnerConfig said = read(Samples.EVERY_SETTING);
        Persona person = said.person().orElseThrow();
        TokenExchangeRequest exchange = said.tokenExchange().orElseThrow();
        SimulatedProvider provider = said.provider()
                .orElseThrow()
                .client(SimulatedClient.withoutSecret("tests", List.of(), List.of("user")))
                .subjectToken(exchange.subjectTokenType(), exchange.subjectToken(), person)
                .build();
        Response tokens = provider.send(Request.postForm(
                URI.create("https://code.example/token"),
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "client_id",
                        "tests",
                        "subject_token",
                        exchange.subjectToken().reveal(),
                        "subject_token_type",
                        exchange.subjectTokenType())));
        String accessToken = JsonReader.config(text(tokens)).text("access_token");
        assertEquals(
                "[{\"email\":\"ada@code.example\"}]", resource(provider, "https://code.example/emails", accessToken));
        assertEquals("{\"plan\":\"free\"}", resource(provider, "https://billing.code.example/plan", accessToken));
    }

    @Test
    void a_file_that_cannot_be_used_is_told_by_its_name() throws Exception {
        Path missing = directory.resolve("missing.json");
        assertEquals(missing + " cannot be read.", refusal(missing));
        Path latin1 = Files.write(directory.resolve("latin1.json"), new byte[] {'{', '"', (byte) 0xe9, '"'});
        assertEquals(latin1 + " is not UTF-8.", refusal(latin1));
        Path text = Files.writeString(directory.resolve("text.json"), "{\n\"scopes\": [}");
        assertTrue(refusal(text).startsWith(text + ": "), refusal(text));
        assertTrue(refusal(text).contains("(line=2, column=12"), refusal(text));
        Path number = Files.writeString(directory.resolve("number.json"), "{\"scopes\": 1}");
        assertTrue(refusal(number).startsWith(number + " is not valid:"), refusal(number));
    }

    @Test
    void a_value_that_is_not_offered_is_told_with_those_that_are() throws Exception {
        assertEquals(
                "/clientAuthentication [enum] clientAuthentication: choose one of the offered values. They are:"
                        + " client_secret_basic, client_secret_post, client_secret_jwt, private_key_jwt, none.",
                violations("{\"clientAuthentication\": \"a-secret\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://code.example/a-path", "/a-path", "code.example/a-path"})
    void an_address_that_is_not_of_the_web_is_told_with_one_that_is(String address) throws Exception {
        String told = violations(withProvider("\"userinfoEndpoint\": \"" + address + "\"", ""));
        assertTrue(
                told.endsWith(
                        "/provider/userinfoEndpoint [pattern] provider (/userinfoEndpoint): the value does not have the"
                                + " expected form. Write an https address, such as https://id.example."),
                told);
        assertFalse(told.contains(address), told);
    }

    @Test
    void an_address_of_a_resource_that_is_not_of_the_web_is_told_with_one_that_is() throws Exception {
        String told = violations(withProvider("\"resources\": {\"http://code.example/emails\": {}}", ""));
        assertTrue(told.endsWith("expected form. Write an https address, such as https://id.example."), told);
    }

    @Test
    void members_that_go_together_are_told_by_their_names() throws Exception {
        assertEquals(
                "/provider [dependencies] provider: a value is needed with the other values given. They are:"
                        + " person, expectedProfile.",
                violations("""
                        {
                          "person": { "subject": "7", "username": "ada", "name": "Ada" },
                          "expectedProfile": {}
                        }
                        """));
    }

    private String violations(String file) throws Exception {
        Path path = new Samples(directory).config(file);
        return refusal(path).replace(path + " is not valid:", "").strip();
    }

    private static String refusal(Path file) {
        EndedException ended = assertThrows(EndedException.class, () -> RunnerConfig.read(file));
        assertEquals(Ending.UNUSABLE_CONFIG, ended.ending());
        return String.valueOf(ended.getMessage());
    }

    private boolean offersNonce(String providersSwitch) throws Exception {
        SimulatedProvider provider = read(withProvider(providersSwitch, ""))
                .provider()
                .orElseThrow()
                .dpop(true)
                .client(SimulatedClient.withoutSecret("tests", List.of(), List.of()))
                .build();
        return provider.send(Request.postForm(URI.create("https://code.example/token"), Map.of("client_id", "tests")))
                .header("DPoP-Nonce")
                .isPresent();
    }

    private static String resource(SimulatedProvider provider, String address, String accessToken) throws Exception {
        return text(provider.send(Request.get(URI.create(address)).header("Authorization", "Bearer " + accessToken)));
    }

    private JsonObject metadata(String file) throws Exception {
        SimulatedProvider provider = provider(file);
        return JsonReader.config(text(
                provider.send(Request.get(provider.address(Endpoint.DISCOVERY).orElseThrow()))));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private SimulatedProvider provider(String file) throws Exception {
        return read(file).provider().orElseThrow().build();
    }

    private RunnerConfig read(String file) throws Exception {
        return RunnerConfig.read(new Samples(directory).config(file));
    }

    /** A file with the least that a provider needs, and what else is said of the provider and beside it. */
    private static String withProvider(String ofTheProvider, String besideIt) {
        return """
                {
                  "provider": {
                    "issuer": "https://code.example",
                    "authorizationEndpoint": "https://code.example/authorize",
                    "tokenEndpoint": "https://code.example/token"%s
                  },
                  "expectedProfile": {}%s
                }
                """.formatted(
                        ofTheProvider.isEmpty() ? "" : ", " + ofTheProvider, besideIt.isEmpty() ? "" : ", " + besideIt);
    }
}
