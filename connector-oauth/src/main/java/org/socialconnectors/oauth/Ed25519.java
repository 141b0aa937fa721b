package org.socialconnectors.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** {@code EdDSA} with Ed25519 (RFC 8037 section 3.1) by the Java platform, where Nimbus would need another library. */
final class Ed25519 {
    private static final String NAME = "Ed25519";
    private static final int KEY_BYTES = 32;
    // RFC 8410 section 4: what precedes the key itself is always the same.
    private static final byte[] SUBJECT_PUBLIC_KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** The key of a JSON Web Key, if it is one on this curve. */
    static Optional<PublicKey> publicKey(JWK jwk) {
        if (!(jwk instanceof OctetKeyPair pair) || !Curve.Ed25519.equals(pair.getCurve())) {
            return Optional.empty();
        }
        byte[] point = pair.getDecodedX();
        if (point.length != KEY_BYTES) {
            return Optional.empty();
        }
        byte[] encoded = new byte[SUBJECT_PUBLIC_KEY_INFO.length + KEY_BYTES];
        System.arraycopy(SUBJECT_PUBLIC_KEY_INFO, 0, encoded, 0, SUBJECT_PUBLIC_KEY_INFO.length);
        System.arraycopy(point, 0, encoded, SUBJECT_PUBLIC_KEY_INFO.length, KEY_BYTES);
        try {
            return Optional.of(KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException unusable) {
            return Optional.empty();
        }
    }

    /** Nimbus' verifiers, and the one here. */
    static final class VerifierFactory extends DefaultJWSVerifierFactory {
        @Override
        public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
            return JWSAlgorithm.EdDSA.equals(header.getAlgorithm()) && key instanceof EdECPublicKey publicKey
                    ? new Verifier(publicKey)
                    : super.createJWSVerifier(header, key);
        }
    }

    private record Verifier(EdECPublicKey key) implements JWSVerifier {
        @Override
        public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
            // RFC 7515 section 4.1.11: what the token declares critical, and nobody here understands, makes it invalid.
            if (header.getCriticalParams() != null) {
                return false;
            }
            try {
                Signature verifier = Signature.getInstance(NAME);
                verifier.initVerify(key);
                verifier.update(signingInput);
                return verifier.verify(signature.decode());
            } catch (InvalidKeyException | SignatureException malformed) {
                return false; // such a key verifies nothing, but another one may
            } catch (NoSuchAlgorithmException missing) {
                throw new JOSEException("this Java platform has no Ed25519");
            }
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(JWSAlgorithm.EdDSA);
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
