package com.example.harbor;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;
import org.socialconnectors.api.token.TokenSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Authorization code flow with PKCE (RFC 6749, RFC 7636). */
final class HarborConnector implements SocialConnector {
    private static final String HARBOR = "https://harbor.example";
    private static final List<String> DEFAULT_SCOPES = List.of("profile");
    private static final long LONGEST_LIFE = 1L << 32;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String clientId;
    private final Secret clientSecret;
    private final ConnectorContext context;

    HarborConnector(JsonObject config, ConnectorContext context) {
        this.clientId = config.text("clientId");
        this.clientSecret = Secret.of(config.text("clientSecret"));
        this.context = context;
    }

    @Override
    public Redirect begin(SignInAttempt attempt) {
        String scope = String.join(" ", attempt.scopes().isEmpty() ? DEFAULT_SCOPES : attempt.scopes());
        if (List.of(scope.split(" ")).contains("openid")) {
            throw refusal(ErrorCode.INVALID_CONFIGURATION, "the provider has no ID tokens");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", clientId);
        parameters.put("redirect_uri", attempt.redirectUri().toString());
        parameters.put("scope", scope);
        parameters.put("state", attempt.state().reveal());
        parameters.put("code_challenge", s256(attempt.codeVerifier()));
        parameters.put("code_challenge_method", "S256");
        attempt.prompt().ifPresent(prompt -> parameters.put("prompt", prompt));
        attempt.loginHint().ifPresent(hint -> parameters.put("login_hint", hint));
        attempt.uiLocales().ifPresent(locales -> parameters.put("ui_locales", locales));
        attempt.extraParameters().forEach((name, value) -> {
            if (parameters.putIfAbsent(name, value) != null) {
                throw refusal(ErrorCode.INVALID_REQUEST, "an extra parameter has a name that is used already");
            }
        });
        String query = parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return Redirect.to(URI.create(HARBOR + "/authorize?" + query));
    }

    @Override
    public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
        SignInAttempt attempt = callback.attempt();
        Secret code = callback.code();
        List<Secret> inFlight = new ArrayList<>(attempt.secrets());
        inFlight.addAll(List.of(code, clientSecret));
        Map<String, String> form = Map.of(
                "grant_type", "authorization_code",
                "code", code.reveal(),
                "redirect_uri", attempt.redirectUri().toString(),
                "code_verifier", attempt.codeVerifier().reveal());
        Request exchange =
                Request.postForm(URI.create(HARBOR + "/token"), form).header("Authorization", "Basic " + credentials());
        TokenSet tokens = tokens(object(context.http().send(exchange), inFlight));
        inFlight.add(tokens.accessToken());
        Request userinfo = Request.get(URI.create(HARBOR + "/api/me"))
                .header("Authorization", "Bearer " + tokens.accessToken().reveal());
        JsonObject user = object(context.http().send(userinfo), inFlight);
        return SignInResult.of(
                        // Refuses an empty subject.
                        new Identity(HARBOR, user.displayText("id").orElse("")),
                        SocialProfile.builder()
                                .name(user.displayText("name").orElse(null))
                                .email(user.displayText("mail").orElse(null), user.isTrue("mail_confirmed"))
                                .raw(user)
                                .build(),
                        Assurance.of(List.of(Check.PKCE)))
                .withTokens(tokens);
    }

    /** What a provider's answer comes to; secrets that it repeats are taken out of its words. */
    private static JsonObject object(Response response, List<Secret> inFlight) {
        int status = response.status();
        if (status >= 500 || status == 429) {
            throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "the provider cannot answer now");
        }
        if (status >= 300 && status < 400) {
            throw refusal(ErrorCode.INVALID_RESPONSE, "the provider answered with a redirect");
        }
        Optional<JsonObject> body = json(response.body());
        Optional<String> error = body.flatMap(members -> members.displayText("error"));
        if (error.isPresent()) {
            String words = body.flatMap(members -> members.displayText("error_description"))
                    .orElse("");
            throw ConnectorException.ofOAuthError(error.get(), words, inFlight).build();
        }
        if (status != 200) {
            throw ConnectorException.of(ErrorCode.PROVIDER_ERROR, "the provider refused")
                    .with(Detail.HTTP_STATUS, status)
                    .build();
        }
        return body.orElseThrow(() -> refusal(ErrorCode.INVALID_RESPONSE, "the answer is not a JSON object"));
    }

    private static Optional<JsonObject> json(byte[] body) {
        try {
            // Jackson itself would guess other encodings.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Optional.ofNullable(JSON.readValue(text, new TypeReference<Map<String, Object>>() {}))
                    .map(JsonObject::response);
        } catch (CharacterCodingException | JacksonException notJson) {
            return Optional.empty();
        }
    }

    private TokenSet tokens(JsonObject answer) {
        String type = answer.text("token_type");
        String accessToken = answer.text("access_token");
        if (!type.equalsIgnoreCase("bearer") || !accessToken.matches("[!-~]+")) {
            throw refusal(ErrorCode.INVALID_RESPONSE, "the access token is none to send in a header");
        }
        OptionalLong life = answer.integer("expires_in");
        boolean ends = life.isPresent() && life.getAsLong() >= 0 && life.getAsLong() <= LONGEST_LIFE;
        return TokenSet.builder(Secret.of(accessToken), type)
                .refreshToken(answer.secret("refresh_token").orElse(null))
                .grantedScope(answer.optionalText("scope").orElse(null))
                .expiresAt(ends ? context.clock().instant().plusSeconds(life.getAsLong()) : null)
                .build();
    }

    private String credentials() {
        String both = encode(clientId) + ":" + encode(clientSecret.reveal());
        return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
    }

    private static String s256(Secret verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ConnectorException refusal(ErrorCode code, String reason) {
        return ConnectorException.of(code, reason).build();
    }
}
