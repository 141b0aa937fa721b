package org.socialconnectors.testkit.control;

import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.NONE;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * Mistakes with newer protocols, each a small variation of the advanced control connector, with the rules that have to tell it and what
 * the first of them says. Where the provider notices the mistake too, nobody can sign in, and most rules are broken.
 */
enum WrongAdvancedConnector implements Mistake.Made {
    SECRET_BESIDE_THE_BASIC_CREDENTIALS(
            "S20",
            "device authorization request authenticates by client_secret_post",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
                    if (path.equals("/device")) {
                        clientSecret.ifPresent(secret -> form.put("client_secret", secret.reveal()));
                    }
                    return super.authenticated(path, form);
                }
            }),
    BASIC_CREDENTIALS_SENT_TWICE(
            "T07",
            "The token request has more than one Authorization",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
                    HttpTransport.Request honest = super.authenticated(path, form);
                    String authorization = honest.headers().get("Authorization");
                    return authorization == null
                            ? honest
                            : honest.header("authorization", authorization + ", " + authorization);
                }
            }),
    PUSHES_WITHOUT_CREDENTIALS(
            "S20",
            "pushed authorization request has no client_secret",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
                    return path.equals("/pushed")
                            ? HttpTransport.Request.postForm(URI.create(ISSUER + path), form)
                            : super.authenticated(path, form);
                }
            }),
    ANY_ERROR_IS_THE_PROVIDERS(
            "T22 S32 R05 R07",
            "Given a client that the provider does not know: this should end in INVALID_CONFIGURATION",
            Features.authenticatingBy(NONE).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JsonObject read(HttpTransport.Response response, List<Secret> inFlight) {
                    if (response.status() >= 400) {
                        throw refusal(ErrorCode.PROVIDER_ERROR, "something is wrong");
                    }
                    return super.read(response, inFlight);
                }
            }),
    BASIC_INSTEAD_OF_AN_ASSERTION(
            "T07",
            "authenticates by client_secret_basic, although clientAuthentication() is client_secret_jwt",
            Features.authenticatingBy(CLIENT_SECRET_JWT),
            (features, config, context) ->
                    new AdvancedControlConnector(Features.authenticatingBy(CLIENT_SECRET_BASIC), config, context)),
    ASSERTION_FOR_SOMEBODY_ELSE(
            "S21",
            "its aud [https://elsewhere.example] is not the provider alone",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().audience("https://elsewhere.example");
                }
            }),
    ASSERTION_FOR_MANY(
            "S21",
            "is not the provider alone",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().audience(List.of(ISSUER, "https://elsewhere.example"));
                }
            }),
    ASSERTION_OF_SOMEBODY_ELSE(
            "S21",
            "its iss is not the client ID",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().issuer("https://app.example.org");
                }
            }),
    ASSERTION_ABOUT_SOMEBODY_ELSE(
            "S21",
            "its sub is not the client ID",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().subject("another-client");
                }
            }),
    KEY_OF_THE_CLIENT_IN_THE_LOG(
            "T45",
            "secrets or personal data are logged or printed",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    Logger.getLogger("control").finest(privateKey.orElseThrow().reveal());
                    return super.assertionClaims();
                }
            }),
    ASSERTION_WITH_A_CONSTANT_ID(
            "S21",
            "its jti was used before",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().jwtID("constant");
                }
            }),
    ASSERTION_WITHOUT_ID(
            "S21",
            "it has no jti",
            Features.authenticatingBy(CLIENT_SECRET_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().jwtID(null);
                }
            }),
    ASSERTION_FOR_A_DAY(
            "S21",
            "its exp is not within the next 10 minutes",
            Features.authenticatingBy(CLIENT_SECRET_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().expirationTime(Date.from(now().plusSeconds(86_400)));
                }
            }),
    ASSERTION_FROM_TOMORROW(
            "S21",
            "its nbf or iat is ahead of the context's clock",
            Features.authenticatingBy(CLIENT_SECRET_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().issueTime(Date.from(now().plusSeconds(30)));
                }
            }),
    SECRET_IN_THE_ASSERTION(
            "S21",
            "it carries the client secret",
            Features.authenticatingBy(CLIENT_SECRET_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims()
                            .claim("secret", clientSecret.map(Secret::reveal).orElse(""));
                }
            }),
    FORM_ASKED_FOR_BUT_NOT_SAID(
            "S22",
            "callbackArrival() is not what receivesCallbackByForm() says",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withFormPost(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                public CallbackParameters.Arrival callbackArrival() {
                    return CallbackParameters.Arrival.QUERY;
                }
            }),
    TAKES_A_QUERY_FOR_A_FORM(
            "S23",
            "Given a callback by query: this should end in INVALID_REQUEST, but the connector accepts it",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withFormPost(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                public CallbackParameters.Arrival callbackArrival() {
                    return CallbackParameters.Arrival.QUERY;
                }
            }),
    TAKES_A_FORM_FOR_A_QUERY(
            "S23",
            "Given a callback by form: this should end in INVALID_REQUEST, but the connector accepts it",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                public CallbackParameters.Arrival callbackArrival() {
                    return CallbackParameters.Arrival.FORM;
                }
            }),
    FORM_SAID_BUT_NOT_ASKED_FOR(
            "S22",
            "The response_mode is not what receivesCallbackByForm() says",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withFormPost(),
            (features, config, context) ->
                    new AdvancedControlConnector(Features.authenticatingBy(CLIENT_SECRET_BASIC), config, context) {
                        @Override
                        public CallbackParameters.Arrival callbackArrival() {
                            return CallbackParameters.Arrival.FORM;
                        }
                    }),
    PUSHED_PARAMETERS_IN_THE_REDIRECT_TOO(
            "S24",
            "does not have exactly these parameters",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
                        throws InterruptedException {
                    Map<String, String> all = new LinkedHashMap<>(parameters);
                    all.putAll(super.pushed(parameters, attempt));
                    return all;
                }
            }),
    PUSHES_LESS_THAN_IT_SHOULD(
            "T01",
            "The parameter code_challenge_method is missing",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
                        throws InterruptedException {
                    Map<String, String> fewer = new LinkedHashMap<>(parameters);
                    fewer.keySet().removeAll(Set.of("code_challenge", "code_challenge_method"));
                    return super.pushed(fewer, attempt);
                }
            }),
    PUSHES_TWICE(
            "S25",
            "begin does not ask what pushesAuthorizationRequests() says",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
                        throws InterruptedException {
                    super.pushed(parameters, attempt);
                    return super.pushed(parameters, attempt);
                }
            }),
    FALLS_BACK_WHEN_A_PUSH_IS_REFUSED(
            "S26",
            "a request that the provider does not keep",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
                        throws InterruptedException {
                    try {
                        return super.pushed(parameters, attempt);
                    } catch (ConnectorException refused) {
                        return parameters;
                    }
                }
            }),
    PUSHES_AGAIN_WHEN_REFUSED(
            "S26",
            "must not make the connector push a request again",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
                        throws InterruptedException {
                    try {
                        return super.pushed(parameters, attempt);
                    } catch (ConnectorException refused) {
                        return super.pushed(parameters, attempt);
                    }
                }
            }),
    EXTRA_PARAMETER_BECOMES_A_CREDENTIAL(
            "T03",
            "a host's extra parameter client_assertion",
            Features.authenticatingBy(PRIVATE_KEY_JWT).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void addExtra(Map<String, String> parameters, Map<String, String> extra) {
                    extra.forEach(parameters::putIfAbsent);
                }
            }),
    EXTRA_PARAMETER_IS_PUSHED(
            "T03",
            "a host's extra parameter dpop_jkt",
            Features.authenticatingBy(CLIENT_SECRET_POST)
                    .withFormPost()
                    .withPushedRequests()
                    .withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void addExtra(Map<String, String> parameters, Map<String, String> extra) {
                    parameters.putAll(extra);
                }
            }),
    PROOF_WITHOUT_HASH_OF_THE_TOKEN(
            "S27",
            "userinfo request: its ath is not the hash of the access token",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, null, nonce);
                }
            }),
    PROOF_WITH_A_CONSTANT_ID(
            "S27",
            "userinfo request: its jti was used before",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce).jwtID("constant");
                }
            }),
    PROOF_OF_ANOTHER_ADDRESS(
            "S27",
            "token request: its htu is not the request's address",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce).claim("htu", ISSUER);
                }
            }),
    PROOF_OF_ANOTHER_METHOD(
            "S27",
            "token request: its htm is not the request's method",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce).claim("htm", "GET");
                }
            }),
    PROOF_OF_YESTERDAY(
            "S27",
            "token request: its iat is not the time of the context's clock",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce)
                            .issueTime(Date.from(now().minusSeconds(86_400)));
                }
            }),
    PROOF_WITHOUT_ID(
            "S27",
            "token request: it has no jti",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce).jwtID(null);
                }
            }),
    NONCE_INVENTED(
            "S27",
            "token request: its nonce is not one that the provider gave",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce).claim("nonce", "invented");
                }
            }),
    PROOF_OF_ANOTHER_TYPE(
            "S27",
            "token request: its typ is not dpop+jwt",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String proof(JWTClaimsSet.Builder claims, JWK key) {
                    return proofOf(new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(key.toPublicJWK()), claims, key);
                }
            }),
    PROOF_WITHOUT_KEY(
            "S27",
            "token request: its header has no jwk",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String proof(JWTClaimsSet.Builder claims, JWK key) {
                    return proofOf(
                            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt")),
                            claims,
                            key);
                }
            }),
    PROOF_SIGNED_WITH_ANOTHER_KEY(
            "S27",
            "token request: its signature is not of the key in its header",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String proof(JWTClaimsSet.Builder claims, JWK key) {
                    return proofOf(
                            new JWSHeader.Builder(JWSAlgorithm.ES256)
                                    .type(new JOSEObjectType("dpop+jwt"))
                                    .jwk(key.toPublicJWK()),
                            claims,
                            newKey());
                }
            }),
    PROOF_THAT_IS_NONE(
            "S27",
            "token request: it is not a signed JWT",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String proof(JWTClaimsSet.Builder claims, JWK key) {
                    return "proof";
                }
            }),
    PROOF_SENT_TWICE(
            "S27",
            "token request: there is more than one",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String proof(JWTClaimsSet.Builder claims, JWK key) {
                    String one = super.proof(claims, key);
                    return one + ", " + one;
                }
            }),
    PROOF_WITH_THE_PRIVATE_KEY(
            "S27",
            "token request: its header shows a private key",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String proof(JWTClaimsSet.Builder claims, JWK key) {
                    String header = "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":" + key.toJSONString() + "}";
                    String input = Base64URL.encode(header) + "."
                            + Base64URL.encode(claims.build().toString());
                    try {
                        return input + "."
                                + new ECDSASigner(key.toECKey())
                                        .sign(
                                                new JWSHeader(JWSAlgorithm.ES256),
                                                input.getBytes(StandardCharsets.US_ASCII));
                    } catch (JOSEException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                }
            }),
    PROOF_WITH_A_TIME_AS_TEXT(
            "S27",
            "token request: its iat is not a number",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce).claim("iat", "now");
                }
            }),
    NO_PROOF_AT_USERINFO(
            "S27",
            "userinfo request: there is none",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    return super.send(
                            request.uri().getPath().equals("/userinfo")
                                    ? HttpTransport.Request.get(request.uri())
                                            .header(
                                                    "Authorization",
                                                    request.headers().get("Authorization"))
                                    : request);
                }
            }),
    ASSERTION_THAT_IS_NONE(
            "S21",
            "token request: it is not a signed JWT",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
                    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                    form.put("client_assertion", "assertion");
                    return HttpTransport.Request.postForm(URI.create(ISSUER + path), form);
                }
            }),
    ASSERTION_WITH_ITS_END_AS_TEXT(
            "S21",
            "token request: its exp is not a number",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder assertionClaims() {
                    return super.assertionClaims().claim("exp", "soon");
                }
            }),
    BOUND_TOKEN_SENT_AS_A_BEARER_TOKEN(
            "S27",
            "the access token is not sent with the scheme DPoP",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String scheme(@Nullable Secret key) {
                    return "Bearer ";
                }
            }),
    PROOF_REPLAYED(
            "S29",
            "its jti was used before",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                private volatile String last = "none";

                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    JWTClaimsSet.Builder claims = super.proofClaims(request, accessToken, nonce);
                    if (nonce.isPresent()) {
                        return claims.jwtID(last);
                    }
                    last = String.valueOf(claims.getClaims().get("jti"));
                    return claims;
                }
            }),
    NONCE_OVERLOOKED(
            "S29",
            "Given a provider that demands a nonce: this should succeed",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Optional<String> demandedNonce(HttpTransport.Response response) {
                    return Optional.empty();
                }
            }),
    TRIES_AGAIN_WITH_ANY_NONCE(
            "S29",
            "an error with a nonce: this allows 1 request to the token endpoint, but it saw 2",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Optional<String> demandedNonce(HttpTransport.Response response) {
                    return response.status() >= 400 ? response.header("DPoP-Nonce") : Optional.empty();
                }
            }),
    SENDS_EVERY_NONCE(
            "S29",
            "the endpoint TOKEN was asked 5 times",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected int timesToSendANonce() {
                    return 4;
                }
            }),
    FORGETS_THE_NONCE_FOR_A_TOKEN(
            "S29",
            "Given a provider that demands a nonce: the endpoint TOKEN was asked 3 times",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new ForgettingTheNonce(false, features, config, context)),
    FORGETS_THE_NONCE_FOR_USERINFO(
            "S29",
            "Given a provider that demands a nonce: the endpoint USERINFO was asked 3 times",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new ForgettingTheNonce(true, features, config, context)),
    TAKES_A_DEMAND_FOR_AN_OUTAGE(
            "S29",
            "Given a nonce that is demanded again and again: this should end in PROVIDER_ERROR",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected ConnectorException refused(String error, String words, List<Secret> inFlight) {
                    return super.refused(
                            error.equals("use_dpop_nonce") ? "temporarily_unavailable" : error, words, inFlight);
                }
            }),
    ASSERTION_REPLAYED_WITH_THE_NONCE(
            "S29",
            "Given a provider that demands a nonce: this should succeed",
            Features.authenticatingBy(PRIVATE_KEY_JWT).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Request authenticatedAgain(
                        String path, Map<String, String> form, HttpTransport.Request before) {
                    return before;
                }
            }),
    ONE_KEY_FOR_ALL(
            "S28",
            "Two sign-ins have the same key",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                private final JWK only = super.newKey();

                @Override
                protected JWK newKey() {
                    return only;
                }
            }),
    REFRESHES_WITH_ANOTHER_KEY(
            "S28",
            "The proofs of one sign-in are not made with one key",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Secret refreshKey(RefreshRequest request) {
                    return Secret.of(newKey().toJSONString());
                }
            }),
    UNBOUND_TOKENS_ACCEPTED(
            "S30",
            "the token_type Bearer: this should end in INVALID_RESPONSE",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void requireBound(String tokenType) {}
            }),
    DEVICE_ASKS_AS_OFTEN_AS_BEFORE(
            "S31",
            "After slow_down the interval has to grow by five seconds",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected DeviceAuthorization slower(DeviceAuthorization device) {
                    return device;
                }
            }),
    DEVICE_SIGNS_IN_WHO_CAME_FIRST(
            "S31",
            "Of two people with a device each, one became the other",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                private volatile @Nullable SignInResult first;

                @Override
                protected SignInResult person(JsonObject answer, List<String> scopes) throws InterruptedException {
                    SignInResult known = first;
                    if (known == null) {
                        known = super.person(answer, scopes);
                        first = known;
                    }
                    return known;
                }
            }),
    DEVICES_SHARE_A_CODE(
            "S31",
            "Two devices have one code",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                private volatile @Nullable DeviceAuthorization current;

                @Override
                protected DeviceAuthorization device(JsonObject answer, List<String> scopes) {
                    DeviceAuthorization known = current;
                    if (known == null) {
                        known = super.device(answer, scopes);
                        current = known;
                    }
                    return known;
                }
            }),
    DEVICE_SHOWS_ANY_ADDRESS(
            "S32",
            "an address to show that is a script",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected URI verificationUri(JsonObject answer) {
                    return URI.create(ISSUER + "/device");
                }
            }),
    DEVICE_START_MADE_UP(
            "S32",
            "Given a start without expires_in: this should end in INVALID_RESPONSE",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected DeviceAuthorization device(JsonObject answer, List<String> scopes) {
                    return DeviceAuthorization.builder(
                                    Secret.of(answer.displayText("device_code").orElse("code")),
                                    answer.displayText("user_code").orElse("code"),
                                    verificationUri(answer),
                                    now().plusSeconds(
                                                    answer.integer("expires_in").orElse(600)))
                            .scopes(scopes)
                            .build();
                }
            }),
    DEVICE_WAITS_WHATEVER_HAPPENS(
            "S32",
            "Given a poll that answers no access_token: this should end in INVALID_RESPONSE",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
                    return DeviceProgress.pending(device);
                }
            }),
    DEVICE_WITHOUT_ID_TOKEN(
            "S32 S31",
            "Given a device's ID token with the fault EXP_PAST: this should end in INVALID_ID_TOKEN",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected SignInResult person(JsonObject answer, List<String> scopes) throws InterruptedException {
                    return super.person(answer, List.of());
                }
            }),
    DEVICE_TAKES_USERINFO_OF_ANYBODY(
            "S32",
            "Given a device's userinfo of somebody else: this should end in IDENTITY_MISMATCH",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String subjectOnADevice(@Nullable JsonObject claims, JsonObject userinfo) {
                    return claims == null ? subject(null, userinfo) : claims.text("sub");
                }
            }),
    SIGNED_USERINFO_NOT_VERIFIED(
            "S33",
            "signed userinfo with the fault FOREIGN_KEY",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JsonObject signedUserinfo(HttpTransport.Response response) {
                    String payload = new String(response.body(), StandardCharsets.US_ASCII).split("\\.", -1)[1];
                    return json(Base64.getUrlDecoder().decode(payload)).orElseThrow();
                }
            }),
    SIGNED_USERINFO_OF_ANYBODY(
            "S33 T42",
            "signed userinfo with the fault SUB_OTHER",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    return claims == null ? super.subject(null, userinfo) : claims.text("sub");
                }
            }),
    REVOCATION_THAT_CANNOT_FAIL(
            "R05",
            "Given HTTP 503 at a revocation: this should end in PROVIDER_UNAVAILABLE",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void revoke(Secret token) throws InterruptedException {
                    send(authenticated("/revoke", new LinkedHashMap<>(Map.of("token", token.reveal()))));
                }
            }),
    REVOCATION_THAT_CANNOT_BE_MADE_IS_DONE(
            "R05",
            "Given a revocation that cannot be made: this should end in PROVIDER_UNAVAILABLE",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    try {
                        return super.send(request);
                    } catch (ConnectorException unreachable) {
                        if (request.uri().getPath().equals("/revoke")) {
                            return new HttpTransport.Response(200, Map.of(), new byte[0]);
                        }
                        throw unreachable;
                    }
                }
            }),
    REVOCATION_WITHOUT_CREDENTIALS(
            "R05",
            "The revocation request does not carry the client's Basic credentials",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void revoke(Secret token) throws InterruptedException {
                    send(HttpTransport.Request.postForm(
                            URI.create(ISSUER + "/revoke"), Map.of("token", token.reveal())));
                }
            }),
    EXCHANGE_NOT_OFFERED(
            "R07",
            "The connector does not offer TokenExchange",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                public <T> Optional<T> capability(Class<T> type) {
                    return type == TokenExchange.class ? Optional.empty() : super.capability(type);
                }
            }),
    EXCHANGE_OF_ANOTHER_GRANT(
            "R07",
            "The parameter grant_type does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> exchangeForm(TokenExchangeRequest request) {
                    Map<String, String> form = super.exchangeForm(request);
                    form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
                    form.put("assertion", request.subjectToken().reveal());
                    return form;
                }
            }),
    EXCHANGE_OF_ANOTHER_TOKEN(
            "R07",
            "The parameter subject_token does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> exchangeForm(TokenExchangeRequest request) {
                    Map<String, String> form = super.exchangeForm(request);
                    form.put("subject_token", request.subjectToken().reveal().toUpperCase(Locale.ROOT));
                    return form;
                }
            }),
    EXCHANGE_OF_A_TOKEN_OF_ANOTHER_TYPE(
            "R07",
            "The parameter subject_token_type does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> exchangeForm(TokenExchangeRequest request) {
                    Map<String, String> form = super.exchangeForm(request);
                    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
                    return form;
                }
            }),
    EXCHANGE_FOR_A_SCOPE_OF_ITS_OWN(
            "R07",
            "A scope is sent though none was asked for",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> exchangeForm(TokenExchangeRequest request) {
                    Map<String, String> form = super.exchangeForm(request);
                    form.putIfAbsent("scope", "profile");
                    return form;
                }
            }),
    EXCHANGE_FOR_ALL_SCOPES(
            "R07",
            "The parameter scope is missing",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> exchangeForm(TokenExchangeRequest request) {
                    Map<String, String> form = super.exchangeForm(request);
                    form.remove("scope");
                    return form;
                }
            }),
    EXCHANGE_WITHOUT_CREDENTIALS(
            "R07",
            "The token request does not carry the client's Basic credentials",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
                    return form.containsKey("subject_token")
                            ? HttpTransport.Request.postForm(URI.create(ISSUER + path), form)
                            : super.authenticated(path, form);
                }
            }),
    EXCHANGE_BY_AN_ADDRESS(
            "R07",
            "The token request is not a POST",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    String body = new String(request.body(), StandardCharsets.UTF_8);
                    return super.send(
                            body.contains("subject_token=")
                                    ? HttpTransport.Request.get(URI.create(request.uri() + "?" + body))
                                    : request);
                }
            }),
    EXCHANGE_WITH_AN_ID_TOKEN(
            "R07",
            "An ID token is handed on that nobody has verified",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    TokenSet tokens = super.exchange(request);
                    return TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                            .idToken(Secret.of("of.nobody.verified"))
                            .grantedScope(tokens.grantedScope().orElse(null))
                            .expiresAt(tokens.expiresAt().orElse(null))
                            .build();
                }
            }),
    EXCHANGE_WITHOUT_AN_END(
            "R07",
            "The access token's end is not the clock's time plus expires_in",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    TokenSet tokens = super.exchange(request);
                    return TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                            .grantedScope(tokens.grantedScope().orElse(null))
                            .build();
                }
            }),
    EXCHANGE_WITHOUT_THE_KEY(
            "R07",
            "The key of the proofs, with its private part, does not come with the tokens",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs().withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    TokenSet tokens = super.exchange(request);
                    return TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                            .grantedScope(tokens.grantedScope().orElse(null))
                            .expiresAt(tokens.expiresAt().orElse(null))
                            .build();
                }
            }),
    EXCHANGE_WITH_A_PROOF_OF_ANOTHER_ADDRESS(
            "R07",
            "A request's proof is not as it should be",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs().withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    String body = new String(request.body(), StandardCharsets.UTF_8);
                    JWTClaimsSet.Builder claims = super.proofClaims(request, accessToken, nonce);
                    return body.contains("subject_token=") ? claims.claim("htu", ISSUER) : claims;
                }
            }),
    EXCHANGES_TWICE(
            "R07",
            "The token endpoint was not asked as often as it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    super.exchange(request);
                    return super.exchange(request);
                }
            }),
    EXCHANGE_REPEATED(
            "R07",
            "HTTP 503 at an exchange: this allows 1 request to the token endpoint, but it saw 2",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    try {
                        return super.exchange(request);
                    } catch (ConnectorException refused) {
                        return super.exchange(request);
                    }
                }
            }),
    EXCHANGE_ENDS_ALIKE(
            "R07",
            "an exchange that the provider does not grant: this should end in PROVIDER_ERROR",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    try {
                        return super.exchange(request);
                    } catch (ConnectorException refused) {
                        throw refusal(ErrorCode.INVALID_REQUEST, "the token cannot be exchanged");
                    }
                }
            }),
    EXCHANGE_IN_VAIN(
            "R07",
            "Given an exchange for all that the provider grants: this should succeed, but it ends in UNSUPPORTED",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    super.exchange(request);
                    throw refusal(ErrorCode.UNSUPPORTED, "the token cannot be exchanged");
                }
            }),
    SUBJECT_TOKEN_IN_THE_PROVIDERS_WORDS(
            "T45",
            "Given a provider that repeats the subject token in its error: the ConnectorException",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected List<Secret> secretsOf(TokenExchangeRequest request) {
                    return List.of();
                }
            }),
    SUBJECT_TOKEN_IN_A_LOG(
            "T45",
            "Given HTTP 503 at an exchange: secrets or personal data are logged or printed",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new Logging("subject_token", features, config, context)),
    EXCHANGED_TOKEN_IN_A_LOG(
            "T45",
            "What succeeds logs or prints secrets or personal data, or calls a thread by them. ==> expected: <[]> but was: <[access_token]>",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    TokenSet tokens = super.exchange(request);
                    Logger.getLogger("wrong")
                            .log(
                                    Level.FINEST,
                                    "exchanged for {0}",
                                    tokens.accessToken().reveal());
                    return tokens;
                }
            }),
    KEY_OF_AN_EXCHANGE_IN_A_LOG(
            "T45",
            "What succeeds logs or prints secrets or personal data, or calls a thread by them. ==> expected: <[]> but was: <[private key",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs().withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    TokenSet tokens = super.exchange(request);
                    logged(parsed(tokens.proofKey().orElseThrow()));
                    return tokens;
                }
            }),
    TOKEN_OF_A_DEVICE_IN_A_LOG(
            "T45",
            "What succeeds logs or prints secrets or personal data, or calls a thread by them. ==> expected: <[]> but was: <[access_token]>",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected SignInResult person(JsonObject answer, List<String> scopes) throws InterruptedException {
                    Logger.getLogger("wrong").log(Level.FINEST, "device has {0}", answer.text("access_token"));
                    return super.person(answer, scopes);
                }
            }),
    ID_TOKEN_OF_A_LOGOUT_IN_A_LOG(
            "T45",
            "What succeeds logs or prints secrets or personal data",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected URI logoutUrl(LogoutRequest request) throws InterruptedException {
                    URI address = super.logoutUrl(request);
                    Logger.getLogger("wrong").log(Level.FINEST, "signing out at {0}", address);
                    return address;
                }
            }),
    POLLS_WITH_NOTHING(
            "S31",
            "There is nothing to poll with, though nobody has decided.",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                @SuppressWarnings("NullAway")
                protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
                    return DeviceProgress.pending(null);
                }
            }),
    DEVICE_CODE_IN_AN_EXCEPTION(
            "T45",
            "one of its causes shows secrets or personal data",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected DeviceAuthorization device(JsonObject answer, List<String> scopes) {
                    try {
                        return super.device(answer, scopes);
                    } catch (ConnectorException unusable) {
                        throw refusal(
                                unusable.code(),
                                "nothing to do with "
                                        + answer.displayText("device_code").orElse("nothing"));
                    }
                }
            }),
    LOGOUT_WITH_THE_SECRET(
            "R06",
            "The address has other parameters than it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected URI logoutUrl(LogoutRequest request) throws InterruptedException {
                    return URI.create(super.logoutUrl(request) + "&client_secret="
                            + clientSecret.map(Secret::reveal).orElse(""));
                }
            }),
    DEVICE_CODE_IN_A_LOG(
            "T45",
            "secrets or personal data are logged or printed",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new Logging("device_code", features, config, context)),
    REVOKED_TOKEN_IN_A_LOG(
            "T45",
            "secrets or personal data are logged or printed",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new Logging("token", features, config, context)),
    ASSERTION_IN_A_LOG(
            "T45",
            "secrets or personal data are logged or printed",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new Logging("client_assertion", features, config, context)),
    REDIRECT_NAMES_ANOTHER_CLIENT(
            "S24",
            "The parameter client_id does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
                        throws InterruptedException {
                    Map<String, String> reference = super.pushed(parameters, attempt);
                    reference.put("client_id", "another");
                    return reference;
                }
            }),
    REDIRECT_NAMES_ANOTHER_REQUEST(
            "S24",
            "The parameter request_uri does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_POST).withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
                        throws InterruptedException {
                    Map<String, String> reference = super.pushed(parameters, attempt);
                    reference.put("request_uri", "urn:another");
                    return reference;
                }
            }),
    REFRESH_WITH_A_PROOF_OF_ANOTHER_METHOD(
            "S27",
            "token request: its htm is not",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    JWTClaimsSet.Builder claims = super.proofClaims(request, accessToken, nonce);
                    return has("refresh_token", request) ? claims.claim("htm", "GET") : claims;
                }
            }),
    NONCE_OF_THE_SIGN_IN_FOR_EVER(
            "S29",
            "Given a provider that demands another nonce at a refresh: this should succeed",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                private volatile Optional<String> kept = Optional.empty();

                @Override
                protected Optional<String> demandedNonce(HttpTransport.Response response) {
                    if (kept.isPresent()) {
                        return Optional.empty();
                    }
                    kept = super.demandedNonce(response);
                    return kept;
                }

                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    return super.proofClaims(request, accessToken, nonce.or(() -> kept));
                }
            }),
    REFRESH_REPEATED_WITHOUT_ID(
            "S29",
            "token request: it has no jti",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    JWTClaimsSet.Builder claims = super.proofClaims(request, accessToken, nonce);
                    return nonce.isPresent() && has("refresh_token", request) ? claims.jwtID("") : claims;
                }
            }),
    NONCE_SENT_THE_THIRD_TIME(
            "S29",
            "the endpoint TOKEN was asked 3 times",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                private volatile boolean overlooked;

                @Override
                protected int timesToSendANonce() {
                    return 2;
                }

                @Override
                protected JWTClaimsSet.Builder proofClaims(
                        HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
                    boolean overlooks = nonce.isPresent() && !overlooked;
                    overlooked |= overlooks;
                    return super.proofClaims(request, accessToken, overlooks ? Optional.empty() : nonce);
                }
            }),
    USERINFO_ASKED_TWICE_WITH_EVERY_NONCE(
            "S29",
            "the endpoint USERINFO was asked 4 times",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
                    super.about(claims, tokens);
                    return super.about(claims, tokens);
                }
            }),
    PUSHES_WITH_A_PROOF_OF_ANOTHER_KEY(
            "S28",
            "The proofs of one sign-in are not made with one key",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs().withPushedRequests(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    return super.send(
                            request.uri().getPath().equals("/pushed")
                                    ? request.header(
                                            "DPoP", proof(proofClaims(request, null, Optional.empty()), newKey()))
                                    : request);
                }
            }),
    KEY_KEPT_FROM_THE_HOST(
            "S28",
            "The key of the proofs, with its private part, does not come with the tokens",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new KeepingItsKey(features, config, context) {
                @Override
                protected @Nullable JWK handedOn(JWK key) {
                    return null;
                }
            }),
    ANOTHER_KEY_FOR_THE_HOST(
            "S28",
            "The key of the proofs, with its private part, does not come with the tokens",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new KeepingItsKey(features, config, context) {
                @Override
                protected @Nullable JWK handedOn(JWK key) {
                    return newKey();
                }
            }),
    PUBLIC_KEY_FOR_THE_HOST(
            "S28",
            "The key of the proofs, with its private part, does not come with the tokens",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new KeepingItsKey(features, config, context) {
                @Override
                protected @Nullable JWK handedOn(JWK key) {
                    return key.toPublicJWK();
                }
            }),
    KEY_OF_ANOTHER_ANNOUNCED(
            "S28",
            "The dpop_jkt of the authorization request is not the key's",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> announced(JWK key) {
                    return super.announced(newKey());
                }
            }),
    DEVICE_STARTS_BY_AN_ADDRESS(
            "S31",
            "The device authorization request is not a POST",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    String body = new String(request.body(), StandardCharsets.UTF_8);
                    return super.send(
                            request.uri().getPath().equals("/device")
                                    ? HttpTransport.Request.get(URI.create(request.uri() + "?" + body))
                                    : request);
                }
            }),
    DEVICE_STARTS_TWICE(
            "S31",
            "The device authorization endpoint was not asked once",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                    if (request.uri().getPath().equals("/device")) {
                        super.send(request);
                    }
                    return super.send(request);
                }
            }),
    DEVICE_STARTS_WITH_ANOTHER_SCOPE(
            "S31",
            "The parameter scope does not have the value that it should, openid profile email, but profile",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) ->
                    new SendingOtherwise("/device", "scope", "profile", features, config, context)),
    DEVICE_STARTS_WITHOUT_NAME(
            "S31",
            "The parameter client_id is missing",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) ->
                    new SendingOtherwise("/device", "client_id", null, features, config, context)),
    DEVICE_SHOWS_ANOTHER_CODE(
            "S31",
            "Another code would be shown",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new ReadingOtherwise("user_code", "ANOTHER", features, config, context)),
    DEVICE_SHOWS_ANOTHER_ADDRESS(
            "S31",
            "Another address would be shown",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new ReadingOtherwise(
                    "verification_uri", "https://id.control.example/another", features, config, context)),
    DEVICE_CODE_ENDS_TOO_EARLY(
            "S31",
            "The code's end is not the clock's time plus expires_in",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new ReadingOtherwise("expires_in", 60L, features, config, context)),
    DEVICE_ASKS_TOO_OFTEN(
            "S31",
            "The interval is not what the provider says",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new ReadingOtherwise("interval", 1L, features, config, context)),
    DEVICE_POLLS_WITH_ANOTHER_GRANT(
            "S31",
            "The parameter grant_type does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) ->
                    new SendingOtherwise(
                            "device_code",
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:device",
                            features,
                            config,
                            context) {
                        @Override
                        protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
                            return DeviceProgress.pending(device);
                        }
                    }),
    DEVICE_POLLS_WITH_ANOTHER_CODE(
            "S31",
            "The parameter device_code does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) ->
                    new SendingOtherwise("device_code", "device_code", "another", features, config, context) {
                        @Override
                        protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
                            return DeviceProgress.pending(device);
                        }
                    }),
    DEVICE_POLLS_WITHOUT_CREDENTIALS(
            "S31",
            "The token request does not carry the client's Basic credentials",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
                    return form.containsKey("device_code")
                            ? HttpTransport.Request.postForm(URI.create(ISSUER + path), form)
                            : super.authenticated(path, form);
                }

                @Override
                protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
                    return DeviceProgress.pending(device);
                }
            }),
    DEVICE_SIGNS_IN_BEFORE_THE_DECISION(
            "S31",
            "Somebody signed in before the person decided",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
                    return refusal.detail(Detail.OAUTH_ERROR).equals(Optional.of("authorization_pending"))
                            ? DeviceProgress.complete(somebodyElse())
                            : super.unfinished(device, refusal);
                }
            }),
    DEVICE_SIGNS_IN_TOO_SOON(
            "S31",
            "A poll that is too soon ends the sign-in",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
                    return refusal.detail(Detail.OAUTH_ERROR).equals(Optional.of("slow_down"))
                            ? DeviceProgress.complete(somebodyElse())
                            : super.unfinished(device, refusal);
                }
            }),
    DEVICE_SIGNS_IN_SOMEBODY_ELSE(
            "S31",
            "Somebody else signed in",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected SignInResult person(JsonObject answer, List<String> scopes) {
                    return somebodyElse();
                }
            }),
    DEVICE_WAITS_AFTER_THE_DECISION(
            "S31",
            "The person approved, but nobody is signed in",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected SignInResult person(JsonObject answer, List<String> scopes) {
                    throw ConnectorException.ofOAuthError("authorization_pending", "", List.of())
                            .build();
                }
            }),
    REVOKES_TWICE(
            "R05",
            "The revocation endpoint was not asked once",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void revoke(Secret token) throws InterruptedException {
                    super.revoke(token);
                    super.revoke(token);
                }
            }),
    REVOKES_BY_AN_ADDRESS(
            "R05",
            "The revocation request is not a POST",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void revoke(Secret token) throws InterruptedException {
                    send(HttpTransport.Request.get(URI.create(ISSUER + "/revoke?token=" + encode(token.reveal()))));
                }
            }),
    REVOKES_ANOTHER_TOKEN(
            "R05",
            "The parameter token does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected void revoke(Secret token) throws InterruptedException {
                    super.revoke(Secret.random());
                }
            }),
    LOGOUT_ELSEWHERE(
            "R06",
            "The browser is not sent to the end session endpoint that provider() names",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new LoggingOutOtherwise("/logout", "/signout", features, config, context)),
    LOGOUT_UNENCRYPTED(
            "R06",
            "The browser is not sent to the end session endpoint that provider() names",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new LoggingOutOtherwise("https:", "http:", features, config, context)),
    LOGOUT_OF_ANOTHER_CLIENT(
            "R06",
            "The parameter client_id does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) ->
                    new LoggingOutOtherwise("client_id=[^&]*", "client_id=another", features, config, context)),
    LOGOUT_WITHOUT_STATE(
            "R06",
            "The address has other parameters than it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new LoggingOutOtherwise("&state=[^&]*", "", features, config, context)),
    LOGOUT_WITH_ANOTHER_STATE(
            "R06",
            "The parameter state does not have the value that it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) ->
                    new LoggingOutOtherwise("&state=[^&]*", "&state=another", features, config, context)),
    LOGOUT_WITH_A_STATE_OF_ITS_OWN(
            "R06",
            "The address has other parameters than it should",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) ->
                    new LoggingOutOtherwise("(\\?client_id=[^&]*)$", "$1&state=unasked", features, config, context)),
    LOGOUT_BY_ITSELF(
            "R06",
            "The connector went there itself",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected URI logoutUrl(LogoutRequest request) throws InterruptedException {
                    URI address = super.logoutUrl(request);
                    send(HttpTransport.Request.get(address));
                    return address;
                }
            }),
    ASSERTION_OF_A_REFRESH_FOR_SOMEBODY_ELSE(
            "S21",
            "token request: its aud [https://elsewhere.example] is not",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AssertingOtherwise("refresh_token", features, config, context)),
    ASSERTION_OF_A_REVOCATION_FOR_SOMEBODY_ELSE(
            "S21",
            "revocation request: its aud [https://elsewhere.example] is not",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AssertingOtherwise("/revoke", features, config, context)),
    ASSERTION_OF_A_DEVICE_FOR_SOMEBODY_ELSE(
            "S21",
            "device authorization request: its aud [https://elsewhere.example] is not",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AssertingOtherwise("/device", features, config, context)),
    ASSERTION_OF_A_POLL_FOR_SOMEBODY_ELSE(
            "S21",
            "token request: its aud [https://elsewhere.example] is not",
            Features.authenticatingBy(PRIVATE_KEY_JWT),
            (features, config, context) -> new AssertingOtherwise("device_code", features, config, context)),
    ASSERTION_OF_AN_EXCHANGE_FOR_SOMEBODY_ELSE(
            "S21",
            "token request: its aud [https://elsewhere.example] is not",
            Features.authenticatingBy(PRIVATE_KEY_JWT).withTokenExchange(),
            (features, config, context) -> new AssertingOtherwise("subject_token", features, config, context)),
    REVOKES_WITH_ANOTHER_SECRET_TOO(
            "S20",
            "revocation request authenticates by client_secret_post",
            Features.authenticatingBy(CLIENT_SECRET_BASIC),
            (features, config, context) ->
                    new SendingOtherwise("/revoke", "client_secret", "another", features, config, context)),
    EXCHANGE_HANDS_ON_WHAT_NOBODY_VERIFIED(
            "R07",
            "An ID token is handed on that nobody has verified",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Set<String> unverified() {
                    return Set.of();
                }
            }),
    EXCHANGE_DEMANDS_AN_ID_TOKEN_OF_ITS_OWN(
            "R07",
            "Given an exchange for all that the provider grants: this should succeed, but it ends in INVALID_ID_TOKEN",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Set<String> unverified() {
                    return Set.of();
                }

                @Override
                protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
                    TokenSet tokens = super.exchange(request);
                    verified(tokens.idToken().orElseThrow(), null);
                    return TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                            .grantedScope(tokens.grantedScope().orElse(null))
                            .expiresAt(tokens.expiresAt().orElse(null))
                            .build();
                }
            }),
    KEY_OF_THE_TOKENS_IN_A_LOG(
            "T45",
            "What succeeds logs or prints secrets or personal data",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected Map<String, String> announced(JWK key) {
                    return Map.of();
                }

                @Override
                protected Optional<Secret> keyOf(SignInAttempt attempt) {
                    return Optional.of(logged(newKey()));
                }
            }),
    KEY_OF_THE_REFRESHED_TOKENS_IN_A_LOG(
            "T45",
            "What succeeds logs or prints secrets or personal data",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
                    TokenSet tokens = super.refresh(request);
                    return TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                            .refreshToken(tokens.refreshToken().orElse(null))
                            .proofKey(logged(newKey()))
                            .build();
                }
            }),
    PROOF_KEY_IN_A_LOG(
            "T45",
            "secrets or personal data are logged or printed",
            Features.authenticatingBy(CLIENT_SECRET_BASIC).withProofs(),
            (features, config, context) -> new AdvancedControlConnector(features, config, context) {
                @Override
                protected JWK newKey() {
                    JWK key = super.newKey();
                    Logger.getLogger("wrong")
                            .log(Level.FINEST, "made {0}", key.toECKey().getD());
                    return key;
                }
            });

    private final Mistake mistake;
    private final Features features;

    WrongAdvancedConnector(String rules, String message, Features features, AdvancedControlConnector.Making making) {
        this.mistake = Mistake.in(rules, message, () -> AdvancedControlConnector.factory(features, making));
        this.features = features;
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    @Override
    public Features features() {
        return features;
    }

    @Override
    public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return Features.provider(plain).signedUserinfo(rules().contains("S33"));
    }

    /** Logs one of the fields that it sends. */
    private static final class Logging extends AdvancedControlConnector {
        private final String field;

        Logging(String field, Features features, JsonObject config, ConnectorContext context) {
            super(features, config, context);
            this.field = field;
        }

        @Override
        protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
            Stream.of(new String(request.body(), StandardCharsets.UTF_8).split("&", -1))
                    .filter(pair -> pair.startsWith(field + "="))
                    .forEach(pair -> Logger.getLogger("wrong").log(Level.FINEST, "sending {0}", pair));
            return super.send(request);
        }
    }

    /** Sends another value of a parameter, or none: in requests to a path, or with a certain field. */
    private static class SendingOtherwise extends AdvancedControlConnector {
        private final String where;
        private final String name;
        private final @Nullable String value;

        SendingOtherwise(
                String where,
                String name,
                @Nullable String value,
                Features features,
                JsonObject config,
                ConnectorContext context) {
            super(features, config, context);
            this.where = where;
            this.name = name;
            this.value = value;
        }

        @Override
        protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
            HttpTransport.Request honest = super.authenticated(path, form);
            if (!path.equals(where) && !form.containsKey(where)) {
                return honest;
            }
            if (value == null) {
                form.remove(name);
            } else {
                form.put(name, value);
            }
            HttpTransport.Request changed = HttpTransport.Request.postForm(honest.uri(), form);
            String authorization = honest.headers().get("Authorization");
            return authorization == null ? changed : changed.header("Authorization", authorization);
        }
    }

    /** Leaves out the first nonce that is demanded, and sends the next: for userinfo, or for a token. */
    private static final class ForgettingTheNonce extends AdvancedControlConnector {
        private final boolean userinfo;
        private volatile boolean forgotten;

        ForgettingTheNonce(boolean userinfo, Features features, JsonObject config, ConnectorContext context) {
            super(features, config, context);
            this.userinfo = userinfo;
        }

        @Override
        protected int timesToSendANonce() {
            return 2;
        }

        @Override
        protected JWTClaimsSet.Builder proofClaims(
                HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
            boolean forget = nonce.isPresent() && (accessToken != null) == userinfo && !forgotten;
            forgotten |= forget;
            return super.proofClaims(request, accessToken, forget ? Optional.empty() : nonce);
        }
    }

    /** Reads something else than the provider says when a device starts. */
    private static final class ReadingOtherwise extends AdvancedControlConnector {
        private final String member;
        private final Object value;

        ReadingOtherwise(String member, Object value, Features features, JsonObject config, ConnectorContext context) {
            super(features, config, context);
            this.member = member;
            this.value = value;
        }

        @Override
        protected DeviceAuthorization device(JsonObject answer, List<String> scopes) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>(answer.toMap());
            members.put(member, value);
            return super.device(JsonObject.response(members), scopes);
        }
    }

    /** Has another address for signing out, by a regular expression. */
    private static final class LoggingOutOtherwise extends AdvancedControlConnector {
        private final String part;
        private final String replacement;

        LoggingOutOtherwise(
                String part, String replacement, Features features, JsonObject config, ConnectorContext context) {
            super(features, config, context);
            this.part = part;
            this.replacement = replacement;
        }

        @Override
        protected URI logoutUrl(LogoutRequest request) throws InterruptedException {
            return URI.create(super.logoutUrl(request).toString().replaceFirst(part, replacement));
        }
    }

    /** Makes its assertion for somebody else: in requests to a path, or with a certain field. */
    private static final class AssertingOtherwise extends AdvancedControlConnector {
        private final String where;
        private volatile boolean there;

        AssertingOtherwise(String where, Features features, JsonObject config, ConnectorContext context) {
            super(features, config, context);
            this.where = where;
        }

        @Override
        protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
            there = path.equals(where) || form.containsKey(where);
            return super.authenticated(path, form);
        }

        @Override
        protected JWTClaimsSet.Builder assertionClaims() {
            return there ? super.assertionClaims().audience("https://elsewhere.example") : super.assertionClaims();
        }
    }

    /** Keeps the key of its last sign-in for the refresh, and hands on another, or none. */
    private abstract static class KeepingItsKey extends AdvancedControlConnector {
        private volatile @Nullable Secret kept;

        KeepingItsKey(Features features, JsonObject config, ConnectorContext context) {
            super(features, config, context);
        }

        protected abstract @Nullable JWK handedOn(JWK key);

        @Override
        protected SignInResult withTokens(SignInResult result, TokenSet tokens) {
            Secret key = tokens.proofKey().orElseThrow();
            kept = key;
            JWK another = handedOn(parsed(key));
            TokenSet.Builder builder = TokenSet.builder(tokens.accessToken(), tokens.tokenType())
                    .refreshToken(tokens.refreshToken().orElse(null));
            return super.withTokens(
                    result,
                    another == null
                            ? builder.build()
                            : builder.proofKey(Secret.of(another.toJSONString()))
                                    .build());
        }

        @Override
        protected @Nullable Secret refreshKey(RefreshRequest request) {
            return kept;
        }
    }

    private static SignInResult somebodyElse() {
        return SignInResult.of(
                new Identity(ControlConnector.ISSUER, "somebody-else"),
                SocialProfile.builder().build(),
                Assurance.of(Set.of()));
    }

    private static Secret logged(JWK key) {
        Logger.getLogger("wrong").log(Level.FINEST, "made {0}", key.toECKey().getD());
        return Secret.of(key.toJSONString());
    }

    private static boolean has(String field, HttpTransport.Request request) {
        return Stream.of(new String(request.body(), StandardCharsets.UTF_8).split("&", -1))
                .anyMatch(pair -> pair.startsWith(field + "="));
    }

    private static String proofOf(JWSHeader.Builder header, JWTClaimsSet.Builder claims, JWK key) {
        try {
            SignedJWT proof = new SignedJWT(header.build(), claims.build());
            proof.sign(new ECDSASigner(key.toECKey()));
            return proof.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
