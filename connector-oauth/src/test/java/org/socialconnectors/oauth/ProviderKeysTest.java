package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenFault;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;

class ProviderKeysTest {
    private static final PublishedKeys RSA = PublishedKeys.of(SigningAlgorithm.RS256);

    @Test
    void T38_a_key_that_is_exchanged_just_before_signing_is_found() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.rotateKeyBeforeSigning();

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(2, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T39_keys_are_fetched_twice_a_minute_and_no_more() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.always(IdTokenFault.FOREIGN_KEY_UNDER_UNKNOWN_KID);
        refuse(rig, 5);
        assertEquals(2, rig.provider.count(Endpoint.JWKS));

        rig.advanceClock(Duration.ofSeconds(59));
        refuse(rig, 5);
        assertEquals(2, rig.provider.count(Endpoint.JWKS));

        rig.advanceClock(Duration.ofSeconds(1));
        refuse(rig, 5);
        assertEquals(4, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T39_an_unknown_key_ID_in_an_outage_may_be_a_rotation_and_is_looked_up_twice_a_minute() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.always(Endpoint.JWKS, ProviderFault.unreachable());
        rig.provider.always(IdTokenFault.FOREIGN_KEY_UNDER_UNKNOWN_KID);
        unavailable(rig, 5);
        assertEquals(2, rig.provider.count(Endpoint.JWKS), "after the first fetch and a failure the interval is full");

        rig.advanceClock(Duration.ofSeconds(60));
        unavailable(rig, 5);
        assertEquals(4, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T38_a_rotation_in_an_outage_is_found_when_the_outage_is_over() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.rotateKey();
        rig.advanceClock(Duration.ofMinutes(1));
        rig.provider.next(Endpoint.JWKS, ProviderFault.unreachable());
        unavailable(rig, 1);

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void T39_whether_a_key_exists_that_may_not_be_looked_up_is_what_the_last_fetch_says() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.always(IdTokenFault.FOREIGN_KEY_UNDER_UNKNOWN_KID);
        rig.advanceClock(Duration.ofMinutes(1));
        rig.provider.next(Endpoint.JWKS, ProviderFault.unreachable());
        unavailable(rig, 1);
        refuse(rig, 5);
        assertEquals(3, rig.provider.count(Endpoint.JWKS));

        rig.advanceClock(Duration.ofMinutes(1));
        refuse(rig, 1);
        rig.provider.next(Endpoint.JWKS, ProviderFault.unreachable());
        unavailable(rig, 5);
        assertEquals(5, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T41_known_keys_verify_while_unknown_ones_have_used_up_the_fetches_of_an_outage() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.always(Endpoint.JWKS, ProviderFault.unreachable());
        rig.advanceClock(Duration.ofSeconds(14 * 60 + 30));
        for (int i = 0; i < 3; i++) {
            rig.provider.next(IdTokenFault.FOREIGN_KEY_UNDER_UNKNOWN_KID);
            unavailable(rig, 1);
        }
        rig.advanceClock(Duration.ofSeconds(45));

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void T41_an_outage_does_not_use_up_the_fetches() throws Exception {
        Rig rig = Rig.openid();
        for (int i = 0; i < 5; i++) {
            rig.provider.next(Endpoint.JWKS, ProviderFault.unreachable());
            assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);
        }

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void T41_keys_are_fresh_for_a_quarter_of_an_hour_and_outlast_an_outage_of_two_hours() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.always(Endpoint.JWKS, ProviderFault.unreachable());

        rig.advanceClock(Duration.ofMinutes(14));
        rig.signIn();
        assertEquals(1, rig.provider.count(Endpoint.JWKS));

        rig.advanceClock(Duration.ofMinutes(2));
        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(2, rig.provider.count(Endpoint.JWKS));

        rig.advanceClock(Duration.ofHours(2));
        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);

        rig.provider.clearFaults();
        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void T41_a_key_that_was_withdrawn_is_not_trusted_when_the_keys_are_no_longer_fresh() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.rotateKey();
        rig.provider.withdrawOldKeys();
        rig.advanceClock(Duration.ofMinutes(16));

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(2, rig.provider.count(Endpoint.JWKS));
    }

    static List<@Nullable Object> oddities() {
        return Arrays.asList(
                null,
                7,
                "key",
                Map.of(),
                Map.of("kty", "novel", "kid", "1"),
                Map.of("kty", "RSA", "n", "AQAB"),
                Map.of("kty", "RSA", "n", "***", "e", "AQAB"),
                Map.of("kty", "RSA", "n", "", "e", ""),
                Map.of("kty", "EC", "crv", "P-256", "x", "AA", "y", "AA"),
                Map.of("kty", "EC", "crv", "P-7", "x", "AA", "y", "AA"),
                Map.of("kty", "OKP", "crv", "Ed25519", "x", "AA"),
                Map.of("kty", "oct", "k", "c2VjcmV0"),
                Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB", "key_ops", "not a list"),
                Map.of("kty", 7));
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void an_odd_key_does_not_spoil_the_good_one_beside_it(@Nullable Object odd) throws Exception {
        Rig rig = Rig.openid();
        rig.provider.always(Endpoint.JWKS, adding(odd));

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void T41_weak_and_symmetric_keys_are_as_good_as_none() throws Exception {
        Rig rig = Rig.simulated(simulation -> simulation.keys(RSA.withWeakRsa()));
        rig.provider.always(Endpoint.JWKS, adding(Map.of("kty", "oct", "k", "c2VjcmV0")));
        ProviderKeys keys = new ProviderKeys(
                new Metadata(
                        OAuthProvider.builder()
                                .issuer("https://huggingface.co")
                                .discovered()
                                .build(),
                        rig.provider,
                        rig),
                rig.provider,
                rig);

        assertEquals(
                List.of(),
                keys.source()
                        .get(
                                new JWKSelector(new JWKMatcher.Builder().build()),
                                new ProviderKeys.Claimed(JsonObject.response(Map.of()))));
        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
    }

    @Test
    void T41_a_key_for_encryption_verifies_nothing() {
        Rig only = Rig.openid();
        only.provider.always(Endpoint.JWKS, ProviderFault.changing(members -> {
            members.put("keys", changed(members.get("keys"), "use", "enc"));
            return members;
        }));
        assertRefused(ErrorCode.INVALID_ID_TOKEN, only::signIn);

        Rig beside = Rig.simulated(
                simulation -> simulation.keys(RSA.withEncryptionKey().withoutKeyIds()));
        beside.provider.next(draft -> draft.signWithForeignKey());
        assertRefused(ErrorCode.INVALID_ID_TOKEN, beside::signIn);
    }

    @Test
    void T40_without_key_IDs_a_rotation_costs_one_more_fetch() throws Exception {
        Rig rig = withoutKeyIds();
        rig.signIn();
        rig.provider.rotateKey();
        rig.provider.withdrawOldKeys();

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(2, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T40_without_key_IDs_every_key_is_tried_and_a_foreign_one_is_refused() throws Exception {
        Rig rig = withoutKeyIds();
        rig.provider.rotateKey();

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(1, rig.provider.count(Endpoint.JWKS));

        rig.provider.always(draft -> draft.signWithForeignKey());
        refuse(rig, 5);
        assertEquals(2, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void a_wrong_signature_under_a_known_key_ID_is_not_looked_up_again() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.next(IdTokenFault.FOREIGN_KEY_UNDER_KNOWN_KID);

        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
        assertEquals(1, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void many_who_need_the_keys_at_once_share_one_fetch() throws Exception {
        Rig rig = Rig.openid();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<SignInResult>> signIns = Collections.nCopies(8, rig::signIn);
            for (Future<SignInResult> signIn : threads.invokeAll(signIns)) {
                assertTrue(signIn.get().assurance().idTokenVerified());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, rig.provider.count(Endpoint.JWKS));
        assertEquals(1, rig.provider.count(Endpoint.DISCOVERY));
    }

    @Test
    void T38_many_who_meet_a_new_key_at_once_share_one_fetch() throws Exception {
        Rig rig = Rig.openid();
        rig.signIn();
        rig.provider.rotateKey();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        rig.provider.next(Endpoint.JWKS, honest -> {
            reached.countDown();
            awaitUninterrupted(open);
            return honest.get();
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<SignInResult> fetching = threads.submit(() -> rig.signIn());
            reached.await();
            AtomicReference<Thread> second = new AtomicReference<>();
            Future<SignInResult> waiting = threads.submit(() -> {
                second.set(Thread.currentThread());
                return rig.signIn();
            });
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                while (second.get() == null || second.get().getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
            });
            open.countDown();

            assertTrue(fetching.get(20, TimeUnit.SECONDS).assurance().idTokenVerified());
            assertTrue(waiting.get(20, TimeUnit.SECONDS).assurance().idTokenVerified());
        } finally {
            open.countDown();
            threads.shutdownNow();
        }
        assertEquals(2, rig.provider.count(Endpoint.JWKS));
    }

    @Test
    void T45_what_a_token_says_is_in_no_text() {
        JsonObject claims = JsonObject.response(Map.of("sub", "canary"));
        assertEquals("Claimed", new ProviderKeys.Claimed(claims).toString());
        assertEquals("Signed(RS256)", new ProviderSignatures.Signed(claims, "RS256").toString());
    }

    @Test
    void an_interruption_before_the_keys_are_there_is_one() {
        Rig rig = Rig.adjusted(provider -> provider.jwksUri("https://huggingface.co/oauth/jwks"));
        rig.provider.next(Endpoint.TOKEN, honest -> {
            var answer = honest.get();
            Thread.currentThread().interrupt();
            return answer;
        });

        assertThrows(InterruptedException.class, rig::signIn);
        assertFalse(Thread.interrupted(), "the exception says it already");
        assertEquals(0, rig.provider.count(Endpoint.JWKS));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            throw new IllegalStateException("the test is over", interruption);
        }
    }

    private static void unavailable(Rig rig, int times) {
        for (int i = 0; i < times; i++) {
            assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);
        }
    }

    private static void refuse(Rig rig, int times) {
        for (int i = 0; i < times; i++) {
            assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
        }
    }

    private static Rig withoutKeyIds() {
        return Rig.simulated(simulation -> simulation.keys(RSA.withoutKeyIds()));
    }

    private static ProviderFault adding(@Nullable Object key) {
        return ProviderFault.changing(members -> {
            List<@Nullable Object> keys = new ArrayList<>();
            keys.add(key);
            keys.addAll((List<?>) members.getOrDefault("keys", List.of()));
            members.put("keys", keys);
            return members;
        });
    }

    private static List<Object> changed(@Nullable Object keys, String name, String value) {
        UnaryOperator<Object> change = key -> {
            Map<Object, Object> members = new java.util.HashMap<>((Map<?, ?>) key);
            members.put(name, value);
            return members;
        };
        return ((List<?>) keys).stream().map(key -> change.apply(key)).toList();
    }
}
