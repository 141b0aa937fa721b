package org.socialconnectors.api.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenSet;

class AssuranceTest {
    @Test
    void an_id_token_proves_the_identity_if_signature_claims_and_nonce_were_verified() {
        assertTrue(Assurance.of(Set.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.NONCE))
                .idTokenVerified());
        assertTrue(Assurance.of(EnumSet.allOf(Check.class)).idTokenVerified());
    }

    @ParameterizedTest
    @EnumSource(names = {"ID_TOKEN_SIGNATURE", "ID_TOKEN_CLAIMS", "NONCE"})
    void T10_without_one_of_these_checks_it_does_not(Check missing) {
        assertFalse(Assurance.of(EnumSet.complementOf(EnumSet.of(missing))).idTokenVerified());
    }

    @Test
    void no_check_is_no_proof() {
        Assurance nothing = Assurance.of(List.of());

        assertEquals(Set.of(), nothing.checks());
        assertFalse(nothing.idTokenVerified());
    }

    @Test
    void the_checks_cannot_be_changed_afterwards() {
        EnumSet<Check> checks = EnumSet.of(Check.PKCE);
        Assurance assurance = Assurance.of(checks);
        checks.add(Check.NONCE);

        assertEquals(Set.of(Check.PKCE), assurance.checks());
        assertThrows(
                UnsupportedOperationException.class, () -> assurance.checks().add(Check.NONCE));
    }

    @Test
    void a_result_says_who_signed_in_and_what_proves_it_with_or_without_tokens() {
        Identity identity = new Identity("n", "1");
        SocialProfile profile = SocialProfile.builder().build();
        Assurance assurance = Assurance.of(Set.of(Check.PKCE));
        TokenSet tokens = TokenSet.builder(Secret.of("a"), "bearer").build();
        SignInResult result = SignInResult.of(identity, profile, assurance);

        assertEquals(Optional.empty(), result.tokens());
        assertEquals(Optional.of(tokens), result.withTokens(tokens).tokens());
        assertEquals(identity, result.withTokens(tokens).identity());
        assertEquals(profile, result.withTokens(tokens).profile());
        assertEquals(assurance, result.withTokens(tokens).assurance());
    }
}
