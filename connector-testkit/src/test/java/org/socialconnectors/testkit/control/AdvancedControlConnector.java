package org.socialconnectors.testkit.control;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.ClientAuthenticationMethod;

/**
 * The control connector with what newer providers ask for, from scratch too: other client authentications, callbacks by form, pushed
 * requests, proofs of possession, device sign-in, revocation, token exchange, signing out, and userinfo that is signed.
 */
class AdvancedControlConnector extends ControlConnector {
    private static final String KEY = "proof_key";

    protected final Features features;

    /** Makes a variation. */
    interface Making {
        SocialConnector of(Features features, JsonObject config, ConnectorContext context);
    }

    static SocialConnectorFactory factory(Features features, Making making) {
        return new ControlConnectorFactory("advanced", (config, context) -> making.of(features, config, context));
    }

    protected final Optional<Secret> privateKey;

    AdvancedControlConnector(Features features, JsonObject config, ConnectorContext context) {
        super(config, context);
        this.features = features;
        this.privateKey = config.secret("privateKey");
    }

    @Override
    public CallbackParameters.Arrival callbackArrival() {
        return features.formPost() ? CallbackParameters.Arrival.FORM : CallbackParameters.Arrival.QUERY;
    }

    @Override
    public Redirect begin(SignInAttempt attempt) throws InterruptedException {
        Optional<JWK> key = features.proofs() ? Optional.of(newKey()) : Optional.empty();
        Map<String, String> parameters = parameters(attempt);
        if (features.formPost()) {
            parameters.put("response_mode", "form_post");
        }
        if (key.isPresent()) {
            parameters.putAll(announced(key.get()));
        }
        addExtra(parameters, attempt.extraParameters());
        Redirect redirect =
                redirect(address("/authorize", features.pushed() ? pushed(parameters, attempt) : parameters));
        return key.map(each -> redirect.remembering(KEY, Secret.of(each.toJSONString())))
                .orElse(redirect);
    }

    @Override
    protected void addExtra(Map<String, String> parameters, Map<String, String> extra) {
        Set<String> credentials = Set.of("request_uri", "client_secret", "client_assertion", "client_assertion_type");
        if (features.pushed() && extra.keySet().stream().anyMatch(credentials::contains)) {
            throw refusal(ErrorCode.INVALID_REQUEST, "an extra parameter has the name of a credential");
        }
        super.addExtra(parameters, extra);
    }

    protected Map<String, String> pushed(Map<String, String> parameters, SignInAttempt attempt)
            throws InterruptedException {
        JsonObject answer = ask("/pushed", parameters, null, attempt.secrets());
        Map<String, String> reference = new LinkedHashMap<>();
        reference.put("client_id", clientId);
        reference.put("request_uri", answer.text("request_uri"));
        return reference;
    }

    @Override
    protected JsonObject exchange(SignInAttempt attempt, Secret code) throws InterruptedException {
        List<Secret> inFlight = new ArrayList<>(attempt.secrets());
        inFlight.add(code);
        Optional<Secret> kept = keyOf(attempt);
        return withKey(ask("/token", exchangeForm(attempt, code), kept.orElse(null), inFlight), kept);
    }

    protected Optional<Secret> keyOf(SignInAttempt attempt) {
        return Optional.ofNullable(attempt.carry().get(KEY));
    }

    // The key goes with the answer, because the tokens are read from it.
    private static JsonObject withKey(JsonObject answer, Optional<Secret> key) {
        Map<String, @Nullable Object> members = new HashMap<>(answer.toMap());
        members.remove(KEY);
        key.ifPresent(each -> members.put(KEY, each.reveal()));
        return JsonObject.response(members);
    }

    @Override
    protected TokenSet tokens(JsonObject answer) {
        Optional<Secret> key = answer.secret(KEY);
        if (key.isEmpty()) {
            return super.tokens(answer);
        }
        Map<String, @Nullable Object> asBearer = new HashMap<>(answer.toMap());
        requireBound(answer.text("token_type"));
        asBearer.put("token_type", "bearer");
        TokenSet tokens = super.tokens(JsonObject.response(asBearer));
        return TokenSet.builder(tokens.accessToken(), answer.text("token_type"))
                .refreshToken(tokens.refreshToken().orElse(null))
                .idToken(tokens.idToken().orElse(null))
                .grantedScope(tokens.grantedScope().orElse(null))
                .expiresAt(tokens.expiresAt().orElse(null))
                .proofKey(key.get())
                .build();
    }

    protected void requireBound(String tokenType) {
        if (!tokenType.equalsIgnoreCase("DPoP")) {
            throw refusal(ErrorCode.INVALID_RESPONSE, "the tokens are not bound to the key");
        }
    }

    @Override
    protected JsonObject about(@Nullable JsonObject claims, TokenSet tokens) throws InterruptedException {
        HttpTransport.Request request = HttpTransport.Request.get(URI.create(ISSUER + "/userinfo"));
        HttpTransport.Response response = sendProven(request, tokens.proofKey().orElse(null), tokens.accessToken());
        if (response.status() == 401 || response.status() == 403) {
            throw refusal(ErrorCode.PROVIDER_ERROR, "userinfo was refused");
        }
        boolean jwt = response.header("Content-Type").orElse("").startsWith("application/jwt");
        return jwt ? signedUserinfo(response) : read(response, new ArrayList<>());
    }

    protected JsonObject signedUserinfo(HttpTransport.Response response) throws InterruptedException {
        JsonObject userinfo = signed(Secret.of(new String(response.body(), StandardCharsets.US_ASCII)));
        if (!issuerFits(userinfo) || !audienceFits(userinfo)) {
            throw refusal(ErrorCode.IDENTITY_MISMATCH, "userinfo is another's");
        }
        return userinfo;
    }

    @Override
    protected TokenSet refresh(RefreshRequest request) throws InterruptedException {
        if (!request.expectedIdentity().namespace().equals(ISSUER)) {
            throw refusal(ErrorCode.IDENTITY_MISMATCH, "the identity is of another provider");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", request.refreshToken().reveal());
        if (!request.scopes().isEmpty()) {
            form.put("scope", String.join(" ", request.scopes()));
        }
        JsonObject answer = ask("/token", form, refreshKey(request), List.of(request.refreshToken()));
        TokenSet tokens = tokens(withKey(answer, Optional.ofNullable(refreshKey(request))));
        requireSame(request.expectedIdentity(), tokens);
        return tokens;
    }

    protected @Nullable Secret refreshKey(RefreshRequest request) {
        return request.proofKey().orElse(null);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == TokenRevocation.class) {
            return Optional.of(type.cast((TokenRevocation) this::revoke));
        }
        if (type == LogoutUrl.class) {
            return Optional.of(type.cast((LogoutUrl) this::logoutUrl));
        }
        if (type == DeviceSignIn.class) {
            return Optional.of(type.cast(new Device()));
        }
        if (type == TokenExchange.class && features.tokenExchange()) {
            return Optional.of(type.cast((TokenExchange) this::exchange));
        }
        return super.capability(type);
    }

    protected TokenSet exchange(TokenExchangeRequest request) throws InterruptedException {
        Optional<Secret> key = features.proofs() ? Optional.of(Secret.of(newKey().toJSONString())) : Optional.empty();
        JsonObject answer = ask("/token", exchangeForm(request), key.orElse(null), secretsOf(request));
        Map<String, @Nullable Object> members =
                new HashMap<>(withKey(answer, key).toMap());
        unverified().forEach(members::remove);
        return tokens(JsonObject.response(members));
    }

    /** What of an exchange's answer nobody verifies. */
    protected Set<String> unverified() {
        return Set.of("id_token");
    }

    protected List<Secret> secretsOf(TokenExchangeRequest request) {
        return List.of(request.subjectToken());
    }

    protected Map<String, String> exchangeForm(TokenExchangeRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.put("subject_token", request.subjectToken().reveal());
        form.put("subject_token_type", request.subjectTokenType());
        if (!request.scopes().isEmpty()) {
            form.put("scope", String.join(" ", request.scopes()));
        }
        return form;
    }

    protected void revoke(Secret token) throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(Map.of("token", token.reveal()));
        HttpTransport.Response response = send(authenticated("/revoke", form));
        if (response.status() != 200) {
            read(response, List.of(token));
            throw refusal(ErrorCode.INVALID_RESPONSE, "the token may not be revoked");
        }
    }

    protected URI logoutUrl(LogoutRequest request) throws InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", clientId);
        request.idToken().ifPresent(token -> parameters.put("id_token_hint", token.reveal()));
        request.returnTo().ifPresent(uri -> parameters.put("post_logout_redirect_uri", uri.toString()));
        request.state().ifPresent(state -> parameters.put("state", state.reveal()));
        return address("/logout", parameters);
    }

    /** Sign-in on a device. */
    private final class Device implements DeviceSignIn {
        @Override
        public DeviceAuthorization start(List<String> scopes) throws InterruptedException {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("client_id", clientId);
            form.put("scope", String.join(" ", scopes));
            JsonObject answer = ask("/device", form, null, List.of());
            return device(answer, scopes);
        }

        @Override
        public DeviceProgress poll(DeviceAuthorization device) throws InterruptedException {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
            form.put("device_code", device.deviceCode().reveal());
            form.put("client_id", clientId);
            Optional<Secret> key =
                    features.proofs() ? Optional.of(Secret.of(newKey().toJSONString())) : Optional.empty();
            try {
                JsonObject answer = ask("/token", form, key.orElse(null), List.of(device.deviceCode()));
                return DeviceProgress.complete(person(withKey(answer, key), device.scopes()));
            } catch (ConnectorException refusal) {
                return unfinished(device, refusal);
            }
        }
    }

    protected DeviceAuthorization device(JsonObject answer, List<String> scopes) {
        return DeviceAuthorization.builder(
                        Secret.of(answer.text("device_code")),
                        answer.text("user_code"),
                        verificationUri(answer),
                        now().plusSeconds(answer.integer("expires_in")
                                .orElseThrow(() -> refusal(ErrorCode.INVALID_RESPONSE, "no lifetime"))))
                .interval(Duration.ofSeconds(answer.integer("interval").orElse(5)))
                .scopes(scopes)
                .build();
    }

    protected DeviceProgress unfinished(DeviceAuthorization device, ConnectorException refusal) {
        return switch (refusal.detail(Detail.OAUTH_ERROR).orElse("")) {
            case "authorization_pending" -> DeviceProgress.pending(device);
            case "slow_down" -> DeviceProgress.pending(slower(device));
            case "expired_token" -> throw refusal(ErrorCode.SIGN_IN_NOT_PENDING, "the time is over");
            default -> throw refusal;
        };
    }

    protected URI verificationUri(JsonObject answer) {
        return answer.uri("verification_uri");
    }

    protected DeviceAuthorization slower(DeviceAuthorization device) {
        return device.slower();
    }

    protected SignInResult person(JsonObject answer, List<String> scopes) throws InterruptedException {
        TokenSet tokens = tokens(answer);
        Set<Check> checks = EnumSet.noneOf(Check.class);
        JsonObject claims = null;
        if (scopes.contains("openid")) {
            claims = verified(
                    tokens.idToken().orElseThrow(() -> refusal(ErrorCode.INVALID_ID_TOKEN, "there is no ID token")),
                    null);
            checks.addAll(List.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.USERINFO_SUBJECT));
        }
        JsonObject userinfo = about(claims, tokens);
        return SignInResult.of(
                        new org.socialconnectors.api.identity.Identity(ISSUER, subjectOnADevice(claims, userinfo)),
                        profile(userinfo),
                        Assurance.of(checks))
                .withTokens(tokens);
    }

    protected String subjectOnADevice(@Nullable JsonObject claims, JsonObject userinfo) {
        return subject(claims, userinfo);
    }

    /** Asks an endpoint at which the client authenticates, with a proof if there is a key. */
    private JsonObject ask(String path, Map<String, String> form, @Nullable Secret key, List<Secret> inFlight)
            throws InterruptedException {
        List<Secret> secrets = new ArrayList<>(inFlight);
        clientSecret.ifPresent(secrets::add);
        HttpTransport.Request request = authenticated(path, new LinkedHashMap<>(form));
        remember(request, secrets);
        HttpTransport.Response response = send(proven(request, key, null, Optional.empty()));
        Optional<String> nonce = demandedNonce(response).filter(each -> key != null);
        for (int times = 0; nonce.isPresent() && times < timesToSendANonce(); times++) {
            HttpTransport.Request again = authenticatedAgain(path, form, request);
            remember(again, secrets);
            response = send(proven(again, key, null, nonce));
            nonce = demandedNonce(response);
        }
        JsonObject answer = read(response.status() == 201 ? asSuccess(response) : response, secrets);
        answer.displayText("error").ifPresent(error -> {
            throw ConnectorException.ofOAuthError(error, "", secrets).build();
        });
        return answer;
    }

    protected int timesToSendANonce() {
        return 1;
    }

    protected HttpTransport.Request authenticatedAgain(
            String path, Map<String, String> form, HttpTransport.Request before) {
        return authenticated(path, new LinkedHashMap<>(form));
    }

    private static HttpTransport.Response asSuccess(HttpTransport.Response created) {
        return new HttpTransport.Response(200, created.headers(), created.body());
    }

    // What was sent as a credential must not come back in an error's words.
    private static void remember(HttpTransport.Request request, List<Secret> secrets) {
        for (String pair : new String(request.body(), StandardCharsets.UTF_8).split("&", -1)) {
            if (pair.startsWith("client_assertion=")) {
                secrets.add(Secret.of(pair.substring("client_assertion=".length())));
            }
        }
    }

    protected HttpTransport.Request authenticated(String path, Map<String, String> form) {
        if (clientSecret.isPresent() || privateKey.isPresent()) {
            switch (features.authentication()) {
                case CLIENT_SECRET_BASIC -> {
                    HttpTransport.Request request = HttpTransport.Request.postForm(URI.create(ISSUER + path), form);
                    return request.header("Authorization", "Basic " + credentials(clientSecret.orElseThrow()));
                }
                case CLIENT_SECRET_POST -> {
                    form.put("client_id", clientId);
                    form.put("client_secret", clientSecret.orElseThrow().reveal());
                }
                case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> {
                    form.put("client_id", clientId);
                    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                    form.put("client_assertion", assertion());
                }
                case NONE -> form.put("client_id", clientId);
            }
        } else {
            form.put("client_id", clientId);
        }
        return HttpTransport.Request.postForm(URI.create(ISSUER + path), form);
    }

    private String assertion() {
        try {
            JWSSigner signer;
            JWSHeader header;
            if (features.authentication() == ClientAuthenticationMethod.CLIENT_SECRET_JWT) {
                signer = new MACSigner(clientSecret.orElseThrow().reveal());
                header = new JWSHeader(JWSAlgorithm.HS256);
            } else {
                ECKey key = ECKey.parse(privateKey.orElseThrow().reveal());
                signer = new ECDSASigner(key);
                header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(key.getKeyID())
                        .build();
            }
            SignedJWT jwt = new SignedJWT(header, assertionClaims().build());
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException | ParseException unusable) {
            throw refusal(ErrorCode.INVALID_CONFIGURATION, "the client's key cannot be used");
        }
    }

    protected JWTClaimsSet.Builder assertionClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(ISSUER)
                .jwtID(Secret.random().reveal())
                .issueTime(Date.from(now()))
                .expirationTime(Date.from(now().plusSeconds(60)));
    }

    private HttpTransport.Response sendProven(HttpTransport.Request request, @Nullable Secret key, Secret accessToken)
            throws InterruptedException {
        HttpTransport.Request authorized = request.header("Authorization", scheme(key) + accessToken.reveal());
        HttpTransport.Response response = send(proven(authorized, key, accessToken, Optional.empty()));
        Optional<String> nonce = demandedNonce(response).filter(each -> key != null);
        for (int times = 0; nonce.isPresent() && times < timesToSendANonce(); times++) {
            response = send(proven(authorized, key, accessToken, nonce));
            nonce = demandedNonce(response);
        }
        return response;
    }

    protected String scheme(@Nullable Secret key) {
        return key == null ? "Bearer " : "DPoP ";
    }

    protected Optional<String> demandedNonce(HttpTransport.Response response) {
        boolean demanded = response.status() >= 400
                && json(response.body())
                        .flatMap(body -> body.displayText("error"))
                        .equals(Optional.of("use_dpop_nonce"));
        return demanded ? response.header("DPoP-Nonce") : Optional.empty();
    }

    private HttpTransport.Request proven(
            HttpTransport.Request request, @Nullable Secret key, @Nullable Secret accessToken, Optional<String> nonce) {
        return key == null
                ? request
                : request.header("DPoP", proof(proofClaims(request, accessToken, nonce), parsed(key)));
    }

    protected JWTClaimsSet.Builder proofClaims(
            HttpTransport.Request request, @Nullable Secret accessToken, Optional<String> nonce) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(Secret.random().reveal())
                .claim("htm", request.method())
                .claim("htu", request.uri().toString())
                .issueTime(Date.from(now()));
        if (accessToken != null) {
            claims.claim("ath", s256(accessToken.reveal()));
        }
        nonce.ifPresent(value -> claims.claim("nonce", value));
        return claims;
    }

    protected String proof(JWTClaimsSet.Builder claims, JWK key) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build();
        try {
            SignedJWT proof = new SignedJWT(header, claims.build());
            proof.sign(new ECDSASigner(key.toECKey()));
            return proof.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    protected JWK newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    protected static JWK parsed(Secret jwk) {
        try {
            return JWK.parse(jwk.reveal());
        } catch (ParseException malformed) {
            throw refusal(ErrorCode.INVALID_REQUEST, "the key is not one");
        }
    }

    protected Map<String, String> announced(JWK key) {
        return Map.of("dpop_jkt", thumbprint(key));
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static URI address(String path, Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(encode(name))
                .append("=")
                .append(encode(value)));
        return URI.create(ISSUER + path + query);
    }
}
