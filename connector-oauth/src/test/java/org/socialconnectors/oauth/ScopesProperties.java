package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;

class ScopesProperties {
    @Property
    void scopes_that_were_joined_are_split_again(@ForAll("tokens") List<String> scopes) {
        assertEquals(scopes, Scopes.split(String.join(" ", scopes)));
        assertEquals(scopes, Scopes.split("  " + String.join("   ", scopes) + " "));
        assertEquals(Optional.empty(), Scopes.malformed(scopes));
    }

    @Property
    void no_scope_that_was_split_hides_a_space(@ForAll String text) {
        for (String scope : Scopes.split(text)) {
            assertFalse(scope.isEmpty() || scope.contains(" "), "one scope");
        }
    }

    @Property
    void what_counts_as_well_formed_is_read_back_as_it_is(@ForAll("texts") List<String> scopes) {
        if (Scopes.malformed(scopes).isEmpty()) {
            assertEquals(scopes, Scopes.split(String.join(" ", scopes)));
        } else {
            String culprit = Scopes.malformed(scopes).orElseThrow();
            assertTrue(scopes.contains(culprit));
            // RFC 6749 section 3.3: 1*( %x21 / %x23-5B / %x5D-7E )
            assertTrue(culprit.isEmpty()
                    || culprit.chars().anyMatch(each -> each <= ' ' || each > '~' || each == '"' || each == '\\'));
        }
    }

    @Property
    void openid_cannot_hide_in_another_scope(
            @ForAll("tokens") List<String> scopes, @ForAll("separators") String between) {
        String hidden = "profile" + between + Scopes.OPENID;
        boolean oneToken = Scopes.malformed(List.of(hidden)).isEmpty();
        assertFalse(oneToken && Scopes.split(hidden).contains(Scopes.OPENID));
        assertFalse(!scopes.contains(Scopes.OPENID)
                && Scopes.split(String.join(" ", scopes)).contains(Scopes.OPENID));
    }

    @Property
    void any_configured_scope_makes_a_client_or_is_refused_as_configuration(@ForAll String scope) {
        JsonObject config = JsonObject.config(Map.of("clientId", "client", "scope", scope));
        if (Scopes.malformed(Scopes.split(scope)).isEmpty()) {
            assertEquals(Scopes.split(scope), OAuthClient.of(config).scopes());
        } else {
            ConnectorException refused = assertThrows(ConnectorException.class, () -> OAuthClient.of(config));
            assertEquals(ErrorCode.INVALID_CONFIGURATION, refused.code());
        }
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withCharRange('#', '[')
                                .withCharRange(']', '~')
                                .withChars('!')
                                .ofMinLength(1)
                                .ofMaxLength(12),
                        Arbitraries.of("openid", "https://api.example/auth/email", "a,b"))
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(8),
                        Arbitraries.strings().withChars("ab\"\\ \t\n\u00a0!~").ofMaxLength(4))
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.strings().withChars(" ,+\t\n\u00a0\u2003").ofMaxLength(3);
    }
}
