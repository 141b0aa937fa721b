package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenForgery;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

/** An issuer for each tenant, as at Microsoft Entra ID. */
class TenantsTest {
    private static final String TEMPLATE = "https://login.microsoftonline.com/{tenantid}/v2.0";
    private static final String CONTOSO = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
    private static final String FABRIKAM = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
    private static final URI REDIRECT_URI = URI.create("https://app.example/callback");
    private static final Secret SECRET = Secret.of("canary-client-secret-4711");

    @Test
    void somebody_of_any_tenant_signs_in_and_belongs_to_the_issuer_of_that_tenant() throws Exception {
        Tenants contoso = anyTenant();
        Tenants fabrikam = anyTenant();
        contoso.provider.always(of(CONTOSO));
        fabrikam.provider.always(of(FABRIKAM));

        SignInResult result = contoso.signIn();

        assertEquals(new Identity(issuer(CONTOSO), Persona.VERIFIED_EMAIL.subject()), result.identity());
        assertTrue(result.assurance().idTokenVerified());
        assertEquals(issuer(FABRIKAM), fabrikam.signIn().identity().namespace());
    }

    @Test
    void only_the_tenants_on_the_list_are_let_in() throws Exception {
        Tenants listed = tenants(provider -> provider, List.of(FABRIKAM, CONTOSO));
        listed.provider.always(of(CONTOSO));
        assertEquals(issuer(CONTOSO), listed.signIn().identity().namespace());

        Tenants other = tenants(provider -> provider, List.of(FABRIKAM));
        other.provider.always(of(CONTOSO));
        assertEquals(
                Optional.of("iss"),
                assertRefused(ErrorCode.INVALID_ID_TOKEN, other::signIn).detail(Detail.CLAIM));
        assertEquals(0, other.provider.count(Endpoint.USERINFO));
    }

    static List<IdTokenForgery> lies() {
        return List.of(
                draft -> draft.claim("iss", issuer(CONTOSO)).sign(),
                draft -> draft.claim("tid", CONTOSO).sign(),
                draft -> draft.claim("tid", CONTOSO).without("iss").sign(),
                claims(issuer(CONTOSO), FABRIKAM),
                claims(issuer(CONTOSO), 7),
                claims(issuer(CONTOSO), ""),
                claims(issuer(CONTOSO), List.of(CONTOSO)),
                claims("", CONTOSO),
                claims(issuer(CONTOSO) + "/", CONTOSO),
                claims(issuer(CONTOSO).toUpperCase(Locale.ROOT), CONTOSO),
                claims(TEMPLATE, "{tenantid}"),
                claims(TEMPLATE, CONTOSO),
                claims(issuer("organizations"), "organizations"),
                claims(issuer("contoso.onmicrosoft.com"), "contoso.onmicrosoft.com"),
                claims(issuer(CONTOSO.toUpperCase(Locale.ROOT)), CONTOSO.toUpperCase(Locale.ROOT)),
                claims(issuer(CONTOSO.replace("-", "")), CONTOSO.replace("-", "")),
                claims(issuer(CONTOSO + "/v2.0/" + FABRIKAM), CONTOSO + "/v2.0/" + FABRIKAM),
                claims("https://sts.windows.net/" + CONTOSO + "/", CONTOSO),
                claims("https://attacker.example/" + CONTOSO + "/v2.0", CONTOSO),
                claims("http://login.microsoftonline.com/" + CONTOSO + "/v2.0", CONTOSO),
                claims("https://login.microsoftonline.com/" + CONTOSO + "/v1.0", CONTOSO),
                claims("https://loginXmicrosoftonline.com/" + CONTOSO + "/v2.0", CONTOSO));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void T34_the_issuer_must_be_the_template_with_the_tenant_that_the_token_names(IdTokenForgery lie) {
        Tenants rig = anyTenant();
        rig.provider.always(lie);

        assertEquals(
                Optional.of("iss"),
                assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn).detail(Detail.CLAIM));
    }

    @Test
    void one_issuer_is_no_template_and_a_tenant_changes_nothing() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(draft -> draft.claim("tid", CONTOSO).sign());
        assertEquals("https://huggingface.co", rig.signIn().identity().namespace());

        rig.provider.next(claims("https://huggingface.co/" + CONTOSO, CONTOSO));
        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> OAuthProvider.builder().issuer("https://login.microsoftonline.com/{tenantid}/v2.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example/{tenantid}/v2.0",
                "https://login.microsoftonline.com/{tenantid}/v1.0",
                "https://login.microsoftonline.com/organizations/v2.0",
                "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                "{tenantid}",
                ""
            })
    void discovery_must_name_the_template_to_the_letter(String published) {
        Tenants rig = anyTenant();
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("issuer", published));

        assertEquals(
                Optional.of("discovery"),
                assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn).detail(Detail.ENDPOINT));
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/{tenantid}/v2.0, true, true",
        "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0, true, true",
        "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0, false, false",
        "https://login.partner.microsoftonline.cn/{tenantid}/v2.0, false, false",
        "'', false, false",
    })
    void a_key_that_is_published_for_an_issuer_verifies_for_no_other(String issuer, boolean many, boolean one)
            throws Exception {
        Tenants rig = anyTenant();
        rig.provider.always(of(CONTOSO));
        rig.provider.always(Endpoint.JWKS, boundTo(issuer));
        Tenants single = single();
        single.provider.always(of(CONTOSO));
        single.provider.always(Endpoint.JWKS, boundTo(issuer));

        assertSignIn(many, rig);
        assertSignIn(one, single);
    }

    @Test
    void a_key_that_is_published_for_something_that_is_no_text_verifies_nothing_and_for_nothing_everything()
            throws Exception {
        for (Object odd : List.of(7, true, List.of(issuer(CONTOSO)), Map.of("issuer", issuer(CONTOSO)))) {
            Tenants rig = anyTenant();
            rig.provider.always(of(CONTOSO));
            rig.provider.always(Endpoint.JWKS, boundTo(odd));
            assertSignIn(false, rig);
        }
        Tenants rig = anyTenant();
        rig.provider.always(of(CONTOSO));
        rig.provider.always(Endpoint.JWKS, boundTo(null));
        assertSignIn(true, rig);
    }

    @Test
    void a_key_of_all_tenants_does_not_verify_for_one_issuer_what_names_no_tenant() throws Exception {
        Tenants rig = single();
        rig.provider.always(draft -> draft.claim("iss", issuer(CONTOSO)).sign());
        assertSignIn(true, rig);

        Tenants bound = single();
        bound.provider.always(draft -> draft.claim("iss", issuer(CONTOSO)).sign());
        bound.provider.always(Endpoint.JWKS, boundTo(TEMPLATE));
        assertSignIn(false, bound);
    }

    @Test
    void a_key_may_be_published_for_several_issuers() throws Exception {
        Tenants rig = anyTenant();
        rig.provider.always(of(CONTOSO));
        rig.provider.always(Endpoint.JWKS, ProviderFault.changing(members -> {
            List<?> keys = (List<?>) members.getOrDefault("keys", List.of());
            members.put("keys", List.of(bound(keys.get(0), issuer(FABRIKAM)), bound(keys.get(0), issuer(CONTOSO))));
            return members;
        }));

        assertSignIn(true, rig);
    }

    @Test
    void T20_the_issuer_of_the_callback_must_be_that_of_the_ID_token() throws Exception {
        Tenants rig = anyTenant();
        rig.provider.always(of(CONTOSO));

        assertTrue(rig.signIn("iss=" + encoded(issuer(CONTOSO)))
                .assurance()
                .checks()
                .contains(Check.CALLBACK_ISSUER));
        assertFalse(rig.signIn().assurance().checks().contains(Check.CALLBACK_ISSUER));
        int exchanges = rig.provider.count(Endpoint.TOKEN);
        assertIssuerMismatch(rig, "iss=" + encoded(issuer(FABRIKAM)));
        assertEquals(exchanges + 1, rig.provider.count(Endpoint.TOKEN));
        assertEquals(2, rig.provider.count(Endpoint.USERINFO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.microsoftonline.com/{tenantid}/v2.0",
                "https://login.microsoftonline.com/organizations/v2.0",
                "https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff/v2.0",
                "https://attacker.example/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
                ""
            })
    void T20_a_callback_of_another_issuer_or_tenant_ends_before_the_code_is_sent_for_errors_too(String issuer) {
        Tenants rig = tenants(provider -> provider, List.of(CONTOSO));
        rig.provider.always(of(CONTOSO));

        assertIssuerMismatch(rig, "iss=" + encoded(issuer));
        assertIssuerMismatch(rig, "error=access_denied&iss=" + encoded(issuer));
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                () -> rig.signIn("iss=" + encoded(issuer(CONTOSO)) + "&iss=" + encoded(issuer(CONTOSO))));
        assertEquals(0, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void T20_a_promised_issuer_must_come() throws Exception {
        Tenants promised = anyTenant();
        promised.provider.always(Endpoint.DISCOVERY, ProviderFault.changing(members -> {
            members.put("issuer", TEMPLATE);
            members.put("authorization_response_iss_parameter_supported", true);
            return members;
        }));
        promised.provider.always(of(CONTOSO));
        assertIssuerMismatch(promised, "");
        assertSignIn(true, promised, "iss=" + encoded(issuer(CONTOSO)));

        Tenants demanded = tenants(OAuthProvider.Builder::issuerInCallback, List.of());
        demanded.provider.always(of(CONTOSO));
        assertIssuerMismatch(demanded, "");
    }

    @Test
    void without_openid_nobody_could_say_whose_tenant_it_is() {
        Tenants rig = anyTenant();
        SignInAttempt attempt =
                SignInAttempt.builder(REDIRECT_URI).scopes(List.of("profile")).build();

        assertEquals(
                Optional.of("scope"),
                assertRefused(ErrorCode.INVALID_REQUEST, () -> rig.connector.begin(attempt))
                        .detail(Detail.PARAMETER));
        assertTrue(rig.provider.requests().isEmpty());
    }

    @Test
    void signed_userinfo_must_name_the_tenant_of_the_ID_token_or_nobody() throws Exception {
        for (String named : Arrays.asList(issuer(FABRIKAM), TEMPLATE, issuer("organizations"))) {
            Tenants rig = signedUserinfo();
            rig.provider.alwaysUserinfo(draft -> draft.claim("iss", named).sign());
            assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
        }
        for (IdTokenForgery fine : List.<IdTokenForgery>of(
                draft -> draft.claim("iss", issuer(CONTOSO)).sign(),
                draft -> draft.without("iss").sign())) {
            Tenants rig = signedUserinfo();
            rig.provider.alwaysUserinfo(fine);
            assertSignIn(true, rig);
        }
    }

    @Test
    void T42_userinfo_about_somebody_else_is_refused() {
        Tenants rig = anyTenant();
        rig.provider.always(of(CONTOSO));
        rig.provider.always(Endpoint.USERINFO, ProviderFault.with("sub", "5f0c1a2b3d4e5f6071829399"));

        assertRefused(ErrorCode.IDENTITY_MISMATCH, rig::signIn);
    }

    @Test
    void a_refresh_is_for_somebody_of_the_same_tenant() throws Exception {
        Tenants rig = tenants(provider -> provider, List.of(CONTOSO, FABRIKAM));
        rig.provider.always(of(CONTOSO));
        SignInResult result = rig.signIn();
        Secret refreshToken = result.tokens().orElseThrow().refreshToken().orElseThrow();
        String subject = result.identity().subject();
        for (String elsewhere :
                List.of(TEMPLATE, issuer("organizations"), "https://huggingface.co", issuer(CONTOSO) + "/")) {
            assertRefused(
                    ErrorCode.IDENTITY_MISMATCH, () -> rig.refresh(new Identity(elsewhere, subject), refreshToken));
        }
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));

        rig.refresh(result.identity(), refreshToken);
        Secret next = rig.signIn().tokens().orElseThrow().refreshToken().orElseThrow();
        assertRefused(ErrorCode.IDENTITY_MISMATCH, () -> rig.refresh(new Identity(issuer(FABRIKAM), subject), next));
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/common/v2.0",
        "https://login.microsoftonline.com/{tenantid}/{tenantid}/v2.0",
        "https://login.microsoftonline.com/x{tenantid}/v2.0",
        "https://login.microsoftonline.com/{tenantid}x/v2.0",
        "https://{tenantid}/v2.0",
        "https://{tenantid}.example/v2.0",
        "http://login.microsoftonline.com/{tenantid}/v2.0",
        "https://login.microsoftonline.com/v2.0?tenant=/{tenantid}",
        "https://login.microsoftonline.com/{tenantid}/v2.0?x=1",
        "https://login.microsoftonline.com/{tenantid}/v2.0#x",
        "/{tenantid}",
        "{tenantid}"
    })
    void a_template_is_an_issuer_with_one_segment_for_the_tenant(String template) {
        assertEquals(
                Optional.of("issuer"),
                assertRefused(
                                ErrorCode.INVALID_CONFIGURATION,
                                () -> OAuthProvider.builder().issuerOfTenants(template, "common", List.of()))
                        .detail(Detail.PARAMETER));
    }

    @Test
    void a_template_may_end_with_the_tenant_and_may_be_on_a_loopback_address() {
        OAuthProvider.builder().issuerOfTenants("https://id.example/{tenantid}", "common", List.of());
        assertEquals(TEMPLATE, Issuer.ofTenants(TEMPLATE, "common", List.of()).toString());
        OAuthProvider.builder().issuerOfTenants("http://localhost:8080/t/{tenantid}/", "common", List.of(CONTOSO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.onmicrosoft.com", "AAAABBBB-0000-CCCC-1111-DDDD2222EEEE", "", "aaaabbbb"})
    void a_tenant_is_a_GUID_in_lower_case(String tenant) {
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> OAuthProvider.builder().issuerOfTenants(TEMPLATE, "common", List.of(CONTOSO, tenant)));
    }

    @Test
    void tenants_do_not_share_a_namespace() {
        OAuthProvider.Builder builder = OAuthProvider.builder()
                .issuerOfTenants(TEMPLATE, "common", List.of())
                .namespace("microsoft")
                .discovered();
        assertThrows(IllegalArgumentException.class, builder::build);
    }

    @Test
    void an_assertion_is_for_the_endpoint_where_no_single_issuer_is_known() throws Exception {
        Tenants rig = tenants(
                provider -> provider.tokenRequest(request -> {
                    assertEquals(request.endpoint().toString(), request.audience());
                    return request;
                }),
                List.of());
        rig.provider.always(of(CONTOSO));
        assertSignIn(true, rig);
    }

    private static void assertSignIn(boolean accepted, Tenants rig, String... more) throws InterruptedException {
        if (accepted) {
            assertTrue(rig.signIn(more).assurance().idTokenVerified());
        } else {
            assertRefused(ErrorCode.INVALID_ID_TOKEN, () -> rig.signIn(more));
        }
    }

    private static void assertIssuerMismatch(Tenants rig, String more) {
        ConnectorException refusal = assertRefused(ErrorCode.ISSUER_MISMATCH, () -> rig.signIn(more));
        assertEquals(Optional.of("iss"), refusal.detail(Detail.PARAMETER));
    }

    private static String issuer(String tenant) {
        return TEMPLATE.replace("{tenantid}", tenant);
    }

    private static IdTokenForgery of(String tenant) {
        return claims(issuer(tenant), tenant);
    }

    private static IdTokenForgery claims(Object issuer, Object tenant) {
        return draft -> draft.claim("iss", issuer).claim("tid", tenant).sign();
    }

    private static ProviderFault boundTo(@Nullable Object issuer) {
        return ProviderFault.changing(members -> {
            List<?> keys = (List<?>) members.getOrDefault("keys", List.of());
            members.put("keys", keys.stream().map(key -> bound(key, issuer)).toList());
            return members;
        });
    }

    private static Map<Object, @Nullable Object> bound(Object key, @Nullable Object issuer) {
        Map<Object, @Nullable Object> members = new HashMap<>((Map<?, ?>) key);
        members.put("issuer", issuer);
        return members;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Tenants anyTenant() {
        return tenants(provider -> provider, List.of());
    }

    private static Tenants signedUserinfo() {
        Tenants rig = new Tenants(
                provider -> provider.issuerOfTenants(TEMPLATE, "organizations", List.of())
                        .discovered(),
                simulation -> simulation.signedUserinfo(true));
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("issuer", TEMPLATE));
        rig.provider.always(of(CONTOSO));
        return rig;
    }

    private static Tenants tenants(UnaryOperator<OAuthProvider.Builder> adjustment, List<String> allowed) {
        Tenants rig = new Tenants(
                provider -> adjustment.apply(provider.issuerOfTenants(TEMPLATE, "organizations", allowed)
                        .discovered()),
                simulation -> simulation);
        rig.provider.always(Endpoint.DISCOVERY, ProviderFault.with("issuer", TEMPLATE));
        return rig;
    }

    /** One tenant, whose discovery is at its own address. */
    private static Tenants single() {
        return new Tenants(
                provider -> provider.issuer(issuer(CONTOSO))
                        .jwksUri("https://login.microsoftonline.com/organizations/v2.0/oauth/jwks")
                        .authorizationEndpoint("https://login.microsoftonline.com/organizations/v2.0/oauth/authorize")
                        .tokenEndpoint("https://login.microsoftonline.com/organizations/v2.0/oauth/token"),
                simulation -> simulation);
    }

    private static final class Tenants {
        private final Rig clock = Rig.openid();
        private final SimulatedProvider provider;
        private final OAuthConnector connector;

        Tenants(UnaryOperator<OAuthProvider.Builder> adjustment, UnaryOperator<SimulatedProvider.Builder> simulation) {
            provider = simulation
                    .apply(SimulatedProvider.huggingFace(URI.create(issuer("organizations")))
                            .clock(clock)
                            .client(SimulatedClient.confidential(
                                    "client", SECRET, Set.of(REDIRECT_URI), Set.of("openid", "profile"))))
                    .build();
            OAuthProvider.Builder builder =
                    adjustment.apply(OAuthProvider.builder().defaultScopes("openid", "profile"));
            connector = new OAuthConnector(
                    builder.build(),
                    OAuthClient.builder("client").secret(SECRET).build(),
                    ConnectorContext.of(provider, clock));
        }

        SignInResult signIn(String... more) throws InterruptedException {
            SignInAttempt attempt = SignInAttempt.builder(REDIRECT_URI).build();
            Redirect redirect = connector.begin(attempt);
            assertEquals(attempt.issuerRule(), Optional.empty());
            String callback =
                    provider.authorize(redirect.uri(), Persona.VERIFIED_EMAIL).getRawQuery();
            String query = String.join("&", callback, String.join("&", more));
            return connector.complete(
                    attempt.after(redirect).verify(CallbackParameters.parse(query, CallbackParameters.Arrival.QUERY)));
        }

        void refresh(Identity identity, Secret token) throws InterruptedException {
            connector.capability(TokenRefresh.class).orElseThrow().refresh(RefreshRequest.of(identity, token));
        }
    }
}
