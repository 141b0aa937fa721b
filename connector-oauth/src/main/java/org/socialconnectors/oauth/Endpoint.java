package org.socialconnectors.oauth;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/**
 * The provider's endpoints by role, each with its limits, and one reading of what they answer: 200 with JSON is an answer, a
 * client error is the provider's refusal, a server error is an outage, and anything else, redirects included, is unusable.
 */
enum Endpoint {
    TOKEN("token", Duration.ofSeconds(10), 256 * 1024),
    USERINFO("userinfo", Duration.ofSeconds(5), 1024 * 1024),
    RESOURCE("resource", Duration.ofSeconds(5), 1024 * 1024),
    DISCOVERY("discovery", Duration.ofSeconds(5), 128 * 1024),
    JWKS("jwks", Duration.ofSeconds(5), 128 * 1024);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final String label;
    private final Duration timeout;
    private final int maxBodyBytes;

    Endpoint(String label, Duration timeout, int maxBodyBytes) {
        this.label = label;
        this.timeout = timeout;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Sends a request and reads a JSON object. */
    JsonObject object(HttpTransport http, HttpTransport.Request request, Collection<Secret> inFlight)
            throws InterruptedException {
        return read(http, request, inFlight, StrictJson::object, "the answer is not a JSON object");
    }

    /** Sends a request and reads a JSON array of objects. */
    List<JsonObject> objects(HttpTransport http, HttpTransport.Request request, Collection<Secret> inFlight)
            throws InterruptedException {
        return read(http, request, inFlight, StrictJson::objects, "the answer is not a JSON array of objects");
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

    private <T> T read(
            HttpTransport http,
            HttpTransport.Request request,
            Collection<Secret> inFlight,
            Function<byte[], Optional<T>> reader,
            String notReadable)
            throws InterruptedException {
        HttpTransport.Response response = http.send(
                request.header("Accept", "application/json").timeout(timeout).maxBodyBytes(maxBodyBytes));
        int status = response.status();
        if (status == OK) {
            return reader.apply(response.body())
                    .orElseThrow(() ->
                            failure(ErrorCode.INVALID_RESPONSE, notReadable).build());
        }
        throw refusal(response, inFlight).with(Detail.HTTP_STATUS, status).build();
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
        if (this != TOKEN) {
            return described(failure(ErrorCode.PROVIDER_ERROR, "the provider refused"), answer, inFlight);
        }
        ErrorCode code = status == UNAUTHORIZED ? ErrorCode.INVALID_CONFIGURATION : ErrorCode.PROVIDER_ERROR;
        return answer.flatMap(body -> oauthError(body, inFlight))
                .orElseGet(() -> failure(code, "the provider refused"));
    }

    private static ConnectorException.Builder described(
            ConnectorException.Builder failure, Optional<JsonObject> answer, Collection<Secret> inFlight) {
        Optional<String> words =
                answer.flatMap(body -> body.displayText("error_description").or(() -> body.displayText("error")));
        return words.isEmpty() ? failure : failure.providerDescription(words.get(), inFlight);
    }
}
