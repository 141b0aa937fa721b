package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;

/** Whatever a right connector's sign-in asks for, it keeps the rules. */
class ScopesTest {
    @Test
    void nothing_may_be_asked_for() {
        Verdict verdict = Verdict.of(AsksForNothing.class);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    @Test
    void openid_may_stand_anywhere() {
        Verdict verdict = Verdict.of(OpenidLast.class);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    static final class AsksForNothing extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", (config, context) -> new ControlConnector(config, context) {
                @Override
                public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                    if (attempt.scopes().contains("openid")) {
                        throw refusal(ErrorCode.INVALID_CONFIGURATION, "there are no ID tokens here");
                    }
                    return super.begin(attempt);
                }

                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    if (attempt.scopes().isEmpty()) {
                        parameters.remove("scope");
                    }
                    return parameters;
                }

                @Override
                protected void addExtra(Map<String, String> parameters, Map<String, String> extra) {
                    if (extra.containsKey("scope")) {
                        throw refusal(ErrorCode.INVALID_REQUEST, "an extra parameter has a name that is used already");
                    }
                    super.addExtra(parameters, extra);
                }
            });
        }

        @Override
        protected boolean supportsIdTokens() {
            return false;
        }

        @Override
        protected List<String> scopes() {
            return List.of();
        }

        /** The provider says no more of somebody than it was asked for. */
        @Override
        protected SocialProfile expectedProfile() {
            return SocialProfile.builder().build();
        }
    }

    static final class OpenidLast extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", (config, context) -> new ControlConnector(config, context) {
                @Override
                public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                    if (!attempt.scopes().isEmpty() && !attempt.scopes().contains("openid")) {
                        throw refusal(ErrorCode.INVALID_REQUEST, "openid is not asked for");
                    }
                    return super.begin(attempt);
                }
            });
        }

        @Override
        protected boolean signsInWithoutOpenid() {
            return false;
        }

        @Override
        protected List<String> scopes() {
            return List.of("profile", "email", "openid");
        }
    }
}
