package org.socialconnectors.testkit.control;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;

/** Connectors that keep every rule: the control connector, and those that really lack what is denied. */
enum CorrectConnector implements Variation {
    CONTROL(Set.of(), ControlConnectorFactory::new),
    PLAIN(
            Set.of(
                    "supportsIdTokens",
                    "supportsPkce",
                    "supportsRefresh",
                    "usesBasicCredentials",
                    "returnsTokens",
                    "pinsIssuer",
                    "keepsRawClaims",
                    "beginsWithoutRequest",
                    "saysWhetherEmailIsVerified"),
            () -> new ControlConnectorFactory("control", Plain::new)) {
        @Override
        public SocialProfile expectedProfile() {
            return SocialProfile.builder()
                    .name("Ada Example")
                    .username("ada")
                    .email("ada@example.org", false)
                    .build();
        }
    },
    WITHOUT_USERINFO(Set.of("supportsUserinfo"), () -> new ControlConnectorFactory("control", IdTokenOnly::new)) {
        @Override
        public SocialProfile expectedProfile() {
            return SocialProfile.builder().name("Ada Example").username("ada").build();
        }
    },
    WAITS_FOR_ITS_TASKS(
            Set.of(),
            () -> new ControlConnectorFactory("control", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    return ForkJoinPool.commonPool()
                            .submit(() -> super.tokens(answer))
                            .join();
                }
            })),
    PROVIDER_SENDS_ISSUER(Set.of(), () -> new ControlConnectorFactory("control", IssuerDemanded::new)) {
        @Override
        public boolean providerSendsIssuer() {
            return true;
        }
    },
    ASKS_FOR_SOMETHING_OF_ITS_OWN(
            Set.of(),
            () -> new ControlConnectorFactory("control", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    parameters.put("access_type", "offline");
                    return parameters;
                }
            })) {
        @Override
        public Map<String, String> furtherAuthorizationParameters() {
            return Map.of("access_type", "offline");
        }
    },
    WITHOUT_PUBLIC_CLIENTS(
            Set.of("supportsPublicClients"),
            () -> new ControlConnectorFactory("confidential", ControlConnector::new, "en"));

    private final Set<String> denied;
    private final Supplier<SocialConnectorFactory> factory;

    CorrectConnector(Set<String> denied, Supplier<SocialConnectorFactory> factory) {
        this.denied = denied;
        this.factory = factory;
    }

    @Override
    public List<String> rules() {
        return List.of();
    }

    @Override
    public String message() {
        return "";
    }

    @Override
    public Set<String> denied() {
        return denied;
    }

    @Override
    public SocialConnectorFactory factory() {
        return factory.get();
    }

    /** Knows that its provider promises an issuer in every callback. */
    private static final class IssuerDemanded extends ControlConnector {
        IssuerDemanded(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        protected Redirect redirect(URI uri) {
            return Redirect.to(uri).expecting(new IssuerRule(ISSUER, true));
        }

        @Override
        protected Set<Check> claimed(Set<Check> made) {
            Set<Check> more = EnumSet.copyOf(made);
            more.add(Check.CALLBACK_ISSUER);
            return more;
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
