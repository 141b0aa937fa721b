package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/** What also holds for {@link PendingSignIns} in a store outside the process. */
public abstract class SharedPendingSignInsContract extends PendingSignInsContract {
    /** Takes the store down: from now on it does not answer, or refuses. It need not come back. */
    protected abstract void takeDown() throws Exception;

    @Test
    void T47_a_store_that_is_down_stops_the_start_and_the_callback_in_time_and_no_code_is_sent() throws Exception {
        BrowserKey browser = BrowserKey.random();
        Node node = new Node(pendingSignIns());
        String state = node.begin(browser);
        takeDown();

        for (Executable call :
                List.<Executable>of(() -> node.begin(browser), () -> node.complete(browser, "code=a&state=" + state))) {
            // What a store owes; the flow adds next to nothing, and has no limit of its own.
            ConnectorException refusal =
                    assertTimeout(Duration.ofSeconds(2), () -> assertRefused(ErrorCode.STORE_UNAVAILABLE, call));
            assertTrue(refusal.code().retryable());
        }
        assertEquals(0, node.factory.exchanges.get());
    }

    @Test
    void T48_a_sign_in_begun_on_one_node_finishes_on_another_after_a_restart() throws Exception {
        BrowserKey browser = BrowserKey.random();
        SignInRequest request = SignInRequest.builder(Node.REDIRECT_URI)
                .returnTo("/cart?step=2#total")
                .hostState("link to account 7")
                .build();
        String state = Node.state(new Node(pendingSignIns()).signIns.begin("one", browser, request));

        CompletedSignIn completed = new Node(pendingSignIns())
                .signIns.complete(
                        "one",
                        BrowserKey.ofCookie(browser.secret().reveal()),
                        Node.callback("code=ada&state=" + state));

        assertEquals("one", completed.connectionId());
        assertEquals("ada", completed.result().identity().subject());
        assertEquals(Optional.of("/cart?step=2#total"), completed.returnTo());
        assertEquals(Optional.of("link to account 7"), completed.hostState());
    }

    @Test
    void T48_a_node_with_another_configuration_does_not_finish_it() throws Exception {
        BrowserKey browser = BrowserKey.random();
        String state = new Node(pendingSignIns()).begin(browser);
        Node other = new Node(pendingSignIns());
        other.connections.put(Node.settings("one", "another-client"));

        assertNotPending(() -> other.complete(browser, "code=a&state=" + state));
        assertEquals(0, other.factory.exchanges.get());
    }
}
