package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.IdTokenFault;
import org.socialconnectors.simulator.IdTokenForgery;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;

class SignatureTest {
    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void every_algorithm_of_the_provider_is_verified_with_and_without_key_ID_and_with_its_access_token_s_hash(
            SigningAlgorithm algorithm) throws Exception {
        assertTrue(signing(algorithm, PublishedKeys.of(algorithm))
                .signIn()
                .assurance()
                .idTokenVerified());
        assertTrue(signing(algorithm, PublishedKeys.of(algorithm).withoutKeyIds())
                .signIn()
                .assurance()
                .idTokenVerified());
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void a_signature_of_another_key_or_over_other_claims_is_refused(SigningAlgorithm algorithm) {
        for (IdTokenForgery forgery : new IdTokenForgery[] {
            draft -> draft.signWithForeignKey(),
            draft -> draft.unsigned(),
            IdTokenFault.SIGNATURE_OF_ZEROS,
            draft -> draft.sign() + "AAAA",
            draft -> {
                String honest = draft.sign();
                String other = draft.claim("sub", "000000000000000000000000").unsigned();
                return other + honest.substring(honest.lastIndexOf('.') + 1);
            }
        }) {
            Rig rig = signing(algorithm, PublishedKeys.of(algorithm));
            rig.provider.next(forgery);
            assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
        }
    }

    @Test
    void an_algorithm_that_is_not_the_provider_s_is_refused_although_its_key_is_published() throws Exception {
        Rig rig = signing(
                SigningAlgorithm.ES256,
                PublishedKeys.of(
                        SigningAlgorithm.ES256,
                        SigningAlgorithm.RS256,
                        SigningAlgorithm.PS256,
                        SigningAlgorithm.ES384,
                        SigningAlgorithm.EDDSA));
        assertTrue(rig.signIn().assurance().idTokenVerified());
        for (SigningAlgorithm other : new SigningAlgorithm[] {
            SigningAlgorithm.RS256, SigningAlgorithm.PS256, SigningAlgorithm.ES384, SigningAlgorithm.EDDSA
        }) {
            rig.provider.next(draft -> draft.signWith(other));
            assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
        }
    }

    @ParameterizedTest
    @EnumSource(IdTokenFault.class)
    void T32_to_T37_whatever_is_wrong_with_a_token_is_wrong_with_Ed25519_too(IdTokenFault fault) {
        Rig rig = signing(SigningAlgorithm.EDDSA, PublishedKeys.of(SigningAlgorithm.EDDSA));
        rig.provider.next(fault);

        assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn);
    }

    @Test
    void a_key_that_is_none_on_the_curve_does_not_spoil_the_good_one_beside_it() throws Exception {
        for (Map<String, Object> odd : List.<Map<String, Object>>of(
                Map.of("kty", "OKP", "crv", "Ed25519", "x", "AA"),
                Map.of("kty", "OKP", "crv", "Ed448", "x", "A".repeat(76)),
                Map.of("kty", "OKP", "crv", "X25519", "x", "A".repeat(43)),
                Map.of("kty", "OKP", "crv", "Ed25519", "x", "_".repeat(42) + "8"))) {
            Rig rig = signing(
                    SigningAlgorithm.EDDSA,
                    PublishedKeys.of(SigningAlgorithm.EDDSA).withoutKeyIds());
            rig.provider.always(Endpoint.JWKS, ProviderFault.changing(members -> {
                List<Object> keys = new ArrayList<>(List.of(odd));
                keys.addAll((List<?>) members.getOrDefault("keys", List.of()));
                members.put("keys", keys);
                return members;
            }));
            assertTrue(rig.signIn().assurance().idTokenVerified(), odd::toString);
        }
    }

    @Test
    void several_algorithms_can_be_the_provider_s() throws Exception {
        Rig rig = Rig.with(
                provider -> provider.idTokenAlgorithms("RS256", "ES256"),
                client -> client,
                simulation -> simulation.keys(PublishedKeys.of(SigningAlgorithm.ES256, SigningAlgorithm.RS256)));
        rig.signIn();
        rig.provider.next(draft -> draft.signWith(SigningAlgorithm.RS256));

        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "HS512", "RS1", "rs256", ""})
    void a_provider_cannot_be_said_to_sign_with_anything_symmetric_or_unknown(String name) {
        assertThrows(
                IllegalArgumentException.class, () -> OAuthProvider.builder().idTokenAlgorithms("RS256", name));
    }

    @ParameterizedTest
    @EnumSource(
            value = SigningAlgorithm.class,
            names = {"RS256", "ES384", "PS512"})
    void a_hash_of_another_access_token_is_refused(SigningAlgorithm algorithm) {
        Rig rig = signing(algorithm, PublishedKeys.of(algorithm));
        rig.provider.next(IdTokenForgery.otherAccessTokenHash());

        assertEquals(
                Optional.of("at_hash"),
                assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn).detail(Detail.CLAIM));
    }

    @Test
    void a_hash_that_is_no_text_is_refused_and_one_that_is_absent_is_not_missed() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(draft -> draft.claim("at_hash", 7).sign());

        assertEquals(
                Optional.of("at_hash"),
                assertRefused(ErrorCode.INVALID_ID_TOKEN, rig::signIn).detail(Detail.CLAIM));
        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    private static Rig signing(SigningAlgorithm algorithm, PublishedKeys keys) {
        return Rig.with(
                provider -> provider.idTokenAlgorithms(algorithm.identifier()),
                client -> client,
                simulation -> simulation.keys(keys).accessTokenHash(true));
    }
}
