package org.socialconnectors.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Assurance;
import org.socialconnectors.api.signin.SignInResult;

class DeviceLoopTest {
    private static final SignInResult SOMEBODY = SignInResult.of(
            new Identity("https://provider.example", "1"),
            SocialProfile.builder().build(),
            Assurance.of(Set.of()));
    private static final Function<DeviceAuthorization, DeviceProgress> PENDING = DeviceProgress::pending;
    private static final Function<DeviceAuthorization, DeviceProgress> SLOWER =
            authorization -> DeviceProgress.pending(authorization.slower());
    private static final Function<DeviceAuthorization, DeviceProgress> DONE =
            authorization -> DeviceProgress.complete(SOMEBODY);
    private static final Function<DeviceAuthorization, DeviceProgress> OUTAGE = authorization -> {
        throw ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "down").build();
    };
    private static final Function<DeviceAuthorization, DeviceProgress> OVER = authorization -> {
        throw ConnectorException.of(ErrorCode.SIGN_IN_NOT_PENDING, "over").build();
    };

    private final List<Long> pauses = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();

    @Test
    void the_code_is_shown_once_and_polled_for_at_the_provider_s_pace() throws Exception {
        assertSame(SOMEBODY, run(List.of(PENDING, SLOWER, PENDING, SLOWER, DONE)));

        assertEquals(List.of("ABCD-EFGH"), shown);
        assertEquals(List.of(5000L, 5000L, 10000L, 10000L, 15000L), pauses);
    }

    @Test
    void each_outage_doubles_the_wait_up_to_a_minute_more_until_an_answer_comes() throws Exception {
        run(List.of(OUTAGE, OUTAGE, OUTAGE, OUTAGE, OUTAGE, OUTAGE, PENDING, DONE));

        assertEquals(List.of(5000L, 10000L, 20000L, 40000L, 65000L, 65000L, 65000L, 5000L), pauses);
    }

    @Test
    void what_ends_the_sign_in_ends_the_loop() {
        assertEquals(
                ErrorCode.SIGN_IN_NOT_PENDING,
                assertThrows(ConnectorException.class, () -> run(List.of(PENDING, OVER, DONE)))
                        .code());
        assertEquals(2, pauses.size());
    }

    @Test
    void an_interrupt_cancels_it() {
        DeviceLoop cancelled = new DeviceLoop(millis -> {
            throw new InterruptedException();
        });

        assertThrows(
                InterruptedException.class, () -> cancelled.signIn(new Script(List.of(DONE)), List.of(), code -> {}));
    }

    private SignInResult run(List<Function<DeviceAuthorization, DeviceProgress>> answers) throws InterruptedException {
        return new DeviceLoop(pauses::add)
                .signIn(new Script(answers), List.of("openid"), code -> shown.add(code.userCode()));
    }

    private static final class Script implements DeviceSignIn {
        private final Deque<Function<DeviceAuthorization, DeviceProgress>> answers;

        Script(List<Function<DeviceAuthorization, DeviceProgress>> answers) {
            this.answers = new ArrayDeque<>(answers);
        }

        @Override
        public DeviceAuthorization start(List<String> scopes) {
            return DeviceAuthorization.builder(
                            Secret.of("device-code"),
                            "ABCD-EFGH",
                            URI.create("https://provider.example/device"),
                            Instant.EPOCH.plus(Duration.ofMinutes(10)))
                    .scopes(scopes)
                    .build();
        }

        @Override
        public DeviceProgress poll(DeviceAuthorization authorization) {
            return answers.remove().apply(authorization);
        }
    }
}
