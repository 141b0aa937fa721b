package org.socialconnectors.testkit.control;

import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.simulator.SimulatedProvider;

/** Mistakes with what a connector offers besides a sign-in in a browser: interruptions that end there, requests that are repeated. */
enum WrongCapability implements Mistake.Made {
    INTERRUPTION_OF_A_REVOCATION_SWALLOWED("S12", "Interrupted at a revocation", swallowing(asks("/revoke"))),
    INTERRUPTION_OF_A_START_SWALLOWED("S12", "Interrupted at a device's start", swallowing(asks("/device"))),
    INTERRUPTION_OF_A_POLL_SWALLOWED("S12", "Interrupted at a device's poll", swallowing(sends("device_code"))),
    INTERRUPTION_OF_AN_EXCHANGE_SWALLOWED("S12", "Interrupted at an exchange", swallowing(sends("subject_token"))),
    SECRET_AGAIN_IN_THE_BODY_OF_A_REVOCATION(
            "R05",
            "a client that is not known: this must not make the connector ask the endpoint REVOCATION again",
            repeating(asks("/revoke"), 401)),
    SECRET_AGAIN_IN_THE_BODY_OF_A_START(
            "S32",
            "a client that may not start devices: this must not make the connector ask the endpoint DEVICE_AUTHORIZATION again",
            repeating(asks("/device"), 401)),
    BUSY_REVOCATION_REPEATED(
            "R05",
            "HTTP 503 at a revocation: this must not make the connector ask the endpoint REVOCATION again",
            repeating(asks("/revoke"), 503)),
    BUSY_START_REPEATED(
            "S32",
            "HTTP 503 at a start: this must not make the connector ask the endpoint DEVICE_AUTHORIZATION again",
            repeating(asks("/device"), 503));

    private final Mistake mistake;

    WrongCapability(String rule, String message, AdvancedControlConnector.Making making) {
        this.mistake = Mistake.in(rule, message, () -> AdvancedControlConnector.factory(features(), making));
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    @Override
    public Features features() {
        return Features.authenticatingBy(CLIENT_SECRET_BASIC).withTokenExchange();
    }

    @Override
    public SimulatedProvider.Builder provider(SimulatedProvider.Builder plain) {
        return Features.provider(plain);
    }

    private static Predicate<HttpTransport.Request> asks(String path) {
        return request -> request.uri().getPath().equals(path);
    }

    private static Predicate<HttpTransport.Request> sends(String field) {
        return request -> new String(request.body(), StandardCharsets.UTF_8).contains(field + "=");
    }

    private static AdvancedControlConnector.Making swallowing(Predicate<HttpTransport.Request> where) {
        return (features, config, context) -> new AdvancedControlConnector(features, config, context) {
            @Override
            protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
                try {
                    return super.send(request);
                } catch (InterruptedException swallowed) {
                    if (where.test(request)) {
                        throw refusal(ErrorCode.PROVIDER_UNAVAILABLE, "there was no time");
                    }
                    throw swallowed;
                }
            }
        };
    }

    private static AdvancedControlConnector.Making repeating(Predicate<HttpTransport.Request> where, int status) {
        return (features, config, context) -> new Repeating(features, config, context, where, status);
    }

    /** Sends again what was answered by a certain status, with the secret in the body too. */
    private static final class Repeating extends AdvancedControlConnector {
        private final Predicate<HttpTransport.Request> where;
        private final int status;

        Repeating(
                Features features,
                JsonObject config,
                ConnectorContext context,
                Predicate<HttpTransport.Request> where,
                int status) {
            super(features, config, context);
            this.where = where;
            this.status = status;
        }

        @Override
        protected HttpTransport.Response send(HttpTransport.Request request) throws InterruptedException {
            HttpTransport.Response response = super.send(request);
            if (!where.test(request) || response.status() != status) {
                return response;
            }
            Map<String, String> form = new LinkedHashMap<>();
            form.put("client_id", clientId);
            clientSecret.map(Secret::reveal).ifPresent(secret -> form.put("client_secret", secret));
            return super.send(HttpTransport.Request.postForm(request.uri(), form));
        }
    }
}
