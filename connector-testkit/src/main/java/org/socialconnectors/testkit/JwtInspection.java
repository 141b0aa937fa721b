package org.socialconnectors.testkit;

import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks whether a text is a signed JWT that can be read (RFC 7519 section 7.2), which Nimbus denies without a reason that helps. */
final class JwtInspection {
    private static final List<String> NO_SIGNED_JWT = List.of("it is not a signed JWT");
    /** RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037 section 2. */
    private static final Set<String> PRIVATE_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final List<String> TEXTS = List.of("iss", "sub", "jti", "htm", "htu", "ath", "nonce");
    private static final List<String> NUMBERS = List.of("exp", "nbf", "iat");

    private JwtInspection() {}

    /** Looks closer at a JWT that can be read. */
    @FunctionalInterface
    interface Closer {
        List<String> look(SignedJWT jwt, JWTClaimsSet claims) throws ParseException;
    }

    /** What keeps it from being read; if nothing does, what is found by looking closer. */
    static List<String> findings(String text, Closer closer) {
        try {
            Map<String, Object> header = JSONObjectUtils.parse(JOSEObject.split(text)[0].decodeToString());
            List<String> unusable = ofKey(header.get("jwk"));
            if (!unusable.isEmpty()) {
                return unusable;
            }
            SignedJWT jwt = SignedJWT.parse(text);
            Map<String, Object> claims = jwt.getPayload().toJSONObject();
            if (claims == null) {
                return NO_SIGNED_JWT;
            }
            List<String> mistyped = ofTypes(claims);
            return mistyped.isEmpty() ? closer.look(jwt, jwt.getJWTClaimsSet()) : mistyped;
        } catch (ParseException malformed) {
            return NO_SIGNED_JWT;
        }
    }

    private static List<String> ofKey(@Nullable Object jwk) {
        if (jwk == null) {
            return List.of();
        }
        List<String> noKey = List.of("the jwk in its header is not a key");
        if (!(jwk instanceof Map<?, ?> members)) {
            return noKey;
        }
        if (members.keySet().stream().anyMatch(PRIVATE_MEMBERS::contains)) {
            return List.of("its header shows a private key");
        }
        try {
            JWK.parse(JsonValues.copyOf(members));
            return List.of();
        } catch (ParseException | IllegalArgumentException | IllegalStateException unusable) {
            return noKey;
        }
    }

    private static List<String> ofTypes(Map<String, Object> claims) {
        List<String> findings = new ArrayList<>();
        TEXTS.stream()
                .filter(name -> claims.get(name) != null && !(claims.get(name) instanceof String))
                .forEach(name -> findings.add("its " + name + " is not text"));
        NUMBERS.stream()
                .filter(name -> claims.get(name) != null && !(claims.get(name) instanceof Number))
                .forEach(name -> findings.add("its " + name + " is not a number"));
        if (claims.get("aud") != null && !isAudience(claims.get("aud"))) {
            findings.add("its aud is neither text nor a list of texts");
        }
        return findings;
    }

    private static boolean isAudience(@Nullable Object value) {
        return value instanceof String
                || (value instanceof List<?> several && several.stream().allMatch(String.class::isInstance));
    }
}
