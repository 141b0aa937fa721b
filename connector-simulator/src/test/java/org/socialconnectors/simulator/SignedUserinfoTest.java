package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;

class SignedUserinfoTest {
    private final SimulatedProvider provider =
            Sample.provider(InstantSource.system(), builder -> builder.signedUserinfo(true));

    @Test
    void userinfo_is_a_jwt_for_the_client_about_the_subject() throws Exception {
        Response response = fetch();

        assertEquals("application/jwt", response.header("Content-Type").orElseThrow());
        JWTClaimsSet claims = verify(response);
        assertEquals("ada", claims.getStringClaim("preferred_username"));
        assertEquals(null, claims.getIssueTime());
    }

    @ParameterizedTest
    @EnumSource(UserinfoFault.class)
    void a_forged_one_is_refused_by_a_careful_client(UserinfoFault fault) throws Exception {
        provider.nextUserinfo(fault);

        Response forged = fetch();

        assertEquals(200, forged.status());
        assertThrows(Exception.class, () -> verify(forged));
        verify(fetch());
    }

    @Test
    void a_forgery_lasts_until_it_is_cleared_and_leaves_id_tokens_alone() throws Exception {
        provider.alwaysUserinfo(UserinfoFault.SUB_OTHER);
        Response first = fetch();
        Response second = fetch();
        provider.clearFaults();

        assertThrows(Exception.class, () -> verify(first));
        assertThrows(Exception.class, () -> verify(second));
        verify(fetch());
    }

    private Response fetch() throws InterruptedException {
        String token = Sample.tokens(provider, "openid profile", Persona.VERIFIED_EMAIL)
                .text("access_token");
        return Sample.userinfo(provider, token);
    }

    private JWTClaimsSet verify(Response response) throws Exception {
        JWKSet keys = JWKSet.parse(new String(
                provider.send(Request.get(provider.address(Endpoint.JWKS).orElseThrow()))
                        .body(),
                StandardCharsets.UTF_8));
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                Sample.CONFIDENTIAL.clientId(),
                new JWTClaimsSet.Builder()
                        .issuer("https://huggingface.co")
                        .subject(Persona.VERIFIED_EMAIL.subject())
                        .build(),
                Set.of()));
        return processor.process(new String(response.body(), StandardCharsets.UTF_8), null);
    }
}
