package org.socialconnectors.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.Platform;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

class HuggingFaceConnectorTest {
    private static final URI REDIRECT_URI = URI.create("https://app.example/callback");
    private static final Set<String> SCOPES = Set.of("openid", "profile", "email", "read-billing", "inference-api");

    private final HuggingFaceConnectorFactory factory = new HuggingFaceConnectorFactory();
    private final ConfigurationSchema schema = ConfigurationSchema.of(factory.descriptor());

    @Test
    void it_is_found_by_its_ID() {
        ConnectorRegistry<SocialConnectorFactory> registry =
                ConnectorRegistry.load(SocialConnectorFactory.class, getClass().getClassLoader());

        assertEquals(List.of(), registry.problems());
        assertEquals("huggingface", registry.descriptor("huggingface-universal").target());
        assertEquals(
                Platform.UNIVERSAL, registry.descriptor("huggingface-universal").platform());
    }

    @Test
    void it_speaks_nine_languages_and_guides_in_three() {
        Set<String> languages = Set.of("en", "fr", "es", "de", "zh-CN", "ja", "ko", "pt-BR", "tr-TR");

        assertEquals(languages, factory.descriptor().name().byLanguage().keySet());
        assertEquals(languages, factory.descriptor().description().byLanguage().keySet());
        assertEquals(
                Set.of("en", "fr", "es"),
                factory.descriptor().guide().orElseThrow().byLanguage().keySet());
        assertTrue(factory.descriptor().darkLogo().isPresent());
    }

    @Test
    void the_client_ID_alone_is_enough_and_the_defaults_are_profile_and_huggingface_co() {
        JsonObject config = schema.complete(JsonObject.config(Map.of("clientId", "client")));

        assertEquals("profile", config.text("scope"));
        assertEquals("https://huggingface.co", config.text("hubUrl"));
        assertFalse(config.has("clientSecret"));
    }

    @Test
    void T02_the_organization_and_unknown_scopes_are_passed_on() {
        URI address = begin(Map.of(
                        "clientId",
                        "client",
                        "scope",
                        "openid profile jobs some-future-scope",
                        "orgIds",
                        "5f0c1a2b3d4e5f60"))
                .uri();

        assertTrue(address.toString().startsWith("https://huggingface.co/oauth/authorize?response_type=code&"));
        assertTrue(address.getRawQuery().contains("&scope=openid%20profile%20jobs%20some-future-scope&"));
        assertTrue(address.getRawQuery().endsWith("&orgIds=5f0c1a2b3d4e5f60"));
    }

    @Test
    void T11_all_that_Hugging_Face_says_about_a_person_is_mapped_or_kept() throws Exception {
        SimulatedProvider provider = provider();
        provider.next(Endpoint.USERINFO, ProviderFault.changing(members -> {
            members.put("website", null);
            members.put("someNovelty", Map.of("deep", List.of(1)));
            return members;
        }));

        SignInResult result = signIn(provider, "openid profile email", Persona.PRO_WITH_ORGANIZATIONS);

        SocialProfile profile = result.profile();
        assertEquals(
                new Identity("https://huggingface.co", Persona.PRO_WITH_ORGANIZATIONS.subject()), result.identity());
        assertEquals(Optional.of(Persona.PRO_WITH_ORGANIZATIONS.name()), profile.name());
        assertEquals(Optional.of(Persona.PRO_WITH_ORGANIZATIONS.username()), profile.username());
        assertTrue(profile.avatar().isPresent());
        assertTrue(profile.page().isPresent());
        assertEquals(Map.of("deep", List.of(1L)), profile.raw().toMap().get("someNovelty"));
        HuggingFaceProfile huggingFace = HuggingFaceProfile.of(profile);
        assertTrue(huggingFace.isPro());
        assertEquals(Optional.empty(), huggingFace.website());
        assertFalse(huggingFace.organizations().isEmpty());
        assertTrue(result.assurance().idTokenVerified());
    }

    @Test
    void the_e_mail_address_comes_only_with_its_scope() throws Exception {
        assertEquals(
                Optional.empty(),
                signIn(provider(), "openid profile", Persona.VERIFIED_EMAIL)
                        .profile()
                        .email());
        EmailAddress unverified = signIn(provider(), "openid profile email", Persona.UNVERIFIED_EMAIL)
                .profile()
                .email()
                .orElseThrow();
        assertFalse(unverified.verified());
    }

    @Test
    void the_identity_depends_neither_on_the_scopes_nor_on_the_username() throws Exception {
        Identity identity =
                signIn(provider(), "profile", Persona.VERIFIED_EMAIL).identity();

        assertEquals(
                identity,
                signIn(provider(), "openid profile email", Persona.VERIFIED_EMAIL)
                        .identity());
        assertEquals(
                identity, signIn(provider(), "openid profile", Persona.RENAMED).identity());
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example, https://hub.example/oauth/authorize",
        "https://hub.example/, https://hub.example/oauth/authorize",
        "https://example.org/hub//, https://example.org/hub/oauth/authorize",
        "http://localhost:9090, http://localhost:9090/oauth/authorize"
    })
    void a_private_hub_has_its_endpoints_below_its_address(String hubUrl, String endpoint) {
        Redirect redirect = begin(Map.of("clientId", "client", "hubUrl", hubUrl));

        assertTrue(redirect.uri().toString().startsWith(endpoint + "?"));
    }

    @ParameterizedTest
    @CsvSource({
        "clientId, '', required",
        "clientId, 'a b', pattern",
        "scope, 'openid  profile', pattern",
        "scope, 'öpen', pattern",
        "hubUrl, 'ftp://huggingface.co', pattern",
        "hubUrl, 'https://huggingface.co?x=1', pattern",
        "hubUrl, 'https://user@huggingface.co', pattern",
        "orgIds, 'a,b', pattern",
        "clientSecrett, 'x', additionalProperties"
    })
    void a_mistake_in_the_configuration_is_found_and_its_value_is_not_shown(
            String field, String value, String keyword) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of("clientId", "client"));
        config.put(field, value);

        var violations = schema.violations(JsonObject.config(config));

        assertEquals(1, violations.size(), () -> violations.toString());
        assertEquals("/" + field, violations.get(0).pointer());
        assertEquals(keyword, violations.get(0).keyword());
    }

    private Redirect begin(Map<String, String> config) {
        HttpTransport unused = request -> {
            throw new AssertionError("beginning makes no request");
        };
        try {
            return connector(config, unused)
                    .begin(SignInAttempt.builder(REDIRECT_URI).build());
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    private SignInResult signIn(SimulatedProvider provider, String scope, Persona persona) throws Exception {
        SocialConnector connector =
                connector(Map.of("clientId", "client", "clientSecret", "secret", "scope", scope), provider);
        SignInAttempt attempt = SignInAttempt.builder(REDIRECT_URI).build();
        Redirect redirect = connector.begin(attempt);
        String callback = provider.authorize(redirect.uri(), persona).getRawQuery();
        return connector.complete(
                attempt.after(redirect).verify(CallbackParameters.parse(callback, CallbackParameters.Arrival.QUERY)));
    }

    private SocialConnector connector(Map<String, String> config, HttpTransport transport) {
        return factory.create(
                schema.complete(JsonObject.config(config)), ConnectorContext.of(transport, InstantSource.system()));
    }

    private static SimulatedProvider provider() {
        return SimulatedProvider.huggingFace()
                .client(SimulatedClient.confidential("client", Secret.of("secret"), Set.of(REDIRECT_URI), SCOPES))
                .build();
    }
}
