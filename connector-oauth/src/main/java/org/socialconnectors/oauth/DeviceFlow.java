package org.socialconnectors.oauth;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Check;

/** Sign-in on a device without a browser (RFC 8628). Thread-safe. */
final class DeviceFlow implements DeviceSignIn {
    private static final CallbackParameters NO_CALLBACK =
            CallbackParameters.of(Map.of(), CallbackParameters.Arrival.QUERY);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    private final OAuthProvider provider;
    private final OAuthClient client;
    private final Metadata metadata;
    private final BackChannel backChannel;
    private final Identification identification;
    private final UnaryOperator<List<String>> scopesOrDefault;
    private final InstantSource clock;

    DeviceFlow(
            OAuthProvider provider,
            OAuthClient client,
            Metadata metadata,
            BackChannel backChannel,
            Identification identification,
            UnaryOperator<List<String>> scopesOrDefault,
            InstantSource clock) {
        this.provider = provider;
        this.client = client;
        this.metadata = metadata;
        this.backChannel = backChannel;
        this.identification = identification;
        this.scopesOrDefault = scopesOrDefault;
        this.clock = clock;
    }

    @Override
    public DeviceAuthorization start(List<String> asked) throws InterruptedException {
        List<String> scopes = scopesOrDefault.apply(asked);
        identification.expectsIdToken(scopes);
        TokenRequest request = backChannel
                .request(metadata.offered(Endpoint.DEVICE_AUTHORIZATION))
                .with("client_id", client.id());
        if (!scopes.isEmpty()) {
            request = request.with("scope", String.join(" ", scopes));
        }
        Optional<Secret> codeVerifier = provider.pkceOnDevices() ? Optional.of(Secret.random()) : Optional.empty();
        for (Map.Entry<String, String> parameter :
                codeVerifier.map(CodeChallenge::of).orElse(Map.of()).entrySet()) {
            request = request.with(parameter.getKey(), parameter.getValue());
        }
        JsonObject answer = backChannel.object(Endpoint.DEVICE_AUTHORIZATION, request, List.of());
        Secret deviceCode = Secret.of(answer.text("device_code"));
        DeviceAuthorization.Builder authorization = DeviceAuthorization.builder(
                        deviceCode,
                        answer.text("user_code"),
                        answer.uri("verification_uri"),
                        clock.instant().plus(lifetime(answer)))
                .completeVerificationUri(
                        answer.webUri("verification_uri_complete").orElse(null))
                .scopes(scopes)
                .codeVerifier(codeVerifier.orElse(null));
        seconds(answer, "interval", LONGEST_INTERVAL).ifPresent(authorization::interval);
        return authorization.build();
    }

    @Override
    public DeviceProgress poll(DeviceAuthorization authorization) throws InterruptedException {
        if (!clock.instant().isBefore(authorization.expiresAt())) {
            throw timeIsOver();
        }
        TokenRequest request = backChannel
                .request(metadata.require(Endpoint.TOKEN))
                .with("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .with("device_code", authorization.deviceCode())
                .with("client_id", client.id());
        List<Secret> inFlight = new ArrayList<>(List.of(authorization.deviceCode()));
        Set<Check> checks = EnumSet.noneOf(Check.class);
        if (authorization.codeVerifier().isPresent()) {
            Secret codeVerifier = authorization.codeVerifier().get();
            request = request.with("code_verifier", codeVerifier);
            inFlight.add(codeVerifier);
            checks.add(Check.PKCE);
        }
        Exchange exchange = new Exchange(
                NO_CALLBACK,
                authorization.scopes(),
                null,
                client.proofOfPossession() ? ProofKey.generate() : null,
                checks,
                inFlight);
        try {
            return DeviceProgress.complete(identification.identify(request, exchange));
        } catch (ConnectorException refusal) {
            return switch (refusal.detail(Detail.OAUTH_ERROR).orElse("")) {
                case "authorization_pending" -> DeviceProgress.pending(authorization);
                case "slow_down" -> DeviceProgress.pending(authorization.slower());
                case "expired_token" -> throw timeIsOver();
                default -> throw refusal;
            };
        }
    }

    private static Duration lifetime(JsonObject answer) {
        return seconds(answer, "expires_in", LONGEST_LIFETIME)
                .orElseThrow(() -> Endpoint.DEVICE_AUTHORIZATION
                        .failure(ErrorCode.INVALID_RESPONSE, "the lifetime of the code is missing or out of range")
                        .with(Detail.POINTER, "/expires_in")
                        .build());
    }

    private static Optional<Duration> seconds(JsonObject answer, String name, Duration longest) {
        return answer.toMap().get(name) instanceof Long value && value > 0 && value <= longest.toSeconds()
                ? Optional.of(Duration.ofSeconds(value))
                : Optional.empty();
    }

    private static ConnectorException timeIsOver() {
        return ConnectorException.of(ErrorCode.SIGN_IN_NOT_PENDING, "the time to enter the code is over")
                .build();
    }
}
