package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.json.JsonObject;

class IdTokenTest {
    private final SimulatedProvider provider = Sample.provider(InstantSource.system());

    @Test
    void an_honest_token_is_accepted_and_carries_what_hugging_face_sends() throws Exception {
        JWTClaimsSet claims = verify(issue());

        assertEquals(
                Set.of(
                        "sub",
                        "name",
                        "preferred_username",
                        "profile",
                        "picture",
                        "website",
                        "iss",
                        "aud",
                        "auth_time",
                        "iat",
                        "exp",
                        "nonce"),
                claims.getClaims().keySet());
        assertEquals(Persona.VERIFIED_EMAIL.subject(), claims.getSubject());
        assertEquals(
                3600_000,
                claims.getExpirationTime().getTime() - claims.getIssueTime().getTime());
    }

    @Test
    void without_userinfo_the_token_says_what_userinfo_would_have_said() throws Exception {
        URI issuer = URI.create("https://id.example");
        SimulatedProvider.Builder silent = SimulatedProvider.builder(issuer)
                .authorizationEndpoint(issuer.resolve("/authorize"))
                .tokenEndpoint(issuer.resolve("/token"))
                .jwksUri(issuer.resolve("/jwks"))
                .client(Sample.CONFIDENTIAL);
        Persona ada = Persona.VERIFIED_EMAIL;
        assertEquals(
                List.of(Optional.of("ada@example.org"), Optional.of(true)),
                emailIn(idToken(silent.build(), "openid email", ada)));
        assertEquals(List.of(Optional.empty(), Optional.empty()), emailIn(idToken(silent.build(), "openid", ada)));
        Map<String, Object> own = Map.of("sub", "somebody else", "email", "ada@own.example");
        JWTClaimsSet claims = idToken(silent.build(), "openid", ada.withUserinfo(own));
        assertEquals(ada.subject(), claims.getSubject());
        assertEquals("ada@own.example", claims.getStringClaim("email"));
        SimulatedProvider talking =
                silent.userinfoEndpoint(issuer.resolve("/userinfo")).build();
        assertEquals(List.of(Optional.empty(), Optional.empty()), emailIn(idToken(talking, "openid email", ada)));
    }

    private static JWTClaimsSet idToken(SimulatedProvider provider, String scope, Persona persona) throws Exception {
        return SignedJWT.parse(Sample.tokens(provider, scope, persona).text("id_token"))
                .getJWTClaimsSet();
    }

    private static List<Optional<?>> emailIn(JWTClaimsSet claims) throws Exception {
        return List.of(
                Optional.ofNullable(claims.getStringClaim("email")),
                Optional.ofNullable(claims.getBooleanClaim("email_verified")));
    }

    @ParameterizedTest
    @EnumSource(IdTokenFault.class)
    void a_forged_token_is_refused_by_a_careful_client(IdTokenFault fault) throws Exception {
        signInWithAnotherNonce();
        provider.next(fault);

        String forged = issue();

        assertThrows(Exception.class, () -> verify(forged));
        verify(issue());
    }

    @Test
    void a_forgery_lasts_until_it_is_cleared() throws Exception {
        provider.always(IdTokenFault.ISS_OTHER);
        String first = issue();
        String second = issue();
        provider.clearFaults();

        assertThrows(Exception.class, () -> verify(first));
        assertThrows(Exception.class, () -> verify(second));
        verify(issue());
    }

    @Test
    void a_test_can_forge_what_it_likes() throws Exception {
        provider.next(
                draft -> draft.claim("aud", List.of(draft.client().clientId())).sign());

        assertEquals(List.of(Sample.CONFIDENTIAL.clientId()), verify(issue()).getAudience());
    }

    @Test
    void a_new_key_is_published_beside_the_old_one_until_that_is_withdrawn() throws Exception {
        String old = issue();
        provider.rotateKey();
        String fresh = issue();

        assertNotEquals(
                SignedJWT.parse(old).getHeader().getKeyID(),
                SignedJWT.parse(fresh).getHeader().getKeyID());
        verify(old);
        verify(fresh);
        provider.withdrawOldKeys();
        verify(fresh);
        assertThrows(Exception.class, () -> verify(old));
    }

    @Test
    void no_private_key_is_published() throws Exception {
        assertFalse(new String(jwks(), StandardCharsets.UTF_8).contains("\"d\""));
    }

    @Test
    void a_refreshed_token_has_no_nonce() throws Exception {
        JsonObject tokens = Sample.tokens(provider, "openid", Persona.VERIFIED_EMAIL);
        JsonObject refreshed = Sample.json(Sample.token(
                provider, Map.of("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token"))));

        assertFalse(SignedJWT.parse(refreshed.text("id_token"))
                .getJWTClaimsSet()
                .getClaims()
                .containsKey("nonce"));
    }

    private void signInWithAnotherNonce() {
        Map<String, String> request = Sample.authorization(Sample.CONFIDENTIAL, "openid");
        request.put("nonce", "an-earlier-one");
        provider.authorize(Sample.authorizationUri(provider, request), Persona.VERIFIED_EMAIL);
    }

    private String issue() throws InterruptedException {
        return Sample.tokens(provider, "openid profile", Persona.VERIFIED_EMAIL).text("id_token");
    }

    private byte[] jwks() throws InterruptedException {
        return provider.send(Request.get(provider.address(Endpoint.JWKS).orElseThrow()))
                .body();
    }

    /** OpenID Connect Core section 3.1.3.7, by a library of its own and what that leaves to its user. */
    private JWTClaimsSet verify(String token) throws Exception {
        JWKSet keys = JWKSet.parse(new String(jwks(), StandardCharsets.UTF_8));
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                Sample.CONFIDENTIAL.clientId(),
                new JWTClaimsSet.Builder()
                        .issuer("https://huggingface.co")
                        .claim("nonce", "the-nonce")
                        .build(),
                Set.of("sub", "iat", "exp")));
        JWTClaimsSet claims = processor.process(token, null);
        // The library turns a number into a string.
        Object subject = SignedJWT.parse(token).getPayload().toJSONObject().get("sub");
        String authorizedParty = claims.getStringClaim("azp");
        if (!(subject instanceof String)
                || claims.getIssueTime().after(new Date(System.currentTimeMillis() + 60_000))
                || (claims.getAudience().size() > 1 && authorizedParty == null)
                || (authorizedParty != null && !authorizedParty.equals(Sample.CONFIDENTIAL.clientId()))) {
            throw new BadJWTException("sub, iat, aud or azp");
        }
        return claims;
    }
}
