package org.socialconnectors.testkit.control;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.PostalAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.IssuerRule;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * Mistakes that authors make, each a small variation of the control connector, with the rules that have to notice it, all of
 * them and no others, and what the first of them says.
 */
enum WrongConnector implements Mistake.Made {
    WITHOUT_PKCE(
            "T01 T02 T03 T07",
            "code_challenge_method is missing",
            (config, context) -> new ControlConnector(config, context) {
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
            }),
    ONE_VERIFIER_FOR_ALL(
            "T01 T02 T07",
            "code_challenge does not have the value",
            (config, context) -> new ControlConnector(config, context) {
                private final String verifier = Secret.random().reveal();

                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    parameters.put("code_challenge", s256(verifier));
                    return parameters;
                }

                @Override
                protected Map<String, String> exchangeForm(SignInAttempt attempt, Secret code) {
                    Map<String, String> form = super.exchangeForm(attempt, code);
                    form.put("code_verifier", verifier);
                    return form;
                }
            }),
    VERIFIER_IN_THE_ADDRESS(
            "S04 T02", "redirect's address shows secrets", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    parameters.put("debug", attempt.codeVerifier().reveal());
                    return parameters;
                }
            }),
    SCOPE_PADDED("T02", "scope does not have the value", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected String scope(SignInAttempt attempt) {
            return super.scope(attempt) + " email";
        }
    }),
    EXTRA_PARAMETER_WINS(
            "T03", "Given a host's extra parameter state", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected void addExtra(Map<String, String> parameters, Map<String, String> extra) {
                    parameters.putAll(extra);
                }
            }),
    SECRET_IN_THE_BODY(
            "R01 T07",
            "does not carry the client's Basic credentials",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    form.put("client_id", clientId);
                    clientSecret.ifPresent(secret -> form.put("client_secret", secret.reveal()));
                    return HttpTransport.Request.postForm(URI.create(ISSUER + "/token"), form);
                }
            }),
    SECRET_IN_THE_QUERY(
            "T07 R01 T09 T45",
            "The token request has a query",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    HttpTransport.Request honest = super.authenticated(form);
                    HttpTransport.Request request = HttpTransport.Request.postForm(
                            URI.create(honest.uri() + "?client_secret="
                                    + clientSecret
                                            .map(secret -> encode(secret.reveal()))
                                            .orElse("none")),
                            form);
                    for (Map.Entry<String, String> header : honest.headers().entrySet()) {
                        request = request.header(header.getKey(), header.getValue());
                    }
                    return request;
                }
            }),
    NONCE_WITHOUT_OPENID(
            "T02", "with the scopes [profile, email]", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> parameters(SignInAttempt attempt) {
                    Map<String, String> parameters = super.parameters(attempt);
                    parameters.put("nonce", attempt.nonce().reveal());
                    return parameters;
                }
            }),
    PUBLIC_CLIENT_WITH_EMPTY_SECRET(
            "T09",
            "The token request authenticates by client_secret_post, although",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    if (clientSecret.isEmpty()) {
                        form.put("client_secret", "");
                    }
                    return super.authenticated(form);
                }
            }),
    PUBLIC_CLIENT_WITHOUT_A_NAME(
            "T09", "The token request has no client_id", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    HttpTransport.Request request = super.authenticated(form);
                    form.remove("client_id");
                    return clientSecret.isPresent()
                            ? request
                            : HttpTransport.Request.postForm(URI.create(ISSUER + "/token"), form);
                }
            }),
    CLAIMS_AN_ID_TOKEN_WITHOUT_ONE(
            "T10",
            "The assurance claims an ID token that nobody asked for",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Set<Check> claimed(Set<Check> made) {
                    Set<Check> more = new TreeSet<>(made);
                    more.addAll(List.of(
                            Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.NONCE, Check.USERINFO_SUBJECT));
                    return more;
                }
            }),
    FETCHES_KEYS_WITHOUT_AN_ID_TOKEN(
            "T10",
            "Keys were fetched although there was no ID token",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
                    if (claims == null) {
                        send(HttpTransport.Request.get(URI.create(ISSUER + "/keys")));
                    }
                    return super.about(claims, tokens);
                }
            }),
    UNKNOWN_CLAIMS_DROPPED("T11", "raw data lack members", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected JsonObject raw(JsonObject userinfo) {
            Map<String, Object> known = new LinkedHashMap<>(userinfo.toMap());
            known.remove("conformance_unknown");
            return JsonObject.response(known);
        }
    }),
    RAW_DATA_OF_INVENTIONS(
            "T11",
            "The raw data have members that no answer of the provider has",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject raw(JsonObject userinfo) {
                    Map<String, Object> more = new LinkedHashMap<>(userinfo.toMap());
                    more.put("roles", List.of("administrator"));
                    return JsonObject.response(more);
                }
            }),
    PROFILE_OF_INVENTIONS("T11", "The given name differs", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected SocialProfile profile(JsonObject userinfo) {
            return SocialProfile.builder()
                    .name(userinfo.displayText("name").orElse(null))
                    .username(userinfo.displayText("preferred_username").orElse(null))
                    .email(userinfo.displayText("email").orElse(null), emailVerified(userinfo))
                    .givenName("Ada")
                    .familyName("Example")
                    .address(new PostalAddress(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("UK")))
                    .locale("en")
                    .raw(userinfo)
                    .build();
        }
    }),
    PROFILE_MIXED_UP("T11 T44", "The username differs", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected SocialProfile profile(JsonObject userinfo) {
            return SocialProfile.builder()
                    .phone("+15550100", false)
                    .avatar(URI.create(ISSUER + "/avatar"))
                    .page(URI.create(ISSUER + "/page"))
                    .raw(userinfo)
                    .build();
        }
    }),
    ANOTHER_ISSUER_PINNED(
            "T20", "Given a callback of another issuer", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Redirect redirect(URI uri) {
                    return Redirect.to(uri).expecting(new IssuerRule("https://attacker.example", false));
                }
            }),
    ANY_TOKEN_ANSWER_WILL_DO(
            "T30 R03", "Given the token_type mac", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    Map<String, Object> filled = new LinkedHashMap<>(answer.toMap());
                    filled.compute(
                            "access_token",
                            (name, token) -> token instanceof String text && !text.isEmpty() ? text : "none");
                    if (!"bearer".equalsIgnoreCase(String.valueOf(filled.get("token_type")))) {
                        filled.put("token_type", "Bearer");
                    }
                    return super.tokens(JsonObject.response(filled));
                }
            }),
    ERROR_IN_A_200_OVERLOOKED(
            "T30", "Given an OAuth error with HTTP 200", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject read(HttpTransport.Response response, List<Secret> inFlight) {
                    return response.status() == 200
                            ? json(response.body()).orElseThrow(() -> unreadable(response.body()))
                            : super.read(response, inFlight);
                }
            }),
    EMPTY_SIGNATURE_ACCEPTED(
            "T32", "an ID token with the fault UNSIGNED", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject signed(Secret idToken) throws InterruptedException {
                    String[] parts = idToken.reveal().split("\\.", -1);
                    Base64.Decoder decoder = Base64.getUrlDecoder();
                    return parts.length == 3
                                    && parts[2].isEmpty()
                                    && new String(decoder.decode(parts[0]), StandardCharsets.UTF_8).contains("RS256")
                            ? json(decoder.decode(parts[1])).orElseThrow()
                            : super.signed(idToken);
                }
            }),
    SIGNATURE_OUT_OF_RANGE_ACCEPTED(
            "T32",
            "an ID token with the fault SIGNATURE_OF_ZEROS",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject signed(Secret idToken) throws InterruptedException {
                    try {
                        // What ECDSA did in some releases of the JDK.
                        byte[] signature =
                                SignedJWT.parse(idToken.reveal()).getSignature().decode();
                        return signature.length > 0 && new BigInteger(signature).signum() == 0
                                ? payload(idToken)
                                : super.signed(idToken);
                    } catch (ParseException malformed) {
                        throw refusal(ErrorCode.INVALID_ID_TOKEN, "the ID token is malformed");
                    }
                }
            }),
    TOKEN_WITHOUT_A_KEY_ID_NOT_VERIFIED(
            "T32 T37",
            "an ID token with the fault FOREIGN_KEY_WITHOUT_KID",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject signed(Secret idToken) throws InterruptedException {
                    try {
                        SignedJWT jwt = SignedJWT.parse(idToken.reveal());
                        return jwt.getHeader().getKeyID() == null
                                        && !jwt.getSignature().toString().isEmpty()
                                ? payload(idToken)
                                : super.signed(idToken);
                    } catch (ParseException malformed) {
                        throw refusal(ErrorCode.INVALID_ID_TOKEN, "the ID token is malformed");
                    }
                }
            }),
    PARTY_TAKEN_FOR_THE_AUDIENCE(
            "T34",
            "an ID token with the fault AUD_OTHER_WITH_OWN_AZP",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean audienceFits(JsonObject claims) {
                    return super.audienceFits(claims)
                            || claims.displayText("azp").equals(Optional.of(clientId));
                }
            }),
    TOKENS_OF_THE_CALLBACK(
            "T18",
            "Somebody signs in as another, whose tokens the callback brings",
            (config, context) -> new ControlConnector(config, context) {
                private final Map<String, String> brought = new ConcurrentHashMap<>();

                @Override
                protected Secret code(VerifiedCallback callback) {
                    brought.clear();
                    for (String name : List.of("access_token", "id_token")) {
                        callback.parameters().single(name).ifPresent(value -> brought.put(name, value));
                    }
                    return super.code(callback);
                }

                @Override
                protected TokenSet tokens(JsonObject answer) {
                    Map<String, @Nullable Object> members = new LinkedHashMap<>(answer.toMap());
                    members.putAll(brought);
                    return super.tokens(JsonObject.response(members));
                }

                @Override
                protected boolean nonceFits(JsonObject claims, @Nullable Secret nonce) {
                    return !brought.isEmpty() || super.nonceFits(claims, nonce);
                }
            }),
    ACCESS_TOKEN_OF_THE_CALLBACK_HANDED_ON(
            "T18",
            "The access token is the one that the callback brings",
            (config, context) -> new ControlConnector(config, context) {
                private volatile Optional<String> brought = Optional.empty();

                @Override
                protected Secret code(VerifiedCallback callback) {
                    brought = callback.parameters().single("access_token");
                    return super.code(callback);
                }

                @Override
                protected SignInResult withTokens(SignInResult result, TokenSet tokens) {
                    return super.withTokens(
                            result,
                            brought.map(token -> tokens(
                                            JsonObject.response(Map.of("access_token", token, "token_type", "Bearer"))))
                                    .orElse(tokens));
                }
            }),
    MALFORMED_TOKEN_IS_A_FAILURE(
            "T34",
            "it ends in java.lang.IllegalArgumentException",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject signed(Secret idToken) throws InterruptedException {
                    if (idToken.reveal().split("\\.", -1).length != 3) {
                        throw new IllegalArgumentException("not a JWT");
                    }
                    return super.signed(idToken);
                }
            }),
    SUBJECT_OF_THE_TOKEN_UNCHECKED(
            "T35", "an ID token with the fault SUB_", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean subjectFits(JsonObject claims) {
                    return true;
                }
            }),
    ONLY_THE_FIRST_KEY_TRIED(
            "T40", "a token without kid, and two keys", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected List<JWK> keysFor(com.nimbusds.jose.JWSHeader header) throws InterruptedException {
                    List<JWK> keys = super.keysFor(header);
                    return header.getKeyID() == null && keys.size() > 1 ? keys.subList(0, 1) : keys;
                }
            }),
    EMAIL_VERIFIED_UNLESS_DENIED(
            "T44", "although email_verified is null", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean emailVerified(JsonObject userinfo) {
                    return !Boolean.FALSE.equals(userinfo.toMap().get("email_verified"));
                }
            }),
    EMAIL_VERIFIED_BY_ANY_TEXT(
            "T44",
            "although email_verified is the text false",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean emailVerified(JsonObject userinfo) {
                    return super.emailVerified(userinfo)
                            || userinfo.displayText("email_verified").isPresent();
                }
            }),
    EMAIL_VERIFIED_IF_NOTHING_IS_SAID(
            "T44", "although email_verified is absent", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean emailVerified(JsonObject userinfo) {
                    return !userinfo.toMap().containsKey("email_verified") || super.emailVerified(userinfo);
                }
            }),
    UNVERIFIED_ADDRESS_DROPPED(
            "T44", "should be handed on all the same", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected SocialProfile profile(JsonObject userinfo) {
                    Map<String, Object> said = new LinkedHashMap<>(userinfo.toMap());
                    if (!emailVerified(userinfo)) {
                        said.remove("email");
                    }
                    return super.profile(JsonObject.response(said));
                }
            }),
    WORDS_NOT_REDACTED(
            "T45",
            "Given a provider that repeats code, verifier and secret",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected ConnectorException refused(String error, String words, List<Secret> inFlight) {
                    return super.refused(error, words, List.of());
                }
            }),
    SECRET_IN_THE_TEXT_OF_A_CAPABILITY(
            "T45", "shows secrets", (config, context) -> new ControlConnector(config, context) {
                @Override
                public <T> Optional<T> capability(Class<T> type) {
                    return super.capability(type)
                            .map(refresh -> type.cast(new TokenRefresh() {
                                @Override
                                public TokenSet refresh(RefreshRequest request) throws InterruptedException {
                                    return ((TokenRefresh) refresh).refresh(request);
                                }

                                @Override
                                public String toString() {
                                    return "refresh with "
                                            + clientSecret.map(Secret::reveal).orElse("no secret");
                                }
                            }));
                }
            }),
    TOKEN_PRINTED_AFTER_A_SIGN_IN(
            "T45", "What succeeds logs or prints secrets", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected SignInResult withTokens(SignInResult result, TokenSet tokens) {
                    System.out.println("signed in with " + tokens.accessToken().reveal());
                    return super.withTokens(result, tokens);
                }
            }),
    EMAIL_ADDRESS_PRINTED(
            "T45",
            "What succeeds logs or prints secrets or personal data, or calls a thread by them. ==> expected: <[]> but was: <[person's e-mail address]>",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected SocialProfile profile(JsonObject userinfo) {
                    System.out.println(
                            "signing in " + userinfo.displayText("email").orElse("somebody"));
                    return super.profile(userinfo);
                }
            }),
    SUBJECT_IN_AN_EXCEPTION(
            "T45",
            "ConnectorException or one of its causes shows secrets",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    try {
                        return super.subject(claims, userinfo);
                    } catch (ConnectorException another) {
                        throw refusal(
                                another.code(),
                                "userinfo is not about "
                                        + Objects.requireNonNull(claims).text("sub"));
                    }
                }
            }),
    INTERRUPTION_SWALLOWED_AT_USERINFO(
            "S12", "it ends in a success", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
                    try {
                        return super.userinfo(accessToken);
                    } catch (InterruptedException swallowed) {
                        return JsonObject.response(Map.of("sub", "interrupted"));
                    }
                }

                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    return userinfo.displayText("sub").equals(Optional.of("interrupted")) && claims != null
                            ? claims.text("sub")
                            : super.subject(claims, userinfo);
                }
            }),
    INTERRUPTION_AS_A_FLAG(
            "S12", "with the thread's flag set", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) {
                    try {
                        return super.send(request);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "interrupted");
                    }
                }
            }),
    ASKS_AN_ADDRESS_NOBODY_KNOWS(
            "S13",
            "Addresses were asked that provider() does not mention",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    try {
                        send(HttpTransport.Request.get(URI.create(ISSUER + "/statistics")));
                    } catch (InterruptedException interrupted) {
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "interrupted");
                    }
                    return super.tokens(answer);
                }
            }),
    TOKENS_MIXED_UP("S15", "The token type was changed", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected SignInResult withTokens(SignInResult result, TokenSet tokens) {
            return super.withTokens(
                    result,
                    TokenSet.builder(Secret.of("another-access-token"), "bearer")
                            .refreshToken(tokens.refreshToken().orElse(null))
                            .grantedScope("email profile unasked")
                            .expiresAt(Instant.EPOCH)
                            .build());
        }
    }),
    HANDS_NO_TOKENS_ON(
            "S15 R01 R02 R03 R04 S12 T45 T46",
            "The result carries no tokens. Add them with withTokens, or deny returnsTokens().",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected SignInResult withTokens(SignInResult result, TokenSet tokens) {
                    return result;
                }
            }),
    LIFE_CUT_SHORT(
            "S15 R02",
            "The access token's end is not the clock's time plus expires_in",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    Map<String, Object> cut = new LinkedHashMap<>(answer.toMap());
                    cut.computeIfPresent(
                            "expires_in",
                            (name, life) -> life instanceof Long seconds ? Math.min(seconds, 600L) : life);
                    return super.tokens(JsonObject.response(cut));
                }
            }),
    CAPABILITY_THAT_TELLS_THE_SECRET(
            "T45", "shows secrets", (config, context) -> new ControlConnector(config, context) {
                @Override
                public <T> Optional<T> capability(Class<T> type) {
                    Optional<T> offered = super.capability(type);
                    return type != TokenRefresh.class
                            ? offered
                            : Optional.of(type.cast(new TokenRefresh() {
                                @Override
                                public TokenSet refresh(RefreshRequest request) throws InterruptedException {
                                    return ((TokenRefresh) offered.orElseThrow()).refresh(request);
                                }

                                @Override
                                public String toString() {
                                    return "refresh with "
                                            + clientSecret.map(Secret::reveal).orElse("none");
                                }
                            }));
                }
            }),
    END_INVENTED(
            "S15",
            "An end of the access token was invented",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    Map<String, Object> filled = new LinkedHashMap<>(answer.toMap());
                    filled.putIfAbsent("expires_in", 3600L);
                    return super.tokens(JsonObject.response(filled));
                }
            }),
    REFRESH_TOKEN_INVENTED(
            "S15 R02", "A refresh token was invented", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    Map<String, Object> filled = new LinkedHashMap<>(answer.toMap());
                    filled.putIfAbsent("refresh_token", "an-invented-refresh-token");
                    return super.tokens(JsonObject.response(filled));
                }
            }),
    SCOPE_SENT_AT_EVERY_REFRESH(
            "R01",
            "A scope is sent though none was asked for",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> refreshForm(RefreshRequest request) {
                    Map<String, String> form = super.refreshForm(request);
                    form.putIfAbsent("scope", "openid profile email");
                    return form;
                }
            }),
    REFRESHES_FOR_ALL_SCOPES(
            "R01", "The parameter scope is missing", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Map<String, String> refreshForm(RefreshRequest request) {
                    Map<String, String> form = super.refreshForm(request);
                    form.remove("scope");
                    return form;
                }
            }),
    CREDENTIALS_NOT_ENCODED(
            "T08",
            "Given a client secret with colon, percent",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected String credentials(Secret secret) {
                    return Base64.getEncoder()
                            .encodeToString((clientId + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8));
                }
            }),
    PUBLIC_CLIENT_WITH_EMPTY_CREDENTIALS(
            "T09", "Given a public client", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Request authenticated(Map<String, String> form) {
                    return super.authenticated(form)
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + clientSecret
                                                    .map(this::credentials)
                                                    .orElse(""));
                }
            }),
    RAW_DATA_ALTERED(
            "T11",
            "raw data lack members of the provider's answer, or have changed them",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject raw(JsonObject userinfo) {
                    Map<String, Object> changed = new LinkedHashMap<>(userinfo.toMap());
                    changed.replaceAll((name, value) -> value instanceof String text ? text.toUpperCase() : value);
                    return JsonObject.response(changed);
                }
            }),
    READS_THE_CODE_ITSELF(
            "T17 T18 T19 T46",
            "Given a person who declines",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Secret code(VerifiedCallback callback) {
                    return callback.parameters().all("code").stream()
                            .filter(code -> !code.isEmpty())
                            .findFirst()
                            .map(Secret::of)
                            .orElse(Secret.of("none"));
                }
            }),
    ISSUER_NOT_PINNED("T20", "The redirect pins no issuer", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected Redirect redirect(URI uri) {
            return Redirect.to(uri);
        }
    }),
    ISSUER_PINNED_IN_CAPITALS(
            "T20",
            "Given a callback whose issuer is the right one in capitals",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Redirect redirect(URI uri) {
                    return Redirect.to(uri).expecting(new IssuerRule("HTTPS://ID.CONTROL.EXAMPLE", false));
                }
            }),
    ISSUER_PINNED_WITH_A_SLASH(
            "T20",
            "Given a callback whose issuer is the right one but for a slash",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Redirect redirect(URI uri) {
                    return Redirect.to(uri).expecting(new IssuerRule(ISSUER + "/", false));
                }
            }),
    PROMISED_ISSUER_NOT_DEMANDED("T20 S16", "Given a callback without the promised issuer", ControlConnector::new) {
        @Override
        public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
            return plain.issuerInCallback(true);
        }
    },
    ERRORS_ALL_ALIKE(
            "T21 T22 T46 R03",
            "should end in PROVIDER_ERROR, but it ends in INVALID_RESPONSE",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject read(HttpTransport.Response response, List<Secret> inFlight) {
                    if (response.status() >= 400 && response.status() < 500 && response.status() != 429) {
                        throw refusal(ErrorCode.INVALID_RESPONSE, "something is wrong");
                    }
                    return super.read(response, inFlight);
                }
            }),
    TRIES_AGAIN(
            "T23 R03 T24 T25 T43",
            "1 request to the token endpoint, but it saw 2",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    try {
                        HttpTransport.Response response = super.send(request);
                        return response.status() >= 500 || response.status() == 429 ? super.send(request) : response;
                    } catch (ConnectorException lost) {
                        return super.send(request);
                    }
                }
            }),
    FOLLOWS_REDIRECTS(
            "R03 T29 T30 T41",
            "must not lead the connector to other hosts",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    HttpTransport.Response response = super.send(request);
                    try {
                        return response.header("Location").isPresent()
                                ? super.send(HttpTransport.Request.get(
                                        URI.create(response.header("Location").get())))
                                : response;
                    } catch (ConnectorException unreachable) {
                        return response;
                    }
                }
            }),
    THROWS_WHAT_ITS_PARSER_THROWS(
            "T30 T31 T41",
            "but it ends in java.lang.AssertionError",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected ConnectorException unreadable(byte[] body) {
                    throw new AssertionError("not JSON");
                }
            }),
    ALG_NONE_ACCEPTED(
            "T32 R04",
            "an ID token with the fault ALG_NONE",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject signed(Secret idToken) throws InterruptedException {
                    try {
                        return JWTParser.parse(idToken.reveal()) instanceof SignedJWT
                                ? super.signed(idToken)
                                : payload(idToken);
                    } catch (ParseException malformed) {
                        throw refusal(ErrorCode.INVALID_ID_TOKEN, "the ID token is malformed");
                    }
                }
            }),
    SIGNATURE_NOT_VERIFIED(
            "T32 R04 T33 T37 T38 T39 T41",
            "an ID token with the fault TAMPERED_PAYLOAD",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject signed(Secret idToken) {
                    return payload(idToken);
                }
            }),
    HMAC_WITH_THE_SECRET_ACCEPTED(
            "T33",
            "an ID token with the fault HMAC_WITH_CLIENT_SECRET",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject signed(Secret idToken) throws InterruptedException {
                    try {
                        SignedJWT jwt = SignedJWT.parse(idToken.reveal());
                        boolean hmac = jwt.getHeader().getAlgorithm().getName().startsWith("HS");
                        byte[] key = clientSecret.map(Secret::reveal).orElse("").getBytes(StandardCharsets.UTF_8);
                        return hmac && jwt.verify(new MACVerifier(key)) ? payload(idToken) : super.signed(idToken);
                    } catch (ParseException | JOSEException malformed) {
                        throw refusal(ErrorCode.INVALID_ID_TOKEN, "the ID token is malformed");
                    }
                }
            }),
    ID_TOKEN_OPTIONAL(
            "T34",
            "no ID token although openid was asked for",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean expectsIdToken(SignInAttempt attempt, TokenSet tokens) {
                    return tokens.idToken().isPresent();
                }
            }),
    ISSUER_UNCHECKED(
            "T34 R04", "an ID token with the fault ISS_", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean issuerFits(JsonObject claims) {
                    return true;
                }
            }),
    AUDIENCE_UNCHECKED(
            "T34 R04", "an ID token with the fault AUD_", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean audienceFits(JsonObject claims) {
                    return true;
                }
            }),
    ISSUER_COMPARED_BY_ITS_BEGINNING(
            "T34",
            "an ID token with the fault ISS_BEGINS_ALIKE",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean issuerFits(JsonObject claims) {
                    return claims.displayText("iss").orElse("").startsWith(ISSUER);
                }
            }),
    ISSUER_COMPARED_WITHOUT_CASE(
            "T34",
            "Given an ID token whose issuer is the right one in capitals",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean issuerFits(JsonObject claims) {
                    return ISSUER.equalsIgnoreCase(claims.displayText("iss").orElse(""));
                }
            }),
    ISSUER_COMPARED_BUT_FOR_A_SLASH(
            "T34",
            "Given an ID token whose issuer is the right one but for a slash",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean issuerFits(JsonObject claims) {
                    return ISSUER.equals(claims.displayText("iss").orElse("").replaceFirst("/$", ""));
                }
            }),
    AUDIENCE_COMPARED_BY_ITS_BEGINNING(
            "T34",
            "an ID token with the fault AUD_BEGINS_ALIKE",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean audienceFits(JsonObject claims) {
                    return super.audienceFits(claims)
                            || claims.displayText("aud").orElse("").startsWith(clientId);
                }
            }),
    AUDIENCE_ONLY_AS_TEXT(
            "T34",
            "Given an aud that is a list of this client",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean audienceFits(JsonObject claims) {
                    return super.audienceFits(claims) && claims.toMap().get("aud") instanceof String;
                }
            }),
    EXPIRY_UNCHECKED(
            "T35 R04",
            "an ID token with the fault EXP_PAST",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean timesFit(JsonObject claims) {
                    Map<String, Object> endless = new LinkedHashMap<>(claims.toMap());
                    endless.put("exp", Long.MAX_VALUE / 2);
                    return super.timesFit(JsonObject.response(endless));
                }
            }),
    CLOCKS_MAY_NOT_DIFFER(
            "T35",
            "Given exp that is -59 seconds from now",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean timesFit(JsonObject claims) {
                    long now = now().getEpochSecond();
                    return super.timesFit(claims)
                            && claims.integer("exp").orElse(0) > now
                            && claims.integer("iat").orElse(0) <= now;
                }
            }),
    TIMES_UNCHECKED(
            "T35 R04",
            "an ID token with the fault EXP_PAST",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean timesFit(JsonObject claims) {
                    return true;
                }
            }),
    SYSTEM_CLOCK(
            "T35 R02 S15 T38",
            "a context whose clock is two days behind",
            (config, context) ->
                    new ControlConnector(config, ConnectorContext.of(context.http(), InstantSource.system()))) {
        @Override
        public boolean saysMoreWithTime() {
            return true;
        }
    },
    NONCE_SKIPPED(
            "T36",
            "an ID token with the fault NONCE_MISSING",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean nonceFits(JsonObject claims, @Nullable Secret nonce) {
                    return true;
                }
            }),
    KEY_OF_THE_TOKEN_TRUSTED(
            "T37 R04",
            "an ID token with the fault HEADER_JWK",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected List<JWK> keysFor(com.nimbusds.jose.JWSHeader header) throws InterruptedException {
                    return header.getJWK() == null ? super.keysFor(header) : List.of(header.getJWK());
                }
            }),
    KEY_OF_A_CERTIFICATE_TRUSTED(
            "T37", "an ID token with the fault HEADER_X5C", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected List<JWK> keysFor(com.nimbusds.jose.JWSHeader header) throws InterruptedException {
                    if (header.getX509CertChain() == null) {
                        return super.keysFor(header);
                    }
                    try {
                        byte[] certificate = header.getX509CertChain().get(0).decode();
                        return List.of(JWK.parse(X509CertUtils.parse(certificate)));
                    } catch (JOSEException malformed) {
                        return List.of();
                    }
                }
            }),
    WITHDRAWN_KEYS_KEPT(
            "T41",
            "Given a key that was withdrawn more than a day ago",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean areCurrent(Instant lastFetch) {
                    return !lastFetch.equals(Instant.MIN);
                }
            }),
    KEY_ID_DEMANDED(
            "T40", "a token without kid, and one key", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected List<JWK> keysFor(com.nimbusds.jose.JWSHeader header) throws InterruptedException {
                    return header.getKeyID() == null ? List.of() : super.keysFor(header);
                }
            }),
    KEYS_FETCHED_EVERY_TIME(
            "T39",
            "made the connector fetch the keys 30 times",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean mayFetchAgain(Instant lastFetch) {
                    return true;
                }
            }),
    KEYS_KEPT_FOR_EVER(
            "T38 T41",
            "Given a provider that has a new key",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean mayFetchAgain(Instant lastFetch) {
                    return lastFetch.equals(Instant.MIN);
                }
            }),
    USERINFO_OF_ANYBODY("T42", "userinfo of somebody else", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
            return claims == null ? super.subject(null, userinfo) : claims.text("sub");
        }
    }),
    SUBJECT_COMPARED_BY_ITS_BEGINNING(
            "T42",
            "userinfo of somebody whose subject begins alike",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    String subject = userinfo.displayText("sub").orElse("");
                    return claims != null && subject.startsWith(claims.text("sub"))
                            ? subject
                            : super.subject(claims, userinfo);
                }
            }),
    REFUSAL_OF_USERINFO_SWALLOWED(
            "T43 T29 T30 T42 T46",
            "Given HTTP 401 of userinfo",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
                    try {
                        return super.userinfo(accessToken);
                    } catch (ConnectorException swallowed) {
                        return JsonObject.response(Map.of("sub", "somebody"));
                    }
                }

                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    return userinfo.text("sub").equals("somebody") && claims != null
                            ? claims.text("sub")
                            : super.subject(claims, userinfo);
                }
            }),
    KEYS_OF_ANY_USE(
            "T41", "Given keys for encryption only", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean isForSignatures(JWK key) {
                    return true;
                }
            }),
    EMAIL_PROMOTED(
            "T44",
            "counts as verified although email_verified is",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected boolean emailVerified(JsonObject userinfo) {
                    return userinfo.has("email");
                }
            }),
    SECRET_IN_AN_EXCEPTION(
            "T45",
            "ConnectorException or one of its causes shows secrets",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected ConnectorException unreadable(byte[] body) {
                    return refusal(
                            ErrorCode.INVALID_RESPONSE,
                            "not JSON, asked with "
                                    + clientSecret.map(Secret::reveal).orElse("no secret"));
                }
            }),
    SECRET_IN_A_SUPPRESSED_EXCEPTION(
            "T45 T30 T31",
            "IllegalStateException or one of its causes shows secrets",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected ConnectorException unreadable(byte[] body) {
                    IllegalStateException thrown =
                            new IllegalStateException("not JSON", new IllegalStateException("a cause"));
                    thrown.getCause()
                            .addSuppressed(new IllegalArgumentException(
                                    clientSecret.map(Secret::reveal).orElse("no secret")));
                    throw thrown;
                }
            }),
    CODE_IN_A_LOG(
            "T45",
            "secrets or personal data are logged or printed",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Secret code(VerifiedCallback callback) {
                    Secret code = super.code(callback);
                    Logger.getLogger("wrong").log(Level.FINEST, "exchanging {0}", code.reveal());
                    return code;
                }
            }),
    SECRET_IN_ITS_TEXT("S07 T45", "shows secrets", (config, context) -> new ControlConnector(config, context) {
        @Override
        public String toString() {
            return "connector with " + clientSecret.map(Secret::reveal).orElse("no secret");
        }
    }),
    LAST_TOKEN_IN_ITS_TEXT("T45", "shows secrets", (config, context) -> new ControlConnector(config, context) {
        private volatile String lastToken = "none";

        @Override
        protected TokenSet tokens(JsonObject answer) {
            lastToken = answer.text("access_token");
            return super.tokens(answer);
        }

        @Override
        public String toString() {
            return "connector with " + lastToken;
        }
    }),
    PROVIDERS_WORDS_IN_THE_MESSAGE(
            "T21 T45 T46",
            "does not carry the provider's error code",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected JsonObject read(HttpTransport.Response response, List<Secret> inFlight) {
                    if (response.status() == 400) {
                        String words = json(response.body())
                                .flatMap(body -> body.displayText("error_description"))
                                .orElse("");
                        throw refusal(ErrorCode.PROVIDER_ERROR, words);
                    }
                    return super.read(response, inFlight);
                }
            }),
    BEGIN_ASKS_FIRST("S02 S35", "begin made requests", (config, context) -> new ControlConnector(config, context) {
        @Override
        public Redirect begin(SignInAttempt attempt) throws InterruptedException {
            send(HttpTransport.Request.get(URI.create(ISSUER + "/.well-known/openid-configuration")));
            return super.begin(attempt);
        }
    }),
    KEEPS_THE_FIRST_USERINFO(
            "S11 T18 T42", "became another", (config, context) -> new ControlConnector(config, context) {
                private final Map<String, JsonObject> lastUserinfo = new HashMap<>();

                @Override
                protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
                    JsonObject userinfo = super.userinfo(accessToken);
                    synchronized (lastUserinfo) {
                        lastUserinfo.putIfAbsent("the", userinfo);
                        return lastUserinfo.get("the");
                    }
                }

                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    return userinfo.displayText("sub").orElse("");
                }
            }),
    NAMESPACE_BY_SCOPE(
            "S10 T10",
            "The identity is another one with the scopes",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Identity identity(SignInAttempt attempt, String subject) {
                    return attempt.scopes().contains("openid")
                            ? super.identity(attempt, subject)
                            : new Identity("oauth", subject);
                }
            }),
    INTERRUPTION_SWALLOWED(
            "S12",
            "should pass the InterruptedException on",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) {
                    try {
                        return super.send(request);
                    } catch (InterruptedException swallowed) {
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "interrupted");
                    }
                }
            }),
    ASKS_A_TRACKER(
            "S13 R03 R04 T36 T41 T44 T46",
            "Other hosts than the provider's were asked",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
                    SignInResult result = super.complete(callback);
                    try {
                        send(HttpTransport.Request.get(URI.create("https://tracker.example/seen")));
                    } catch (ConnectorException unreachable) {
                        // Nobody has to know.
                    }
                    return result;
                }
            }),
    KEEPS_THE_ATTEMPT_IN_A_FIELD(
            "S05 S11",
            "carries the state of another sign-in",
            (config, context) -> new ControlConnector(config, context) {
                private final Overlap overlap = new Overlap();
                private volatile @Nullable SignInAttempt current;

                @Override
                public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                    current = attempt;
                    overlap.await();
                    return super.begin(Objects.requireNonNull(current));
                }
            }),
    KEEPS_THE_ACCESS_TOKEN_IN_A_FIELD(
            "S11", "some became others, or nobody", (config, context) -> new ControlConnector(config, context) {
                private final Overlap overlap = new Overlap();
                private volatile @Nullable TokenSet current;

                @Override
                protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
                    current = tokens;
                    overlap.await();
                    return super.about(claims, Objects.requireNonNull(current));
                }
            }),
    ASKS_BY_A_URL_CONNECTION("S08", "http://127.0.0.1:1", (config, context) -> new ControlConnector(config, context) {
        @Override
        public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
            try {
                URI.create("http://127.0.0.1:1/seen").toURL().openStream().close();
            } catch (IOException unreachable) {
                // Nobody has to know.
            }
            return super.complete(callback);
        }
    }),
    ASKS_BY_A_SOCKET("S08", "socket://127.0.0.1:1", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected JsonObject userinfo(Secret accessToken) throws InterruptedException {
            try {
                new Socket("127.0.0.1", 1).close();
            } catch (IOException unreachable) {
                // Nobody has to know.
            }
            return super.userinfo(accessToken);
        }
    }),
    ASKS_BY_A_CLIENT_OF_ITS_OWN(
            "S08 S14", "http://127.0.0.1:1", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    HttpClient client = HttpClient.newHttpClient();
                    LEFT.add(() -> Objects.requireNonNull(client));
                    try {
                        client.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/seen"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
                    } catch (IOException unreachable) {
                        // Nobody has to know.
                    }
                    return super.refresh(request);
                }
            }),
    REPORTS_FAILURES_ELSEWHERE("S08", "http://127.0.0.1:1", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected JsonObject read(HttpTransport.Response response, List<Secret> inFlight) {
            if (response.status() == 400) {
                try {
                    URI.create("http://127.0.0.1:1/failed").toURL().openStream().close();
                } catch (IOException unreachable) {
                    // Nobody has to know.
                }
            }
            return super.read(response, inFlight);
        }
    }),
    ASKS_BY_A_PROXY_SELECTOR_OF_ITS_OWN(
            "S08", "replaced the default ProxySelector", (config, context) -> new ControlConnector(config, context) {
                @Override
                public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                    LEFT.add(() -> ProxySelector.setDefault(PROXIES));
                    ProxySelector.setDefault(ProxySelector.of(null));
                    try {
                        URI.create("http://127.0.0.1:1/hidden")
                                .toURL()
                                .openStream()
                                .close();
                    } catch (IOException unreachable) {
                        // Nobody has to know.
                    }
                    return super.begin(attempt);
                }
            }),
    LEAVES_A_CONNECTION(
            "S09",
            "left connections open that it made by itself",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    try {
                        LEFT.add(SocketChannel.open());
                    } catch (IOException impossible) {
                        throw new UncheckedIOException(impossible);
                    }
                    return super.tokens(answer);
                }
            }),
    LEAVES_A_TASK_ON_THE_COMMON_POOL(
            "S14",
            "task running on ForkJoinPool.commonPool()",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    CountDownLatch end = new CountDownLatch(1);
                    LEFT.add(end::countDown);
                    ForkJoinPool.commonPool().execute(() -> {
                        try {
                            end.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    return super.tokens(answer);
                }
            }),
    LEAVES_A_CLIENT_WITH_CONNECTIONS("S14", "HttpClient-", (config, context) -> new ControlConnector(config, context) {
        private final List<HttpClient> clients = new CopyOnWriteArrayList<>();

        @Override
        protected TokenSet tokens(JsonObject answer) {
            clients.add(HttpClient.newHttpClient());
            return super.tokens(answer);
        }
    }),
    LEAVES_A_THREAD(
            "S14", "The connector left threads behind", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet tokens(JsonObject answer) {
                    Thread timer = new Thread(() -> {
                        try {
                            Thread.sleep(60_000);
                        } catch (InterruptedException end) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    timer.setDaemon(true);
                    timer.start();
                    return super.tokens(answer);
                }
            }),
    LEAVES_A_CLEANER("S14", "Cleaner-", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected TokenSet tokens(JsonObject answer) {
            TokenSet tokens = super.tokens(answer);
            cleaner().register(tokens, () -> {});
            return tokens;
        }
    }),
    SCOPE_INVENTED("S15", "A granted scope was invented", (config, context) -> new ControlConnector(config, context) {
        @Override
        protected TokenSet tokens(JsonObject answer) {
            Map<String, Object> filled = new LinkedHashMap<>(answer.toMap());
            filled.putIfAbsent("scope", "profile");
            return super.tokens(JsonObject.response(filled));
        }
    }),
    CLAIMS_WHAT_IT_DID_NOT_CHECK(
            "S16", "does not claim what was checked", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Set<Check> claimed(Set<Check> made) {
                    Set<Check> more = new TreeSet<>(made);
                    more.add(Check.CALLBACK_ISSUER);
                    return more;
                }
            }),
    CLAIMS_NOTHING_OF_WHAT_IT_CHECKED(
            "S18 S16", "claims no verified ID token", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected Set<Check> claimed(Set<Check> made) {
                    return Set.of();
                }
            }),
    OLD_REFRESH_TOKEN_KEPT(
            "R02",
            "A refresh token is handed on though the provider sent none",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    TokenSet tokens = super.refresh(request);
                    return TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                            .refreshToken(tokens.refreshToken().orElse(request.refreshToken()))
                            .idToken(tokens.idToken().orElse(null))
                            .expiresAt(tokens.expiresAt().orElse(null))
                            .grantedScope(tokens.grantedScope().orElse(null))
                            .build();
                }
            }),
    REFRESHES_FOR_ANYBODY(
            "R04", "a new ID token of somebody else", (config, context) -> new ControlConnector(config, context) {
                @Override
                protected void requireSame(Identity expected, TokenSet tokens) {}
            }),
    EVERYTHING_IS_A_CAPABILITY(
            "S06 R05 R06 R07 S31",
            "capability answered something",
            (config, context) -> new ControlConnector(config, context) {
                @Override
                public <T> Optional<T> capability(Class<T> type) {
                    return type == TokenRefresh.class
                            ? super.capability(type)
                            : Optional.of(type.cast(Proxy.newProxyInstance(
                                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null)));
                }
            }),
    VERIFIER_IN_ITS_TEXT("S07 T45", "shows secrets", (config, context) -> new ControlConnector(config, context) {
        private volatile String lastVerifier = "none";

        @Override
        public Redirect begin(SignInAttempt attempt) throws InterruptedException {
            lastVerifier = attempt.codeVerifier().reveal();
            return super.begin(attempt);
        }

        @Override
        public String toString() {
            return "connector with " + lastVerifier;
        }
    }),
    UNKNOWN_CAPABILITY_IS_AN_ERROR(
            "S06 R05 R06 R07 S31 T45", "capability threw", (config, context) -> new ControlConnector(config, context) {
                @Override
                public <T> Optional<T> capability(Class<T> type) {
                    Optional<T> known = super.capability(type);
                    if (known.isEmpty()) {
                        throw new UnsupportedOperationException();
                    }
                    return known;
                }
            });

    private static final @Nullable ProxySelector PROXIES = ProxySelector.getDefault();

    /** What they leave, for who tidies up after them. */
    static final Queue<AutoCloseable> LEFT = new ConcurrentLinkedQueue<>();

    private static volatile @Nullable Cleaner cleaner;

    private final Mistake mistake;

    WrongConnector(String rules, String message, ControlConnectorFactory.Making making) {
        this.mistake = Mistake.of(rules, message, making);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    static void tidyUp() {
        for (AutoCloseable left = LEFT.poll(); left != null; left = LEFT.poll()) {
            try {
                left.close();
            } catch (Exception unclosable) {
                throw new IllegalStateException(unclosable);
            }
        }
    }

    /** One for all connectors of a run, as authors have it in a static field. */
    private static synchronized Cleaner cleaner() {
        Cleaner known = cleaner;
        if (known == null) {
            known = Cleaner.create();
            cleaner = known;
            LEFT.add(() -> cleaner = null);
        }
        return known;
    }

    /**
     * Makes a race certain: a sign-in waits until another one has come, unless it runs where the connector was made, alone. The
     * time it waits at most is far more than it needs.
     */
    private static final class Overlap {
        private final Thread maker = Thread.currentThread();
        private final CountDownLatch two = new CountDownLatch(2);

        void await() throws InterruptedException {
            if (Thread.currentThread() != maker) {
                two.countDown();
                two.await(10, TimeUnit.SECONDS);
            }
        }
    }

    static JsonObject payload(Secret idToken) {
        try {
            String text = JWTParser.parse(idToken.reveal()).getParsedParts()[1].decodeToString();
            return JsonObject.response(
                    org.socialconnectors.core.json.JsonReader.config(text).toMap());
        } catch (ParseException malformed) {
            throw ConnectorException.of(ErrorCode.INVALID_ID_TOKEN, "the ID token is malformed")
                    .build();
        }
    }
}
