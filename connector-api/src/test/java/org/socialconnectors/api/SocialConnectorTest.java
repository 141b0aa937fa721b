package org.socialconnectors.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.TokenRefresh;

class SocialConnectorTest {
    /** What an author has to write, and no more. */
    private static final class Plain implements SocialConnector {
        @Override
        public Redirect begin(SignInAttempt attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SignInResult complete(VerifiedCallback callback) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void a_connector_expects_the_state_under_its_usual_name() {
        assertEquals("state", new Plain().stateParameter());
    }

    @Test
    void a_connector_has_a_capability_only_if_it_says_so() {
        assertEquals(Optional.empty(), new Plain().capability(TokenRefresh.class));
    }

    @Test
    void a_context_gives_what_it_was_made_of() {
        HttpTransport http = request -> {
            throw new UnsupportedOperationException();
        };
        InstantSource clock = InstantSource.system();
        ConnectorContext context = ConnectorContext.of(http, clock);

        assertSame(http, context.http());
        assertSame(clock, context.clock());
    }
}
