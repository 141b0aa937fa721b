package org.socialconnectors.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** Ed25519 (RFC 8037 section 3.1, RFC 9864 section 2.2) by the Java platform, where Nimbus would need another library. */
final class Ed25519Verifier extends BaseJWSProvider implements JWSVerifier {
    private static final int KEY_BYTES = 32;
    // RFC 8410 section 4: what precedes the key itself is always the same.
    private static final byte[] SUBJECT_PUBLIC_KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PublicKey key;

    Ed25519Verifier(JWK key) throws JOSEException {
        super(Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));
        byte[] point = key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())
                ? pair.getDecodedX()
                : new byte[0];
        if (point.length != KEY_BYTES) {
            throw new JOSEException("not an Ed25519 key");
        }
        byte[] encoded = Arrays.copyOf(SUBJECT_PUBLIC_KEY_INFO, SUBJECT_PUBLIC_KEY_INFO.length + KEY_BYTES);
        System.arraycopy(point, 0, encoded, SUBJECT_PUBLIC_KEY_INFO.length, KEY_BYTES);
        try {
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException unusable) {
            throw new JOSEException("not an Ed25519 key");
        }
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        // RFC 7515 section 4.1.11: what is declared critical, and nobody here understands, makes it invalid.
        if (!supportedJWSAlgorithms().contains(header.getAlgorithm()) || header.getCriticalParams() != null) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signingInput);
            return verifier.verify(signature.decode());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new JOSEException("this Java platform has no Ed25519");
        }
    }
}
