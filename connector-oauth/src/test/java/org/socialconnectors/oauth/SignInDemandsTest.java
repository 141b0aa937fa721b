package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;

/** What the configuration demands of an ID token, and how its times are read. */
class SignInDemandsTest {
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    @Test
    void a_largest_age_is_asked_for_and_a_provider_that_keeps_to_it_is_believed() throws Exception {
        Rig rig = demanding(client -> client.maxAge(MAX_AGE));
        rig.provider.signedIn(Persona.VERIFIED_EMAIL, rig.instant().minus(Duration.ofHours(1)));

        assertTrue(query(rig).contains("&max_age=300"));
        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @ParameterizedTest
    @CsvSource({"-360, true", "-361, false", "0, true"})
    void a_sign_in_at_the_provider_can_be_as_old_as_that_and_the_clocks_differ(long seconds, boolean accepted)
            throws Exception {
        Rig rig = demanding(client -> client.maxAge(MAX_AGE));
        rig.provider.next(draft -> draft.claim("auth_time", rig.instant().getEpochSecond() + seconds)
                .sign());

        assertSignIn(rig, accepted, "auth_time");
    }

    @Test
    void an_age_that_nobody_states_is_refused_where_it_is_demanded_and_nowhere_else() throws Exception {
        Rig rig = demanding(client -> client.maxAge(Duration.ZERO));
        rig.provider.next(draft -> draft.without("auth_time").sign());
        assertSignIn(rig, false, "auth_time");
        rig.provider.next(draft -> draft.claim("auth_time", "1").sign());
        assertSignIn(rig, false, "auth_time");

        Rig other = Rig.openid();
        other.provider.next(draft -> draft.claim("auth_time", 0).sign());
        assertTrue(other.signIn().assurance().idTokenVerified());
        assertFalse(query(other).contains("max_age"));
    }

    @Test
    void a_negative_age_is_no_age() {
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> OAuthClient.builder("client").maxAge(Duration.ofSeconds(-1)));
    }

    @Test
    void one_of_several_authentication_contexts_is_demanded() throws Exception {
        Rig rig = demanding(client -> client.acrValues(List.of("gold", "silver")));
        assertTrue(query(rig).contains("&acr_values=gold%20silver"));

        rig.provider.next(draft -> draft.claim("acr", "silver").sign());
        assertSignIn(rig, true, "");
        rig.provider.next(draft -> draft.claim("acr", "bronze").sign());
        assertSignIn(rig, false, "acr");
        rig.provider.next(draft -> draft.claim("acr", List.of("gold")).sign());
        assertSignIn(rig, false, "acr");
        rig.provider.next(draft -> draft.without("acr").sign());
        assertSignIn(rig, false, "acr");
    }

    @Test
    void what_only_an_ID_token_proves_cannot_be_demanded_without_openid() {
        SignInAttempt attempt = SignInAttempt.builder(Rig.REDIRECT_URI)
                .scopes(List.of("profile"))
                .build();
        for (Rig rig : List.of(
                demanding(client -> client.maxAge(MAX_AGE)), demanding(client -> client.acrValues(List.of("gold"))))) {
            assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> rig.connector.begin(attempt));
            assertTrue(rig.provider.requests().isEmpty());
        }
    }

    @Test
    void a_device_has_to_meet_the_demands_too() throws Exception {
        Rig rig = Rig.with(
                provider -> provider.deviceAuthorizationEndpoint("https://huggingface.co/oauth/device"),
                client -> client.acrValues(List.of("gold")),
                simulation -> simulation);
        DeviceSignIn devices = rig.connector.capability(DeviceSignIn.class).orElseThrow();
        var authorization = devices.start(List.of());
        rig.provider.approveDevice(authorization.userCode(), Persona.VERIFIED_EMAIL);

        assertEquals(
                Optional.of("acr"),
                assertRefused(ErrorCode.INVALID_ID_TOKEN, () -> devices.poll(authorization))
                        .detail(Detail.CLAIM));
    }

    @ParameterizedTest
    @CsvSource({"exp, -299, true", "exp, -300, false", "iat, 300, true", "iat, 301, false", "nbf, 301, false"})
    void the_difference_of_the_clocks_can_be_set(String claim, long seconds, boolean accepted) throws Exception {
        Rig rig = demanding(client -> client.clockSkew(Duration.ofMinutes(5)));
        rig.provider.next(draft ->
                draft.claim(claim, rig.instant().getEpochSecond() + seconds).sign());

        assertSignIn(rig, accepted, claim);
    }

    @Test
    void clocks_differ_by_ten_minutes_at_most() throws Exception {
        OAuthClient.builder("client").clockSkew(Duration.ofMinutes(10)).clockSkew(Duration.ZERO);
        for (Duration wrong :
                List.of(Duration.ofMillis(-1), Duration.ofMinutes(10).plusMillis(1))) {
            assertRefused(
                    ErrorCode.INVALID_CONFIGURATION,
                    () -> OAuthClient.builder("client").clockSkew(wrong));
        }
        Rig rig = demanding(client -> client.clockSkew(Duration.ZERO));
        rig.provider.next(
                draft -> draft.claim("exp", rig.instant().getEpochSecond()).sign());
        assertSignIn(rig, false, "exp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "nbf", "auth_time"})
    void a_number_of_a_million_digits_ends_the_sign_in_at_once(String claim) {
        for (String number : List.of(
                "1e-300000000",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1e21",
                "1763640000.0000000000000000000001",
                "9".repeat(900))) {
            Rig rig = demanding(client -> client.maxAge(MAX_AGE));
            rig.provider.next(
                    draft -> draft.claim(claim, new BigDecimal(number)).sign());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn), number);
            assertEquals(0, rig.provider.count(Endpoint.USERINFO));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exp, 1e20, true",
        "exp, 1e21, false",
        "iat, 1e-20, true",
        "iat, 1e-21, false",
        "iat, 1763640000.0000000001, true",
        "iat, 1763640000.00000000001, false"
    })
    void a_number_has_twenty_digits_at_most(String claim, BigDecimal number, boolean accepted) throws Exception {
        Rig rig = demanding(client -> client);
        rig.provider.next(draft -> draft.claim(claim, number).sign());

        assertSignIn(rig, accepted, claim);
    }

    @Test
    void a_number_with_an_exponent_is_a_number() throws Exception {
        Rig rig = demanding(client -> client);
        rig.provider.next(draft -> draft.claim("exp", new BigDecimal("4e9")).sign());

        assertSignIn(rig, true, "");
    }

    @ParameterizedTest
    @CsvSource({"other, false", "client-1, true"})
    void the_authorized_party_has_to_be_us_also_where_the_audience_is(String party, boolean accepted) throws Exception {
        Rig rig = demanding(client -> client);
        rig.provider.next(draft -> draft.claim("azp", party).sign());

        assertSignIn(rig, accepted, "azp");
    }

    @Test
    void an_audience_or_authorized_party_that_is_no_text_is_refused() throws Exception {
        Rig rig = demanding(client -> client);
        rig.provider.next(draft -> draft.claim("azp", 7).sign());
        assertSignIn(rig, false, "azp");
        rig.provider.next(draft -> draft.claim("aud", Map.of("client-1", "client-1"))
                .claim("azp", "client-1")
                .sign());
        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
    }

    private static void assertSignIn(Rig rig, boolean accepted, String claim) throws InterruptedException {
        if (accepted) {
            assertTrue(rig.signIn().assurance().idTokenVerified());
        } else {
            assertEquals(
                    Optional.of(claim),
                    assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn).detail(Detail.CLAIM));
        }
    }

    private static String query(Rig rig) throws InterruptedException {
        URI address = rig.connector.begin(rig.attempt()).uri();
        return address.getRawQuery();
    }

    private static Rig demanding(UnaryOperator<OAuthClient.Builder> demand) {
        return Rig.with(provider -> provider, demand, simulation -> simulation);
    }
}
