package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.ClientAuthenticationMethod;

/** A capability that is denied is tested to be absent: a connector that really lacks it passes, one that has it is told. */
class DeniedCapabilitiesTest {
    @Test
    void a_connector_that_lacks_what_is_denied_keeps_every_rule() {
        Verdict verdict = Verdict.on(RightlyDenied.class);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    @Test
    void a_connector_that_has_what_is_denied_is_told_so() {
        Verdict verdict = Verdict.on(WronglyDenied.class);
        assertEquals(
                Set.of("R01", "S02", "S15", "S16", "T01", "T02", "T07", "T09", "T11", "T20", "T34", "T44"),
                verdict.brokenRules(),
                verdict::messages);
        for (String capability : List.of(
                "supportsPkce()",
                "supportsRefresh()",
                "supportsPublicClients()",
                "returnsTokens()",
                "pinsIssuer()",
                "keepsRawClaims()",
                "beginsWithoutRequest()",
                "clientAuthentication()",
                "the scope openid at a provider without ID tokens")) {
            assertTrue(verdict.messages().contains(capability), () -> capability + "\n" + verdict.messages());
        }
    }

    @Test
    void a_connector_without_userinfo_keeps_every_rule() {
        Verdict verdict = Verdict.on(WithoutUserinfo.class);
        assertEquals(Set.of(), verdict.brokenRules(), verdict::messages);
    }

    @Test
    void a_connector_that_asks_userinfo_although_that_is_denied_is_told_so() {
        Verdict verdict = Verdict.on(UserinfoWronglyDenied.class);
        assertEquals(Set.of("S13", "S16", "T10", "T11"), verdict.brokenRules(), verdict::messages);
    }

    @Test
    void a_connector_that_demands_openid_keeps_every_rule_and_one_that_does_not_is_told_so() {
        Verdict demanding = Verdict.on(OpenidDemanded.class);
        assertEquals(Set.of(), demanding.brokenRules(), demanding::messages);

        Verdict lax = Verdict.on(OpenidWronglyDemanded.class);
        assertEquals(Set.of("T10"), lax.brokenRules(), lax::messages);
        assertTrue(lax.messages().contains("signsInWithoutOpenid()"), lax::messages);
    }

    private abstract static class Denied extends ControlConformance {
        @Override
        protected boolean supportsIdTokens() {
            return false;
        }

        @Override
        protected boolean supportsPkce() {
            return false;
        }

        @Override
        protected boolean supportsRefresh() {
            return false;
        }

        @Override
        protected ClientAuthenticationMethod clientAuthentication() {
            return ClientAuthenticationMethod.CLIENT_SECRET_POST;
        }

        @Override
        protected boolean returnsTokens() {
            return false;
        }

        @Override
        protected boolean pinsIssuer() {
            return false;
        }

        @Override
        protected boolean keepsRawClaims() {
            return false;
        }

        @Override
        protected boolean beginsWithoutRequest() {
            return false;
        }

        @Override
        protected boolean saysWhetherEmailIsVerified() {
            return false;
        }
    }

    static final class RightlyDenied extends Denied {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", Plain::new);
        }
    }

    static final class WronglyDenied extends Denied {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", ControlConnector::new);
        }

        @Override
        protected boolean supportsPublicClients() {
            return false;
        }
    }

    static final class WithoutUserinfo extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", IdTokenOnly::new);
        }

        @Override
        protected boolean supportsUserinfo() {
            return false;
        }

        @Override
        protected SocialProfile expectedProfile() {
            return SocialProfile.builder().name("Ada Example").username("ada").build();
        }
    }

    static class OpenidWronglyDemanded extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", ControlConnector::new);
        }

        @Override
        protected boolean signsInWithoutOpenid() {
            return false;
        }
    }

    static final class OpenidDemanded extends OpenidWronglyDemanded {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", Demanding::new);
        }
    }

    static final class UserinfoWronglyDenied extends ControlConformance {
        @Override
        protected SocialConnectorFactory factory() {
            return new ControlConnectorFactory("control", ControlConnector::new);
        }

        @Override
        protected boolean supportsUserinfo() {
            return false;
        }
    }

    /** Signs nobody in without an ID token. */
    private static final class Demanding extends ControlConnector {
        Demanding(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        public Redirect begin(SignInAttempt attempt) throws InterruptedException {
            if (!attempt.scopes().isEmpty() && !attempt.scopes().contains("openid")) {
                throw refusal(ErrorCode.INVALID_REQUEST, "openid is not asked for");
            }
            return super.begin(attempt);
        }
    }

    /** Takes everything about the person from the ID token. */
    private static final class IdTokenOnly extends ControlConnector {
        IdTokenOnly(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) {
            if (claims == null) {
                throw refusal(ErrorCode.IDENTITY_MISMATCH, "nothing says who signed in");
            }
            return claims;
        }

        @Override
        protected Set<Check> claimed(Set<Check> made) {
            Set<Check> fewer = EnumSet.copyOf(made);
            fewer.remove(Check.USERINFO_SUBJECT);
            return fewer;
        }
    }

    /** Plain OAuth 2.0, as old as it gets. */
    private static final class Plain extends ControlConnector {
        Plain(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        public Redirect begin(SignInAttempt attempt) throws InterruptedException {
            if (attempt.scopes().contains("openid")) {
                throw refusal(ErrorCode.INVALID_CONFIGURATION, "there are no ID tokens here");
            }
            send(HttpTransport.Request.get(URI.create(ISSUER + "/.well-known/openid-configuration")));
            return super.begin(attempt);
        }

        @Override
        protected Map<String, String> parameters(SignInAttempt attempt) {
            Map<String, String> parameters = super.parameters(attempt);
            parameters.keySet().removeAll(Set.of("code_challenge", "code_challenge_method"));
            return parameters;
        }

        @Override
        protected Map<String, String> exchangeForm(SignInAttempt attempt, Secret code) {
            Map<String, String> form = super.exchangeForm(attempt, code);
            form.remove("code_verifier");
            return form;
        }

        @Override
        protected HttpTransport.Request authenticated(Map<String, String> form) {
            form.put("client_id", clientId);
            clientSecret.ifPresent(secret -> form.put("client_secret", secret.reveal()));
            return HttpTransport.Request.postForm(URI.create(ISSUER + "/token"), form);
        }

        @Override
        protected Redirect redirect(URI uri) {
            return Redirect.to(uri);
        }

        @Override
        protected Set<Check> claimed(Set<Check> made) {
            return Set.of();
        }

        @Override
        protected SignInResult withTokens(SignInResult result, TokenSet tokens) {
            return result;
        }

        @Override
        protected JsonObject raw(JsonObject userinfo) {
            return JsonObject.response(Map.of());
        }

        @Override
        protected boolean emailVerified(JsonObject userinfo) {
            return false;
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return Optional.empty();
        }
    }
}
