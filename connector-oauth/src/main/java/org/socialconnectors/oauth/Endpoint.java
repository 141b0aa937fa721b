package org.socialconnectors.oauth;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/**
 * The provider's endpoints by role, each with its limits, and one reading of what they answer: success is an answer, a client error
 * is the provider's refusal, a server error is an outage, and anything else, redirects included, is unusable.
 */
enum Endpoint {
    AUTHORIZATION("authorization", "authorization_endpoint"),
    PUSHED_AUTHORIZATION_REQUEST("pushed authorization request", "pushed_authorization_request_endpoint"),
    DEVICE_AUTHORIZATION("device authorization", "device_authorization_endpoint"),
    TOKEN("token", "token_endpoint"),
    REVOCATION("revocation", "revocation_endpoint"),
    USERINFO("userinfo", "userinfo_endpoint"),
    RESOURCE("resource", ""),
    END_SESSION("end session", "end_session_endpoint"),
    DISCOVERY("discovery", ""),
    JWKS("jwks", "jwks_uri");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(10);
    private static final int KIBIBYTE = 1024;
    private static final Set<Integer> SUCCESS = Set.of(200, 201);
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final String label;
    private final String metadataMember;

    Endpoint(String label, String metadataMember) {
        this.label = label;
        this.metadataMember = metadataMember;
    }

    String label() {
        return label;
    }

    /** Under which name discovery publishes it (OpenID Connect Discovery 1.0 section 3). */
    String metadataMember() {
        return metadataMember;
    }

    /** Sends a request within this endpoint's limits. */
    HttpTransport.Response send(HttpTransport http, HttpTransport.Request request) throws InterruptedException {
        return http.send(request.header("Accept", "application/json")
                .timeout(this == TOKEN ? TOKEN_TIMEOUT : TIMEOUT)
                .maxBodyBytes(maxBodyBytes()));
    }

    /** Reads a JSON object. */
    JsonObject object(HttpTransport.Response response, Collection<Secret> inFlight) {
        return read(response, inFlight, StrictJson::object, "the answer is not a JSON object");
    }

    /** Reads a JSON array of objects. */
    List<JsonObject> objects(HttpTransport.Response response, Collection<Secret> inFlight) {
        return read(response, inFlight, StrictJson::objects, "the answer is not a JSON array of objects");
    }

    /** Only finds out that it was a success, for an endpoint whose answer says nothing. */
    void success(HttpTransport.Response response, Collection<Secret> inFlight) {
        if (!SUCCESS.contains(response.status())) {
            throw refusal(response, inFlight)
                    .with(Detail.HTTP_STATUS, response.status())
                    .build();
        }
    }

    /** An exception about this endpoint. */
    ConnectorException.Builder failure(ErrorCode code, String reason) {
        return ConnectorException.of(code, reason).with(Detail.ENDPOINT, label);
    }

    /** Whether an answer carries an OAuth error, as an exception to throw. */
    Optional<ConnectorException.Builder> oauthError(JsonObject answer, Collection<Secret> inFlight) {
        return answer.displayText("error")
                .map(error -> ConnectorException.ofOAuthError(
                                error, answer.displayText("error_description").orElse(""), inFlight)
                        .with(Detail.ENDPOINT, label));
    }

    private int maxBodyBytes() {
        return switch (this) {
            case USERINFO, RESOURCE -> KIBIBYTE * KIBIBYTE;
            case DISCOVERY, JWKS -> 128 * KIBIBYTE;
            default -> 256 * KIBIBYTE;
        };
    }

    private <T> T read(
            HttpTransport.Response response,
            Collection<Secret> inFlight,
            Function<byte[], Optional<T>> reader,
            String notReadable) {
        success(response, inFlight);
        return reader.apply(response.body())
                .orElseThrow(
                        () -> failure(ErrorCode.INVALID_RESPONSE, notReadable).build());
    }

    private ConnectorException.Builder refusal(HttpTransport.Response response, Collection<Secret> inFlight) {
        int status = response.status();
        Optional<JsonObject> answer = StrictJson.object(response.body());
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            return described(
                    failure(ErrorCode.PROVIDER_UNAVAILABLE, "the provider cannot answer now"), answer, inFlight);
        }
        if (status < BAD_REQUEST) {
            return failure(ErrorCode.INVALID_RESPONSE, "the answer's status is not one that belongs here");
        }
        return switch (this) {
            case TOKEN, REVOCATION, PUSHED_AUTHORIZATION_REQUEST, DEVICE_AUTHORIZATION -> {
                ErrorCode code = status == UNAUTHORIZED ? ErrorCode.INVALID_CONFIGURATION : ErrorCode.PROVIDER_ERROR;
                yield answer.flatMap(body -> oauthError(body, inFlight))
                        .orElseGet(() -> failure(code, "the provider refused"));
            }
            default -> described(failure(ErrorCode.PROVIDER_ERROR, "the provider refused"), answer, inFlight);
        };
    }

    private static ConnectorException.Builder described(
            ConnectorException.Builder failure, Optional<JsonObject> answer, Collection<Secret> inFlight) {
        Optional<String> words =
                answer.flatMap(body -> body.displayText("error_description").or(() -> body.displayText("error")));
        return words.isEmpty() ? failure : failure.providerDescription(words.get(), inFlight);
    }
}
