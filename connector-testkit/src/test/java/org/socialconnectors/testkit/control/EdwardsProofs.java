package org.socialconnectors.testkit.control;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/** Proves possession of an Ed25519 key, at addresses that it writes in another way. */
final class EdwardsProofs extends AdvancedControlConnector {
    private static final int KEY_BYTES = 32;

    EdwardsProofs(Features features, JsonObject config, ConnectorContext context) {
        super(features, config, context);
    }

    @Override
    protected JWK newKey() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            // The key itself comes last in its DER form (RFC 8410 section 4).
            byte[] der = pair.getPublic().getEncoded();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new OctetKeyPair.Builder(
                            Curve.Ed25519,
                            Base64URL.encode(Arrays.copyOfRange(der, der.length - KEY_BYTES, der.length)))
                    .d(Base64URL.encode(seed))
                    .build();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected JWTClaimsSet.Builder proofClaims(
            HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
        String address = request.uri().toString().replace(ISSUER, "HTTPS://ID.Control.Example:443");
        return super.proofClaims(request, accessToken, nonce).claim("htu", address);
    }

    @Override
    protected String proof(JWTClaimsSet.Builder claims, JWK key) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.Ed25519)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build();
        String input =
                header.toBase64URL() + "." + Base64URL.encode(claims.build().toString());
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(
                            NamedParameterSpec.ED25519, key.toOctetKeyPair().getDecodedD())));
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
