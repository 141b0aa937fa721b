package org.socialconnectors.testkit.control;

import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.NONE;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.SimulatedProvider;

/** Connectors that keep every rule: the control connector, and those that really lack what is denied. */
public enum CorrectConnector implements Variation {
    CONTROL(
            Set.of(
                    "receivesCallbackByForm",
                    "pushesAuthorizationRequests",
                    "provesPossession",
                    "supportsDeviceSignIn",
                    "supportsRevocation",
                    "supportsLogoutUrl",
                    "tokenExchange"),
            ControlConnectorFactory::new),
    PLAIN(
            Set.of(
                    "supportsIdTokens",
                    "supportsPkce",
                    "supportsRefresh",
                    "returnsTokens",
                    "pinsIssuer",
                    "keepsRawClaims",
                    "beginsWithoutRequest",
                    "saysWhetherEmailIsVerified"),
            () -> new ControlConnectorFactory("control", Plain::new)) {
        @Override
        public Features features() {
            return Features.authenticatingBy(CLIENT_SECRET_POST);
        }

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
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return ControlConformance.providerWithoutUserinfo();
        }
    },
    FLAG_OF_ITS_OWN_IN_THE_ID_TOKEN(
            Set.of("supportsUserinfo"),
            () -> new ControlConnectorFactory("control", (config, context) -> new IdTokenOnly(config, context) {
                @Override
                protected boolean emailVerified(JsonObject claims) {
                    return claims.isTrue("mail_confirmed");
                }
            })) {
        @Override
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return ControlConformance.providerWithoutUserinfo();
        }

        @Override
        public Persona person() {
            return Persona.VERIFIED_EMAIL.withUserinfo(Map.of(
                    "sub", Persona.VERIFIED_EMAIL.subject(),
                    "name", "Ada Example",
                    "preferred_username", "ada",
                    "email", "ada@example.org",
                    "mail_confirmed", true));
        }

        @Override
        public String emailVerifiedMember() {
            return "mail_confirmed";
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
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return plain.issuerInCallback(true);
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
            () -> new ControlConnectorFactory("confidential", ControlConnector::new, "en")),
    DEMANDS_OPENID(Set.of("signsInWithoutOpenid"), () -> new ControlConnectorFactory("control", Demanding::new)),
    SAYS_LATER_WHAT_THE_PROVIDER_LACKS(
            Set.of("supportsDeviceSignIn", "supportsRevocation", "supportsLogoutUrl", "tokenExchange"),
            () -> new ControlConnectorFactory("control", Later::new)),
    FLAG_IN_A_FURTHER_ANSWER(Set.of(), () -> new ControlConnectorFactory("control", AskingForAStatus::new)) {
        @Override
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return plain.resource(
                    URI.create(ControlConnector.ISSUER + "/status"), person -> Map.of("mail_confirmed", true));
        }

        @Override
        public String emailVerifiedMember() {
            return "mail_confirmed";
        }
    },
    EMAILS_IN_A_FURTHER_ANSWER(Set.of(), () -> new ControlConnectorFactory("control", AskingForEmails::new)) {
        @Override
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return AskingForEmails.provider(plain);
        }

        @Override
        public String emailVerifiedMember() {
            return "verified";
        }
    },
    ASKS_FOR_METADATA(
            Set.of("beginsWithoutRequest"), () -> new ControlConnectorFactory("control", AskingForMetadata::new)),
    NAMES_PEOPLE_BY_ANOTHER_MEMBER(Set.of(), () -> new ControlConnectorFactory("control", AnotherMember::new)) {
        @Override
        public String subjectMember() {
            return "id";
        }

        @Override
        public Persona person() {
            return AnotherMember.ADA;
        }
    },
    OBJECTS_IN_USERINFO(Set.of("supportsIdTokens"), () -> new ControlConnectorFactory("control", NestedUserinfo::new)) {
        @Override
        public String subjectMember() {
            return NestedUserinfo.SUBJECT;
        }

        @Override
        public String emailVerifiedMember() {
            return NestedUserinfo.EMAIL_STATE;
        }

        @Override
        public List<?> unverifiedEmailValues() {
            return NestedUserinfo.UNVERIFIED;
        }

        @Override
        public Persona person() {
            return NestedUserinfo.ADA;
        }
    },
    NUMBERS_IN_USERINFO(
            Set.of("supportsIdTokens"), () -> new ControlConnectorFactory("control", NumberedUserinfo::new)) {
        @Override
        public String subjectMember() {
            return NestedUserinfo.SUBJECT;
        }

        @Override
        public String emailVerifiedMember() {
            return NestedUserinfo.EMAIL_STATE;
        }

        @Override
        public List<?> unverifiedEmailValues() {
            return NestedUserinfo.UNVERIFIED;
        }

        @Override
        public Persona person() {
            return NumberedUserinfo.ADA;
        }
    },
    LISTS_IN_USERINFO(Set.of("supportsIdTokens"), () -> new ControlConnectorFactory("control", ListedUserinfo::new)) {
        @Override
        public String subjectMember() {
            return ListedUserinfo.SUBJECT;
        }

        @Override
        public String emailVerifiedMember() {
            return ListedUserinfo.EMAIL_STATE;
        }

        @Override
        public List<?> unverifiedEmailValues() {
            return NestedUserinfo.UNVERIFIED;
        }

        @Override
        public Persona person() {
            return ListedUserinfo.ADA;
        }
    },
    FORM_POST_AND_TOKEN_EXCHANGE(
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withFormPost().withTokenExchange()) {
        @Override
        public TokenExchangeRequest exchanged() {
            return super.exchanged().scopes(List.of("tickets"));
        }
    },
    SECRET_IN_THE_BODY_AND_PUSHED_REQUESTS(
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests()),
    PROOFS_BY_A_KEY_THAT_IS_NOT_ANNOUNCED(
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> announced(JWK key) {
                    return Map.of();
                }
            }),
    SECRET_JWT_AND_PROOFS(Features.authenticatingBy(CLIENT_SECRET_JWT).withProofs()),
    PUBLIC_CLIENT_WITH_PROOFS_AND_PUSHED_REQUESTS(
            Features.authenticatingBy(NONE).withProofs().withPushedRequests()),
    ASSERTIONS_FOR_THE_TOKEN_ENDPOINT(
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().audience(ISSUER + "/token");
                }
            }),
    PROOFS_BY_AN_EDWARDS_KEY(Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(), EdwardsProofs::new),
    SIGNED_USERINFO(Features.authenticatingBy(CLIENT_SECRET_POST)) {
        @Override
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return super.provider(plain).signedUserinfo(true);
        }
    },
    PRIVATE_KEY_JWT_AND_ALL_THAT_IS_DEMANDED(Features.authenticatingBy(PRIVATE_KEY_JWT)
            .withFormPost()
            .withPushedRequests()
            .withProofs()
            .withTokenExchange()) {
        @Override
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return super.provider(plain).dpopNonceRequired(true).pushedAuthorizationRequired(true);
        }
    };

    private final Set<String> denied;
    private final Supplier<SocialConnectorFactory> factory;
    private final @Nullable Features advanced;

    CorrectConnector(Set<String> denied, Supplier<SocialConnectorFactory> factory) {
        this.denied = denied;
        this.factory = factory;
        this.advanced = null;
    }

    CorrectConnector(Features advanced) {
        this(advanced, AdvancedControlConnector::new);
    }

    CorrectConnector(Features advanced, AdvancedControlConnector.Making making) {
        this.denied = Set.of();
        this.factory = () -> AdvancedControlConnector.factory(advanced, making);
        this.advanced = advanced;
    }

    @Override
    public Features features() {
        return advanced == null ? Variation.super.features() : advanced;
    }

    @Override
    public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return advanced == null ? plain : Features.provider(plain);
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

    /** Compares another member than {@code sub} with the ID token. */
    private static final class AnotherMember extends ControlConnector {
        static final Persona ADA = Persona.of("user-4711", "ada", "Ada Example")
                .withUserinfo(Map.of(
                        "id", "user-4711",
                        "name", "Ada Example",
                        "preferred_username", "ada",
                        "email", "ada@example.org",
                        "email_verified", true));

        AnotherMember(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
            Map<String, @Nullable Object> members = new HashMap<>(userinfo.toMap());
            members.put("sub", members.get("id"));
            return super.subject(claims, JsonObject.response(members));
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

    /** Learns only when it is used what its provider has. */
    private static final class Later extends ControlConnector {
        Later(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            List<Object> offered = List.of(
                    (TokenRevocation) token -> {
                        throw lacking();
                    },
                    (LogoutUrl) request -> {
                        throw lacking();
                    },
                    (TokenExchange) request -> {
                        throw lacking();
                    },
                    new DeviceSignIn() {
                        @Override
                        public DeviceAuthorization start(List<String> scopes) {
                            throw lacking();
                        }

                        @Override
                        public DeviceProgress poll(DeviceAuthorization device) {
                            throw lacking();
                        }
                    });
            return offered.stream()
                    .filter(type::isInstance)
                    .<T>map(type::cast)
                    .findFirst()
                    .or(() -> super.capability(type));
        }

        private static ConnectorException lacking() {
            return refusal(ErrorCode.UNSUPPORTED, "the provider has no such thing");
        }
    }

    /** Takes everything about the person from the ID token. */
    private static class IdTokenOnly extends ControlConnector {
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

    /** Of an address in userinfo a further answer says whether it is verified, without naming it. */
    private static final class AskingForAStatus extends ControlConnector {
        AskingForAStatus(JsonObject config, ConnectorContext context) {
            super(config, context);
        }

        @Override
        protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
            HttpTransport.Request request = HttpTransport.Request.get(URI.create(ISSUER + "/status"))
                    .header("Authorization", "Bearer " + tokens.accessToken().reveal());
            Map<String, @Nullable Object> members =
                    new LinkedHashMap<>(super.about(claims, tokens).toMap());
            members.put("mail_confirmed", read(send(request), new ArrayList<>()).isTrue("mail_confirmed"));
            return JsonObject.response(members);
        }

        @Override
        protected boolean emailVerified(JsonObject userinfo) {
            return userinfo.isTrue("mail_confirmed");
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
            AskingForMetadata.requireOwn(
                    read(send(HttpTransport.Request.get(AskingForMetadata.ADDRESS)), new ArrayList<>()));
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
