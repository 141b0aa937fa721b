package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenFault;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;

class DeviceSignInTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @Test
    void a_person_who_approves_elsewhere_is_signed_in_with_a_verified_ID_token() throws Exception {
        Rig rig = device();
        DeviceAuthorization authorization = devices(rig).start(List.of());
        DeviceProgress waiting = devices(rig).poll(authorization);
        rig.provider.approveDevice(authorization.userCode(), Persona.VERIFIED_EMAIL);
        rig.advanceClock(INTERVAL);

        DeviceProgress done = devices(rig).poll(waiting.next().orElseThrow());

        SignInResult result = done.result().orElseThrow();
        assertEquals(Optional.empty(), waiting.result());
        assertEquals(Persona.VERIFIED_EMAIL.subject(), result.identity().subject());
        assertEquals(
                Set.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.USERINFO_SUBJECT),
                result.assurance().checks());
        assertEquals(
                List.of("openid profile"),
                rig.provider
                        .requests(Endpoint.DEVICE_AUTHORIZATION)
                        .get(0)
                        .form()
                        .get("scope"));
    }

    @Test
    void the_scopes_that_were_asked_for_decide_whether_an_ID_token_is_mandatory() throws Exception {
        Rig rig = device();

        assertEquals(Set.of(), signIn(rig, List.of("profile")).assurance().checks());
        rig.provider.next(Endpoint.TOKEN, ProviderFault.without("id_token"));
        assertRefused(ErrorCode.INVALID_ID_TOKEN, () -> signIn(rig, List.of("openid")));
    }

    @Test
    void a_scope_cannot_hide_openid_behind_a_space() {
        Rig rig = device();

        assertRefused(ErrorCode.INVALID_REQUEST, () -> devices(rig).start(List.of("profile openid")));
        assertTrue(rig.provider.requests().isEmpty());
    }

    @Test
    void a_forged_ID_token_is_refused_on_a_device_too() {
        Rig rig = device();
        rig.provider.next(IdTokenFault.FOREIGN_KEY_UNDER_KNOWN_KID);

        assertRefused(ErrorCode.INVALID_ID_TOKEN, () -> signIn(rig, List.of()));
    }

    @Test
    void who_asks_too_fast_asks_more_slowly_each_time() throws Exception {
        Rig rig = device();
        DeviceAuthorization authorization = devices(rig).start(List.of());

        DeviceAuthorization first = poll(rig, authorization);
        DeviceAuthorization second = poll(rig, first);
        DeviceAuthorization third = poll(rig, second);

        assertEquals(INTERVAL, first.interval());
        assertEquals(INTERVAL.multipliedBy(2), second.interval());
        assertEquals(INTERVAL.multipliedBy(3), third.interval());
        assertEquals(authorization.expiresAt(), third.expiresAt());
        rig.advanceClock(third.interval());
        assertEquals(third.interval(), poll(rig, third).interval());
    }

    @Test
    void a_person_who_declines_is_not_signed_in() throws Exception {
        Rig rig = device();
        DeviceAuthorization authorization = devices(rig).start(List.of());
        rig.provider.denyDevice(authorization.userCode());

        assertRefused(ErrorCode.ACCESS_DENIED, () -> devices(rig).poll(authorization));
    }

    @Test
    void the_time_is_over_by_the_clock_here_without_asking_or_by_the_provider_s() throws Exception {
        Rig rig = device();
        DeviceAuthorization authorization = devices(rig).start(List.of());
        assertEquals(rig.instant().plus(Duration.ofMinutes(10)), authorization.expiresAt());

        rig.advanceClock(Duration.ofMinutes(10));
        assertRefused(ErrorCode.SIGN_IN_NOT_PENDING, () -> devices(rig).poll(authorization));
        assertEquals(0, rig.provider.count(Endpoint.TOKEN));

        rig.provider.next(Endpoint.DEVICE_AUTHORIZATION, ProviderFault.with("expires_in", 3600));
        DeviceAuthorization longer = devices(rig).start(List.of());
        rig.advanceClock(Duration.ofMinutes(10));
        assertRefused(ErrorCode.SIGN_IN_NOT_PENDING, () -> devices(rig).poll(longer));
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void any_other_error_stays_what_it_is() throws Exception {
        Rig rig = device();
        DeviceAuthorization authorization = devices(rig).start(List.of());
        rig.provider.next(Endpoint.TOKEN, ProviderFault.error(400, "invalid_grant", "no"));
        assertRefused(ErrorCode.PROVIDER_ERROR, () -> devices(rig).poll(authorization));
        rig.provider.next(Endpoint.TOKEN, ProviderFault.unreachable());
        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, () -> devices(rig).poll(authorization));
    }

    @Test
    void an_interval_that_is_missing_or_senseless_is_five_seconds() throws Exception {
        for (Object interval : new Object[] {0, -1, "7", 7.5, 3601}) {
            assertEquals(INTERVAL, started("interval", interval).interval());
        }
        assertEquals(INTERVAL, devices(device()).start(List.of()).interval());
        assertEquals(Duration.ofSeconds(7), started("interval", 7).interval());
        assertEquals(Duration.ofSeconds(1), started("interval", 1).interval());
        assertEquals(Duration.ofHours(1), started("interval", 3600).interval());
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "ftp://huggingface.co/device", "/device", "not an address", ""})
    void a_person_is_not_sent_to_an_address_that_is_no_page(String address) throws Exception {
        assertEquals(
                Optional.of("/verification_uri"),
                assertRefused(ErrorCode.INVALID_RESPONSE, () -> started("verification_uri", address))
                        .detail(Detail.POINTER));
        assertEquals(
                Optional.empty(), started("verification_uri_complete", address).completeVerificationUri());
        assertEquals(
                Optional.of(URI.create("https://huggingface.co/device?code=1")),
                started("verification_uri_complete", "https://huggingface.co/device?code=1")
                        .completeVerificationUri());
    }

    @Test
    void an_answer_without_codes_or_lifetime_is_unusable() {
        for (String member : List.of("device_code", "user_code", "expires_in")) {
            assertRefused(ErrorCode.INVALID_RESPONSE, () -> started(member, null));
        }
        for (Object lifetime : new Object[] {0, -1, "600", 86_401}) {
            assertRefused(ErrorCode.INVALID_RESPONSE, () -> started("expires_in", lifetime));
        }
    }

    @Test
    void tokens_are_bound_on_a_device_too() throws Exception {
        Rig rig = Rig.with(
                DeviceSignInTest::withDevices,
                OAuthClient.Builder::proofOfPossession,
                simulation -> simulation.dpop(true));

        TokenSet tokens = signIn(rig, List.of()).tokens().orElseThrow();

        assertTrue(tokens.proofKey().isPresent());
        assertTrue(tokens.tokenType().equalsIgnoreCase("DPoP"));
    }

    @Test
    void a_provider_that_demands_PKCE_on_devices_gets_the_challenge_first_and_the_verifier_with_each_poll()
            throws Exception {
        Rig rig = Rig.with(
                provider -> withDevices(provider).pkceOnDevices(),
                client -> client,
                simulation -> simulation.deviceCodeChallengeRequired(true));
        DeviceAuthorization authorization = devices(rig).start(List.of());
        Secret verifier = authorization.codeVerifier().orElseThrow();
        DeviceAuthorization slower = poll(rig, poll(rig, authorization));
        rig.provider.approveDevice(authorization.userCode(), Persona.VERIFIED_EMAIL);
        rig.advanceClock(slower.interval());

        SignInResult result = devices(rig).poll(slower).result().orElseThrow();

        assertTrue(result.assurance().checks().contains(Check.PKCE));
        assertFalse(rig.provider
                .requests(Endpoint.DEVICE_AUTHORIZATION)
                .get(0)
                .body()
                .contains(verifier.reveal()));
        assertEquals(
                List.of(verifier.reveal()),
                rig.provider.requests(Endpoint.TOKEN).get(2).form().get("code_verifier"));
        assertNotEquals(verifier, devices(rig).start(List.of()).codeVerifier().orElseThrow());
    }

    @Test
    void T45_a_code_verifier_that_the_provider_echoes_is_redacted_and_none_is_sent_unless_demanded() throws Exception {
        Rig rig =
                Rig.with(provider -> withDevices(provider).pkceOnDevices(), client -> client, simulation -> simulation);
        DeviceAuthorization authorization = devices(rig).start(List.of());
        String verifier = authorization.codeVerifier().orElseThrow().reveal();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.error(400, "invalid_grant", "no " + verifier));
        assertEquals(
                Optional.of("no ***"),
                assertRefused(ErrorCode.PROVIDER_ERROR, () -> devices(rig).poll(authorization))
                        .providerDescription());
        assertFalse(authorization.toString().contains(verifier));

        assertEquals(Optional.empty(), devices(device()).start(List.of()).codeVerifier());
        Rig refused = Rig.with(
                DeviceSignInTest::withDevices,
                client -> client,
                simulation -> simulation.deviceCodeChallengeRequired(true));
        assertRefused(ErrorCode.PROVIDER_ERROR, () -> devices(refused).start(List.of()));
    }

    @Test
    void the_endpoint_is_found_by_discovery_and_a_provider_without_it_cannot() throws Exception {
        Rig found = Rig.discovered(client -> client, simulation -> simulation);
        assertTrue(signIn(found, List.of()).assurance().checks().contains(Check.ID_TOKEN_SIGNATURE));

        Rig without = Rig.discovered(client -> client, simulation -> simulation);
        without.provider.always(Endpoint.DISCOVERY, ProviderFault.without("device_authorization_endpoint"));
        assertRefused(ErrorCode.UNSUPPORTED, () -> devices(without).start(List.of()));
        assertEquals(Optional.empty(), Rig.openid().connector.capability(DeviceSignIn.class));
    }

    private static SignInResult signIn(Rig rig, List<String> scopes) throws InterruptedException {
        DeviceAuthorization authorization = devices(rig).start(scopes);
        rig.provider.approveDevice(authorization.userCode(), Persona.VERIFIED_EMAIL);
        return devices(rig).poll(authorization).result().orElseThrow();
    }

    private static DeviceAuthorization poll(Rig rig, DeviceAuthorization authorization) throws InterruptedException {
        return devices(rig).poll(authorization).next().orElseThrow();
    }

    private static DeviceAuthorization started(String member, @Nullable Object value) throws InterruptedException {
        Rig rig = device();
        rig.provider.next(Endpoint.DEVICE_AUTHORIZATION, ProviderFault.with(member, value));
        return devices(rig).start(List.of());
    }

    private static DeviceSignIn devices(Rig rig) {
        return rig.connector.capability(DeviceSignIn.class).orElseThrow();
    }

    private static Rig device() {
        return Rig.with(DeviceSignInTest::withDevices, client -> client, simulation -> simulation);
    }

    private static OAuthProvider.Builder withDevices(OAuthProvider.Builder provider) {
        return provider.deviceAuthorizationEndpoint("https://huggingface.co/oauth/device");
    }
}
