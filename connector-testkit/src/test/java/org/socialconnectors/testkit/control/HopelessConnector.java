package org.socialconnectors.testkit.control;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Persona;

/** Connectors with which nobody can sign in: nearly every rule is broken, and what matters is that one of them tells why. */
enum HopelessConnector implements Mistake.Made {
    PLAIN_PKCE(
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
            }),
    STATE_ALTERED(
            "T01",
            "The parameter state does not have the value",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    parameters.put("state", "connector-" + attempt.state().reveal());
                    return parameters;
                }
            }),
    RETURNS_NULL("T07", "complete answered null", (config, context) -> new ControlConnector(config, context) {
        @Override
        public @Nullable SignInResult complete(VerifiedCallback callback) throws InterruptedException {
            super.complete(callback);
            return null;
        }
    }),
    SECRET_IN_HEADER_AND_BODY(
            "T07",
            "The token request authenticates by client_secret_post, although",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    clientSecret.ifPresent(secret -> form.put("client_secret", secret.reveal()));
                    return super.authenticated(form);
                }
            }),
    NONCE_OF_ITS_OWN(
            "T01",
            "The parameter nonce does not have the value",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    parameters.replace("nonce", "nonce-" + attempt.nonce().reveal());
                    return parameters;
                }
            }),
    ASKS_AT_ANOTHER_ADDRESS(
            "T02",
            "The browser is not sent to the authorization endpoint",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Redirect redirect(URI uri) {
                    return super.redirect(URI.create(uri.toString().replace("/authorize?", "/authorise?")));
                }
            }),
    USER_INFORMATION_IN_THE_ADDRESS(
            "S03", "carries a user name or password", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Redirect redirect(URI uri) {
                    return super.redirect(URI.create(uri.toString().replace("https://", "https://user@")));
                }
            }),
    ANOTHER_NAMESPACE(
            "S18 T07 T10 S10", "Somebody else signed in", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Identity identity(SignInAttempt attempt, String subject) {
                    return new Identity("https://another-provider.example", subject);
                }
            }),
    CODE_EXCHANGE_MIXED_UP(
            "T07",
            "The parameter grant_type does not have the value",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> exchangeForm(SignInAttempt attempt, Secret code) {
                    Map<String, String> form = super.exchangeForm(attempt, code);
                    form.put("grant_type", "code");
                    form.put("code", "another-code");
                    form.put("redirect_uri", "https://app.example.org/another");
                    form.put("code_verifier", "another-verifier");
                    return form;
                }
            }),
    REDIRECT_URI_FORGOTTEN(
            "S18 T07 T38",
            "The token endpoint refuses the request, which lacks [redirect_uri]: see T07. Mend this first",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> exchangeForm(SignInAttempt attempt, Secret code) {
                    Map<String, String> form = super.exchangeForm(attempt, code);
                    form.remove("redirect_uri");
                    return form;
                }
            }),
    CHALLENGE_OF_ANOTHER_VERIFIER(
            "S18 T01",
            "The token endpoint refuses the request: see T07, and T01 for the code challenge. Mend this first",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    parameters.put("code_challenge", s256("another-verifier"));
                    return parameters;
                }
            }),
    REFRESH_MIXED_UP(
            "R01",
            "The parameter grant_type does not have the value",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> refreshForm(RefreshRequest request) {
                    Map<String, String> form = super.refreshForm(request);
                    form.put("grant_type", "refresh");
                    form.put("refresh_token", "another-token");
                    return form;
                }
            }),
    ABORTS_EVERY_RULE(
            "S02",
            "by a TestAbortedException that is not the kit's",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                public Redirect begin(SignInAttempt attempt) {
                    throw new TestAbortedException("not today");
                }
            }),
    NO_CREDENTIALS_IN_THE_BODY(
            "T07",
            "The token request has no client_secret",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    return HttpTransport.Request.postForm(URI.create(ISSUER + "/token"), form);
                }
            }) {
        @Override
        public Features features() {
            return Features.authenticatingBy(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        }
    },
    DECLARED_WITH_TWO_SUBJECTS(
            "S18",
            "Userinfo does not have the subject of person() at the member sub. Override subjectMember()",
            ControlConnector::new) {
        @Override
        public Persona person() {
            return TWO_SUBJECTS;
        }
    },
    DECLARED_WITH_TWO_SUBJECTS_AND_NO_ID_TOKEN(
            "S18",
            "against expectedIdentity(). Userinfo does not have the subject of person() at the member sub",
            ControlConnector::new) {
        @Override
        public Persona person() {
            return TWO_SUBJECTS;
        }

        @Override
        public Set<String> denied() {
            return Set.of("supportsIdTokens");
        }
    },
    TOKEN_REQUEST_BY_GET(
            "T07", "The token request is not a POST", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    return HttpTransport.Request.get(URI.create(ISSUER + "/token"));
                }
            }),
    PARAMETER_TWICE(
            "T02",
            "The parameter scope is there more than once",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Redirect redirect(URI uri) {
                    return super.redirect(URI.create(uri + "&scope=profile"));
                }
            }),
    NEW_REFRESH_TOKEN_DROPPED(
            "R02",
            "The result carries another refresh token",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    TokenSet tokens = super.refresh(request);
                    return TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                            .idToken(tokens.idToken().orElse(null))
                            .expiresAt(tokens.expiresAt().orElse(null))
                            .grantedScope(tokens.grantedScope().orElse(null))
                            .build();
                }
            }),
    SAYS_THE_CODE_WHEN_IT_FAILS(
            "T07",
            "PROVIDER_ERROR, in words that show a secret",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject exchange(SignInAttempt attempt, Secret code) {
                    throw refusal(ErrorCode.PROVIDER_ERROR, "nobody knows the code " + code.reveal());
                }
            }),
    ASKS_FOR_TOKENS_BY_ITSELF(
            "S08",
            "The connector went round context.http()",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject exchange(SignInAttempt attempt, Secret code) {
                    try {
                        URI.create("http://127.0.0.1:1/token")
                                .toURL()
                                .openStream()
                                .close();
                        throw refusal(ErrorCode.INVALID_RESPONSE, "nobody should answer there");
                    } catch (IOException unreachable) {
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "nobody answers");
                    }
                }
            }),
    KNOWS_NO_OPENID(
            "T07",
            "If the provider has no ID tokens, deny supportsIdTokens()",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    if (attempt.scopes().contains("openid")) {
                        throw ConnectorException.of(ErrorCode.INVALID_CONFIGURATION, "there are no ID tokens")
                                .with(Detail.PARAMETER, "scope")
                                .build();
                    }
                    return super.parameters(attempt);
                }
            }),
    CANNOT_BE_MADE("S01 C03", "create answered null", (config, context) -> null),
    THROWS_AN_ERROR(
            "T07 S14",
            "this should succeed, but it ends in java.lang.NoClassDefFoundError",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                public SignInResult complete(VerifiedCallback callback) {
                    throw new NoClassDefFoundError("com/example/Library");
                }
            }),
    THROWS_THE_TOKEN(
            "S18 T30",
            "this should succeed, but it ends in java.lang.IllegalStateException. Throw nothing but",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    TokenSet tokens = super.tokens(answer);
                    throw new IllegalStateException(
                            "cannot use " + tokens.accessToken().reveal());
                }
            }),
    CODE_EXCHANGED_TWICE(
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
                protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) {
                    // The provider has revoked the tokens of a code that came twice.
                    return claims == null ? JsonObject.response(Map.of()) : claims;
                }
            }),
    NOT_HTTPS("S03", "which is not https", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected Redirect redirect(URI uri) {
            return super.redirect(URI.create(uri.toString().replaceFirst("https", "http")));
        }
    }),
    ASKS_WHEN_IT_IS_MADE(
            "S01", "create reached for the network", (config, context) -> new ControlConnector(config, context) {
                {
                    try {
                        send(HttpTransport.Request.get(URI.create(ISSUER + "/.well-known/openid-configuration")));
                    } catch (InterruptedException interrupted) {
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "interrupted");
                    }
                }
            });

    private static final Persona TWO_SUBJECTS = Persona.of("4711-of-person", "ada", "Ada Example")
            .withUserinfo(Map.of("sub", "4711-of-userinfo", "preferred_username", "ada"));

    private final Mistake mistake;

    HopelessConnector(String rules, String message, ControlConnectorFactory.Making making) {
        this.mistake = Mistake.of(rules, message, making);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }
}
