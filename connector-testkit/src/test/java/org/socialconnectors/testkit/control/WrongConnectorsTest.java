package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** Each mistake is noticed, by the rules that it breaks and by no others, in words that help. */
class WrongConnectorsTest {
    private static volatile Making underTest = ControlConnector::new;
    private static volatile Supplier<SocialConnectorFactory> factoryUnderTest = ControlConnectorFactory::new;

    static final class Conformance extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", underTest);
        }
    }

    /** A factory of its own class, for what the control's factory does too well. */
    public static final class Factory implements SocialConnectorFactory {
        private final Supplier<ConnectorDescriptor> descriptor;

        Factory(Supplier<ConnectorDescriptor> descriptor) {
            this.descriptor = descriptor;
        }

        public Factory() {
            this(() -> new ControlConnectorFactory().descriptor());
        }

        @Override
        public ConnectorDescriptor descriptor() {
            return descriptor.get();
        }

        @Override
        public SocialConnector create(JsonObject config, ConnectorContext context) {
            return new ControlConnector(config, context);
        }
    }

    static final class ConformanceOfFactory extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return factoryUnderTest.get();
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_noticed_by_the_rules_that_it_breaks(WrongConnector wrong) {
        Verdict verdict = verdictOn(wrong::make);
        assertEquals(wrong.rules(), verdict.brokenRules(), verdict::messages);
        assertTrue(verdict.messages().contains(wrong.message()), verdict::messages);
    }

    // With these nearly every rule is broken, because nobody can sign in; what matters is that the reason is told.

    @Test
    void a_plain_code_challenge_is_told_by_T01() {
        assertTold(
                "T01",
                "The parameter code_challenge_method does not have the value",
                (config, context) -> new ControlConnector(config, context) {
                    @Override
                    protected Map<String, String> parameters(SignInAttempt attempt) {
                        Map<String, String> parameters = super.parameters(attempt);
                        parameters.put("code_challenge", attempt.codeVerifier().reveal());
                        parameters.put("code_challenge_method", "plain");
                        return parameters;
                    }
                });
    }

    @Test
    void a_state_of_the_connectors_own_is_told_by_T01() {
        assertTold(
                "T01",
                "The parameter state does not have the value",
                (config, context) -> new ControlConnector(config, context) {
                    @Override
                    protected Map<String, String> parameters(SignInAttempt attempt) {
                        Map<String, String> parameters = super.parameters(attempt);
                        parameters.put("state", "connector-" + attempt.state().reveal());
                        return parameters;
                    }
                });
    }

    @Test
    void a_result_that_is_null_is_told_by_T07() {
        assertTold("T07", "complete answered null", (config, context) -> new ControlConnector(config, context) {
            @Override
            public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
                super.complete(callback);
                return null;
            }
        });
    }

    @Test
    void a_connector_that_cannot_be_made_is_told_by_S01() {
        assertTold("S01", "create answered null", (config, context) -> null);
    }

    @Test
    void a_code_that_is_exchanged_twice_is_told_by_T07() {
        assertTold(
                "T07",
                "The token endpoint was not asked as often as it should",
                (config, context) -> new ControlConnector(config, context) {
                    @Override
                    protected JsonObject exchange(SignInAttempt attempt, Secret code) throws InterruptedException {
                        JsonObject answer = super.exchange(attempt, code);
                        send(authenticated(exchangeForm(attempt, code)));
                        return answer;
                    }

                    @Override
                    protected JsonObject about(JsonObject claims, TokenSet tokens) {
                        // The provider has revoked the tokens of a code that came twice.
                        return claims;
                    }
                });
    }

    @Test
    void an_address_that_is_not_https_is_told_by_S03() {
        assertTold("S03", "which is not https", (config, context) -> new ControlConnector(config, context) {
            @Override
            protected Redirect redirect(URI uri) {
                return super.redirect(URI.create(uri.toString().replaceFirst("https", "http")));
            }
        });
    }

    @Test
    void an_id_that_changes_is_told_by_D01() {
        List<ConnectorDescriptor> descriptors = Stream.of("control", "careless")
                .map(id -> new ControlConnectorFactory(id, ControlConnector::new).descriptor())
                .toList();
        AtomicInteger asked = new AtomicInteger();
        factoryUnderTest = () -> new Factory(() -> descriptors.get(asked.getAndIncrement() % 2));
        Verdict verdict = Verdict.on(ConformanceOfFactory.class);
        assertTrue(verdict.messageOf("D01").contains("descriptor() answers another ID"), verdict::messages);
    }

    @Test
    void a_factory_that_no_service_file_names_is_told_by_D02_and_by_no_other_rule() {
        ConnectorDescriptor descriptor = new ControlConnectorFactory().descriptor();
        factoryUnderTest = () -> new Factory(() -> descriptor);
        Verdict verdict = Verdict.on(ConformanceOfFactory.class);
        assertEquals(Set.of("D02"), verdict.brokenRules(), verdict::messages);
        assertTrue(verdict.messageOf("D02").contains("on the class path has the line"), verdict::messages);
    }

    @Test
    void a_connector_that_blocks_for_ever_is_told_where_and_the_run_ends() {
        underTest = (config, context) -> new ControlConnector(config, context) {
            @Override
            public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                new CountDownLatch(1).await();
                return super.begin(attempt);
            }
        };
        Verdict verdict = Verdict.on(Conformance.class, Map.of("socialconnectors.testkit.deadline.seconds", "4"));
        String words = "The connector did not come back within 4 s; it is in ";
        assertTrue(verdict.messages().contains(words), verdict::messages);
        assertTrue(verdict.messages().contains(WrongConnectorsTest.class.getName()), verdict::messages);
        assertTrue(verdict.messageOf("T55").contains("Not tried"), verdict::messages);
    }

    @Test
    void a_connector_that_blocks_for_ever_after_a_refusal_is_told_by_T39() {
        underTest = (config, context) -> new ControlConnector(config, context) {
            private final Semaphore one = new Semaphore(1);

            @Override
            protected JsonObject verified(Secret idToken, Secret nonce) throws InterruptedException {
                one.acquire();
                JsonObject claims = super.verified(idToken, nonce);
                one.release();
                return claims;
            }
        };
        Verdict verdict = Verdict.on(Conformance.class, Map.of("socialconnectors.testkit.deadline.seconds", "5"));
        assertTrue(verdict.messageOf("T39").contains("did not come back within 5 s"), verdict::messages);
    }

    private static void assertTold(String rule, String message, Making making) {
        Verdict verdict = verdictOn(making);
        assertTrue(verdict.brokenRules().contains(rule), verdict::messages);
        assertTrue(verdict.messageOf(rule).contains(message), verdict::messages);
    }

    private static Verdict verdictOn(Making making) {
        underTest = making;
        return Verdict.on(Conformance.class);
    }
}
