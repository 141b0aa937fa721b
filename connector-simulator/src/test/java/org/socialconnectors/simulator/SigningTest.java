package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.http.HttpTransport.Request;

class SigningTest {
    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void a_token_is_signed_by_the_published_key_of_its_algorithm(SigningAlgorithm algorithm) throws Exception {
        SimulatedProvider provider = provider(PublishedKeys.of(algorithm));

        SignedJWT token = issue(provider);

        assertEquals(algorithm.identifier(), token.getHeader().getAlgorithm().getName());
        JWK key = keys(provider).getKeyByKeyId(token.getHeader().getKeyID());
        assertEquals(algorithm.identifier(), key.getAlgorithm().getName());
        assertTrue(verifies(key, token));
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void a_foreign_key_is_of_the_same_algorithm_and_not_published(SigningAlgorithm algorithm) throws Exception {
        SimulatedProvider provider = provider(PublishedKeys.of(algorithm));
        provider.next(IdTokenFault.FOREIGN_KEY_UNDER_KNOWN_KID);

        SignedJWT token = issue(provider);

        assertFalse(verifies(keys(provider).getKeyByKeyId(token.getHeader().getKeyID()), token));
    }

    @Test
    void several_keys_are_published_and_the_first_signs_unless_a_test_wants_another() throws Exception {
        SimulatedProvider provider = provider(PublishedKeys.of(SigningAlgorithm.PS256, SigningAlgorithm.ES384));
        SignedJWT usual = issue(provider);
        provider.next(draft -> draft.signWith(SigningAlgorithm.ES384));
        SignedJWT other = issue(provider);

        assertEquals(2, keys(provider).size());
        assertEquals("PS256", usual.getHeader().getAlgorithm().getName());
        assertEquals("ES384", other.getHeader().getAlgorithm().getName());
        assertTrue(verifies(keys(provider).getKeyByKeyId(other.getHeader().getKeyID()), other));
    }

    @Test
    void keys_and_tokens_can_do_without_a_key_id() throws Exception {
        SimulatedProvider provider =
                provider(PublishedKeys.of(SigningAlgorithm.RS256).withoutKeyIds());
        provider.rotateKey();

        SignedJWT token = issue(provider);

        List<JWK> keys = keys(provider).getKeys();
        assertEquals(null, token.getHeader().getKeyID());
        assertEquals(2, keys.size());
        assertEquals(null, keys.get(0).getKeyID());
        assertFalse(verifies(keys.get(0), token));
        assertTrue(verifies(keys.get(1), token));
    }

    @Test
    void a_key_for_encryption_is_published_first_and_a_token_can_be_signed_by_it() throws Exception {
        SimulatedProvider provider =
                provider(PublishedKeys.of(SigningAlgorithm.RS256).withEncryptionKey());
        JWK encryption = keys(provider).getKeys().get(0);
        provider.next(draft -> draft.header("kid", encryption.getKeyID()).signWithForeignKey());

        SignedJWT misused = issue(provider);

        assertEquals(KeyUse.ENCRYPTION, encryption.getKeyUse());
        assertTrue(verifies(encryption, misused));
        assertTrue(verifies(keys(provider).getKeys().get(1), issue(provider)));
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "RS384", "RS512", "PS256", "PS384"})
    void an_rsa_key_can_be_too_short(SigningAlgorithm algorithm) throws Exception {
        PublishedKeys weak = PublishedKeys.of(algorithm).withWeakRsa();
        SimulatedProvider provider = provider(weak);

        SignedJWT token = issue(provider);

        JWK key = keys(provider).getKeys().get(0);
        assertTrue(weak.signsWithWeakRsa());
        assertEquals(1024, key.size());
        assertEquals(algorithm.identifier(), token.getHeader().getAlgorithm().getName());
        assertTrue(verifies(key, token));
    }

    @ParameterizedTest
    @EnumSource(names = {"PS512", "ES256", "ES384", "ES512", "EDDSA"})
    void other_keys_stay_as_they_are(SigningAlgorithm algorithm) throws Exception {
        PublishedKeys same = PublishedKeys.of(algorithm).withWeakRsa();
        SimulatedProvider provider = provider(same);
        JWK strong = keys(provider(PublishedKeys.of(algorithm))).getKeys().get(0);

        assertFalse(same.signsWithWeakRsa());
        assertEquals(strong, keys(provider).getKeys().get(0));
        assertTrue(verifies(strong, issue(provider)));
    }

    @Test
    void a_weak_key_beside_the_one_that_signs_is_not_signed_with() {
        PublishedKeys beside =
                PublishedKeys.of(SigningAlgorithm.ES256, SigningAlgorithm.PS256).withWeakRsa();

        assertFalse(beside.signsWithWeakRsa());
        assertFalse(PublishedKeys.of(SigningAlgorithm.PS256).signsWithWeakRsa());
    }

    @Test
    void a_key_can_change_just_before_a_token_is_signed_and_changes_once() throws Exception {
        SimulatedProvider provider = provider(PublishedKeys.of(SigningAlgorithm.ES256));
        JWKSet cached = keys(provider);
        provider.rotateKeyBeforeSigning();

        String keyId = issue(provider).getHeader().getKeyID();

        assertEquals(null, cached.getKeyByKeyId(keyId));
        assertNotEquals(null, keys(provider).getKeyByKeyId(keyId));
        assertEquals(keyId, issue(provider).getHeader().getKeyID());
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void a_certificate_of_the_attackers_fits_the_key_that_signs_and_names_an_attacker(SigningAlgorithm algorithm)
            throws Exception {
        SimulatedProvider provider = provider(PublishedKeys.of(algorithm));
        provider.next(IdTokenFault.HEADER_X5C);

        SignedJWT token = issue(provider);

        X509Certificate certificate =
                X509CertUtils.parse(token.getHeader().getX509CertChain().get(0).decode());
        assertEquals(
                "CN=attacker.example", certificate.getSubjectX500Principal().getName());
        certificate.verify(certificate.getPublicKey());
        assertEquals(certificate.getPublicKey(), ForeignKeys.key(algorithm).publicKey());
        assertTrue(verifies(ForeignKeys.key(algorithm).publicJwk(), token));
    }

    @Test
    void a_token_can_be_signed_by_the_key_before_the_last_change() throws Exception {
        SimulatedProvider provider = provider(PublishedKeys.of(SigningAlgorithm.ES256));
        JWK first = keys(provider).getKeys().get(0);
        provider.next(IdTokenDraft::signWithPreviousKey);
        assertThrows(IllegalStateException.class, () -> issue(provider));
        provider.rotateKey();
        provider.withdrawOldKeys();
        provider.next(IdTokenDraft::signWithPreviousKey);

        SignedJWT token = issue(provider);

        assertEquals(first.getKeyID(), token.getHeader().getKeyID());
        assertTrue(verifies(first, token));
        assertEquals(null, keys(provider).getKeyByKeyId(first.getKeyID()));
    }

    @Test
    void other_keys_can_be_published_while_it_runs() throws Exception {
        SimulatedProvider provider = provider(PublishedKeys.of(SigningAlgorithm.RS256));
        assertEquals(PublishedKeys.of(SigningAlgorithm.RS256), provider.publishedKeys());
        provider.publish(PublishedKeys.of(SigningAlgorithm.EDDSA));

        assertEquals(PublishedKeys.of(SigningAlgorithm.EDDSA), provider.publishedKeys());
        assertEquals("EdDSA", issue(provider).getHeader().getAlgorithm().getName());
        assertEquals(
                Set.of("EdDSA"),
                keys(provider).getKeys().stream()
                        .map(key -> key.getAlgorithm().getName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void an_algorithm_has_one_key_at_a_time() {
        assertThrows(
                IllegalArgumentException.class, () -> PublishedKeys.of(SigningAlgorithm.RS256, SigningAlgorithm.RS256));
    }

    private static SimulatedProvider provider(PublishedKeys keys) {
        return Sample.provider(InstantSource.system(), builder -> builder.keys(keys));
    }

    private static SignedJWT issue(SimulatedProvider provider) throws Exception {
        return SignedJWT.parse(
                Sample.tokens(provider, "openid", Persona.NO_EMAIL).text("id_token"));
    }

    private static JWKSet keys(SimulatedProvider provider) throws Exception {
        return JWKSet.parse(new String(
                provider.send(Request.get(provider.address(Endpoint.JWKS).orElseThrow()))
                        .body(),
                StandardCharsets.UTF_8));
    }

    static boolean verifies(JWK key, SignedJWT token) throws Exception {
        JWSVerifier verifier = switch (key.getKeyType().getValue()) {
            case "RSA" -> new RSASSAVerifier(key.toRSAKey());
            case "EC" -> new ECDSAVerifier(key.toECKey());
            default -> null;
        };
        return verifier == null ? verifiesEd25519(key, token) : token.verify(verifier);
    }

    /** RFC 8032 section 5.1.5: little-endian, and the highest bit says whether x is odd. */
    private static boolean verifiesEd25519(JWK key, SignedJWT token) throws Exception {
        byte[] encoded = key.toOctetKeyPair().getDecodedX();
        byte[] bigEndian = new byte[encoded.length];
        for (int index = 0; index < encoded.length; index++) {
            bigEndian[encoded.length - 1 - index] = encoded[index];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian)))));
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }
}
