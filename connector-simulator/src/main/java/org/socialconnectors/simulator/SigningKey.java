package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Set;

/** A pair of keys, and what it signs with. Immutable. */
final class SigningKey {
    private static final int ED25519_BYTES = 32;

    private final SigningAlgorithm algorithm;
    private final KeyPair pair;
    private final JWK publicJwk;

    private SigningKey(SigningAlgorithm algorithm, KeyPair pair, JWK publicJwk) {
        this.algorithm = algorithm;
        this.pair = pair;
        this.publicJwk = publicJwk;
    }

    /** A new key; the number of bits is for RSA. */
    static SigningKey generate(SigningAlgorithm algorithm, int bits) {
        try {
            return of(algorithm, pair(algorithm, bits));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this platform cannot make such a key", impossible);
        }
    }

    static SigningKey of(SigningAlgorithm algorithm, KeyPair pair) {
        try {
            return new SigningKey(algorithm, pair, jwk(algorithm, pair.getPublic()));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this platform has no SHA-256", impossible);
        }
    }

    SigningAlgorithm algorithm() {
        return algorithm;
    }

    PublicKey publicKey() {
        return pair.getPublic();
    }

    JWK publicJwk() {
        return publicJwk;
    }

    String sign(byte[] input) {
        try {
            if (algorithm == SigningAlgorithm.EDDSA) {
                // Nimbus signs with Ed25519 through Tink only; the JDK has it since 15.
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(input);
                return Base64URL.encode(signature.sign()).toString();
            }
            return signer().sign(new JWSHeader(algorithm.algorithm()), input).toString();
        } catch (GeneralSecurityException | JOSEException impossible) {
            throw new IllegalStateException("this platform cannot sign with such a key", impossible);
        }
    }

    private JWSSigner signer() throws JOSEException {
        // Weak keys are allowed: a client has to notice them.
        return pair.getPublic() instanceof RSAPublicKey
                ? new RSASSASigner(pair.getPrivate(), Set.of(AllowWeakRSAKey.getInstance()))
                : new ECDSASigner(pair.getPrivate(), curve(algorithm));
    }

    private static KeyPair pair(SigningAlgorithm algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator;
        switch (algorithm) {
            case EDDSA -> generator = KeyPairGenerator.getInstance("Ed25519");
            case ES256, ES384, ES512 -> {
                generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(curve(algorithm).getStdName()));
            }
            default -> {
                generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(bits);
            }
        }
        return generator.generateKeyPair();
    }

    private static JWK jwk(SigningAlgorithm algorithm, PublicKey key) throws JOSEException {
        return switch (algorithm) {
            case EDDSA ->
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(lastBytes(key.getEncoded())))
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm.algorithm())
                        .keyIDFromThumbprint()
                        .build();
            case ES256, ES384, ES512 ->
                new ECKey.Builder(curve(algorithm), (ECPublicKey) key)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm.algorithm())
                        .keyIDFromThumbprint()
                        .build();
            default ->
                new RSAKey.Builder((RSAPublicKey) key)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm.algorithm())
                        .keyIDFromThumbprint()
                        .build();
        };
    }

    private static Curve curve(SigningAlgorithm algorithm) {
        return Curve.forJWSAlgorithm(algorithm.algorithm()).iterator().next();
    }

    /** The key itself comes last in its DER form (RFC 8410 section 4), and is what a JWK holds (RFC 8037 section 2). */
    private static byte[] lastBytes(byte[] der) {
        return Arrays.copyOfRange(der, der.length - ED25519_BYTES, der.length);
    }
}
