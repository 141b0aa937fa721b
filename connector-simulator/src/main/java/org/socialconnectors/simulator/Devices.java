package org.socialconnectors.simulator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.secret.Secret;

/** Devices that wait until their user has answered elsewhere (RFC 8628). Thread-safe. */
final class Devices {
    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration SLOWER_BY = Duration.ofSeconds(5);
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private final URI verificationUri;
    private final Optional<Duration> announcedInterval;
    private final boolean codeChallengeRequired;
    private final InstantSource clock;
    private final Tokens tokens;

    // Guarded by this. The keys are device codes.
    private final Map<String, Device> devices = new HashMap<>();
    private int started;

    Devices(
            URI verificationUri,
            Optional<Duration> announcedInterval,
            boolean codeChallengeRequired,
            InstantSource clock,
            Tokens tokens) {
        this.verificationUri = verificationUri;
        this.announcedInterval = announcedInterval;
        this.codeChallengeRequired = codeChallengeRequired;
        this.clock = clock;
        this.tokens = tokens;
    }

    private static final class Device {
        private final String userCode;
        private final SimulatedClient client;
        private final Set<String> scopes;
        private final Optional<String> codeChallenge;
        private final Instant expiresAt;
        private Duration interval;
        private Instant lastPoll = Instant.MIN;
        private @Nullable Grant grant;
        private boolean denied;

        private Device(
                String userCode,
                SimulatedClient client,
                Set<String> scopes,
                Optional<String> codeChallenge,
                Instant expiresAt,
                Duration interval) {
            this.userCode = userCode;
            this.client = client;
            this.scopes = scopes;
            this.codeChallenge = codeChallenge;
            this.expiresAt = expiresAt;
            this.interval = interval;
        }
    }

    URI verificationUri() {
        return verificationUri;
    }

    /** Answers a device that wants codes (RFC 8628 section 3.2). */
    synchronized Response start(SimulatedClient client, Parameters form) {
        Set<String> scopes = Words.parse(form.first("scope").orElse(""));
        if (!client.scopes().containsAll(scopes)) {
            return Answers.error(400, "invalid_scope", "A scope is not enabled for the application");
        }
        if (!CodeChallenges.acceptable(form, codeChallengeRequired)) {
            return Answers.error(400, "invalid_request", "A code_challenge with the method S256 is required");
        }
        String deviceCode = Secret.random().reveal();
        String userCode = userCode(started++);
        devices.put(
                deviceCode,
                new Device(
                        userCode,
                        client,
                        scopes,
                        form.first("code_challenge"),
                        clock.instant().plus(LIFETIME),
                        announcedInterval.orElse(DEFAULT_INTERVAL)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("device_code", deviceCode);
        members.put("user_code", userCode);
        members.put("verification_uri", verificationUri.toString());
        members.put("expires_in", LIFETIME.toSeconds());
        announcedInterval.ifPresent(interval -> members.put("interval", interval.toSeconds()));
        return Answers.with(Json.response(200, members), "Cache-Control", "no-store");
    }

    /** Whether somebody waits for an answer to the user code. */
    synchronized Optional<SimulatedClient> waiting(String userCode) {
        return find(userCode).map(device -> device.client);
    }

    synchronized boolean approve(String userCode, Persona persona) {
        Optional<Device> device = find(userCode);
        device.ifPresent(each -> each.grant = Grant.of(each.client, persona, each.scopes, clock.instant()));
        return device.isPresent();
    }

    synchronized boolean deny(String userCode) {
        Optional<Device> device = find(userCode);
        device.ifPresent(each -> each.denied = true);
        return device.isPresent();
    }

    /** Answers a device that asks whether its user has answered (RFC 8628 section 3.5). */
    Response poll(SimulatedClient client, Parameters form, Proof proof) {
        String code = form.first("device_code").orElse("");
        Grant grant;
        synchronized (this) {
            Device device = devices.get(code);
            Instant now = clock.instant();
            if (device == null
                    || !device.client.clientId().equals(client.clientId())
                    || !CodeChallenges.answered(device.codeChallenge, form)) {
                return Answers.error(400, "invalid_grant", "Invalid device_code");
            }
            if (!now.isBefore(device.expiresAt)) {
                return Answers.error(400, "expired_token", "The device_code has expired");
            }
            boolean tooFast = now.isBefore(later(device.lastPoll, device.interval));
            device.lastPoll = now;
            if (tooFast) {
                device.interval = device.interval.plus(SLOWER_BY);
                return Answers.error(400, "slow_down", "Ask less often");
            }
            if (device.denied) {
                devices.remove(code);
                return Answers.error(400, "access_denied", "The user denied the request");
            }
            if (device.grant == null) {
                return Answers.error(400, "authorization_pending", "The user has not answered yet");
            }
            grant = device.grant;
            devices.remove(code);
        }
        return tokens.issue(Tokens.Issuance.of(grant, proof));
    }

    /** One that is neither answered nor expired. */
    private Optional<Device> find(String userCode) {
        String normal = userCode.strip().toUpperCase(Locale.ROOT);
        return devices.values().stream()
                .filter(device -> device.userCode.equals(normal))
                .filter(device -> device.grant == null && !device.denied)
                .filter(device -> clock.instant().isBefore(device.expiresAt))
                .findFirst();
    }

    private static Instant later(Instant instant, Duration by) {
        return instant.equals(Instant.MIN) ? instant : instant.plus(by);
    }

    /** Easy to guess, which a real one must not be; nothing here is worth guessing. */
    private static String userCode(int number) {
        StringBuilder code = new StringBuilder();
        int rest = number;
        for (int place = 0; place < 8; place++) {
            code.append(place == 4 ? "-" : "").append(LETTERS.charAt(rest % LETTERS.length()));
            rest /= LETTERS.length();
        }
        return code.toString();
    }
}
