package org.socialconnectors.api.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.secret.Secret;

class TokenSetTest {
    @Test
    void a_token_set_holds_what_was_issued_exactly_as_stated() {
        TokenSet tokens = TokenSet.builder(Secret.of("a"), "Bearer")
                .refreshToken(Secret.of("r"))
                .idToken(Secret.of("i"))
                .expiresAt(Instant.EPOCH)
                .grantedScope("openid  profile,email")
                .build();

        assertEquals(Secret.of("a"), tokens.accessToken());
        assertEquals("Bearer", tokens.tokenType());
        assertEquals(Optional.of(Secret.of("r")), tokens.refreshToken());
        assertEquals(Optional.of(Secret.of("i")), tokens.idToken());
        assertEquals(Optional.of(Instant.EPOCH), tokens.expiresAt());
        assertEquals(Optional.of("openid  profile,email"), tokens.grantedScope());
    }

    @Test
    void what_was_not_issued_is_absent() {
        TokenSet tokens =
                TokenSet.builder(Secret.of("a"), "bearer").refreshToken(null).build();

        assertEquals(Optional.empty(), tokens.refreshToken());
        assertEquals(Optional.empty(), tokens.idToken());
        assertEquals(Optional.empty(), tokens.expiresAt());
        assertEquals(Optional.empty(), tokens.grantedScope());
    }

    @Test
    void a_refresh_asks_for_all_that_was_granted_unless_narrowed() {
        RefreshRequest request = RefreshRequest.of(new Identity("n", "1"), Secret.of("r"));
        List<String> scopes = new ArrayList<>(List.of("openid"));
        RefreshRequest narrower = request.scopes(scopes);
        scopes.add("email");

        assertEquals(List.of(), request.scopes());
        assertEquals(List.of("openid"), narrower.scopes());
        assertEquals(new Identity("n", "1"), narrower.expectedIdentity());
        assertEquals(Secret.of("r"), narrower.refreshToken());
        assertThrows(
                UnsupportedOperationException.class, () -> narrower.scopes().add("email"));
    }
}
