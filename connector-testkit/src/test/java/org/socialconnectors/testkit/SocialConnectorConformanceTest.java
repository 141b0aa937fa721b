package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.testkit.control.ControlConnectorFactory;

/** What the rules for any connector must not take for a mistake. */
class SocialConnectorConformanceTest {
    private static final Map<String, ?> WITHOUT_SECRET = Map.of("clientId", "a-public-client-id");
    private static final Map<String, ?> WITH_SECRET =
            Map.of("clientId", "a-public-client-id", "clientSecret", "a-client-secret");

    @Test
    void a_field_may_be_a_list_or_hidden() {
        rules("choosy", WITHOUT_SECRET, "").C06_a_field_of_the_wrong_type_is_refused_with_pointer_and_keyword();
    }

    @Test
    void a_field_about_a_token_is_no_secret_if_it_is_switched_counted_or_chosen() {
        rules("choosy", WITHOUT_SECRET, "").C07_every_secret_is_write_only();
    }

    /** The region that is not the default needs a secret, and while it is chosen no field is hidden. */
    @Test
    void the_whole_configuration_may_be_refused_while_every_field_can_be_seen() {
        rules("choosy", WITHOUT_SECRET, "").C08_a_hidden_field_is_never_required();
    }

    @Test
    void what_is_configured_and_not_secret_may_be_shown() throws InterruptedException {
        rules("control", WITH_SECRET, "?client_id=a-public-client-id").S04_the_redirect_shows_no_secret();
    }

    @Test
    void what_is_configured_and_secret_may_not() {
        SocialConnectorConformance rules = rules("control", WITH_SECRET, "?key=a-client-secret");
        AssertionFailedError told = assertThrows(AssertionFailedError.class, rules::S04_the_redirect_shows_no_secret);
        assertTrue(String.valueOf(told.getMessage()).startsWith("The redirect's address shows secrets."));
        assertEquals("[clientSecret]", told.getActual().getStringRepresentation());
    }

    @Test
    void a_browser_may_be_sent_without_https_to_this_machine_only() throws InterruptedException {
        for (String here : List.of("http://127.0.0.1:8080", "http://localhost", "HTTP://[::1]")) {
            sendingTo(here + "/authorize").S03_begin_answers_an_absolute_https_address();
        }
        for (String wrong : List.of("http://id.example", "ftp://127.0.0.1", "https:/authorize", "/authorize")) {
            assertThrows(
                    AssertionFailedError.class,
                    () -> sendingTo(wrong).S03_begin_answers_an_absolute_https_address(),
                    wrong);
        }
    }

    @Test
    void nobody_answers_unless_the_test_says_who() {
        SocialConnectorConformance rules = rules("control", WITH_SECRET, "");
        ConnectorException refusal = assertThrows(
                ConnectorException.class,
                () -> rules.network().send(HttpTransport.Request.get(URI.create("https://id.example/keys"))));
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refusal.code());
        assertTrue(rules.beginsWithoutRequest());
    }

    /** The region that is not the default hides one field and needs another, which is shown. */
    @Test
    void a_field_may_be_required_as_soon_as_it_is_shown() {
        rules("fussy", WITHOUT_SECRET, "").C08_a_hidden_field_is_never_required();
    }

    @Test
    void what_begin_throws_is_the_cause_of_the_failure_unless_it_shows_a_secret() {
        IllegalStateException harmless = new IllegalStateException("no");
        assertSame(harmless, failure(attempt -> harmless).getCause());
        assertNull(failure(attempt ->
                        new IllegalStateException("of " + attempt.state().reveal()))
                .getCause());
        assertNull(failure(attempt -> new IllegalStateException("by a-client-secret"))
                .getCause());
    }

    private static AssertionFailedError failure(Function<SignInAttempt, RuntimeException> thrown) {
        SocialConnectorConformance rules = rules("control", WITH_SECRET, attempt -> {
            throw thrown.apply(attempt);
        });
        return assertThrows(AssertionFailedError.class, rules::S14_no_thread_is_left_behind);
    }

    private static SocialConnectorConformance sendingTo(String address) {
        return rules("control", WITH_SECRET, URI.create(address));
    }

    private static SocialConnectorConformance rules(String id, Map<String, ?> configuration, String query) {
        return rules(id, configuration, URI.create("https://id.example/authorize" + query));
    }

    private static SocialConnectorConformance rules(String id, Map<String, ?> configuration, URI address) {
        return rules(id, configuration, attempt -> Redirect.to(address));
    }

    private static SocialConnectorConformance rules(
            String id, Map<String, ?> configuration, Function<SignInAttempt, Redirect> begin) {
        SocialConnector connector = new SocialConnector() {
            @Override
            public Redirect begin(SignInAttempt attempt) {
                return begin.apply(attempt);
            }

            @Override
            public SignInResult complete(VerifiedCallback callback) {
                throw new IllegalStateException("nobody signs in here");
            }
        };
        return new SocialConnectorConformance() {
            @Override
            protected SocialConnectorFactory factory() {
                return new ControlConnectorFactory(id, (config, context) -> connector, "en");
            }

            @Override
            protected Map<String, ?> configuration() {
                return configuration;
            }
        };
    }
}
