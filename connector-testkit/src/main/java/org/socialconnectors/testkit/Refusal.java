package org.socialconnectors.testkit;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.simulator.Endpoint;

/**
 * Something that a connector has to refuse.
 *
 * @param rule the rule that demands it
 * @param given what happens, as a noun phrase
 * @param expected the codes of which the refusal has one
 * @param tokenRequests how often the token endpoint may have been asked in all
 * @param act lets it happen
 */
record Refusal(String rule, String given, Set<ErrorCode> expected, int tokenRequests, Act act) {
    /** Lets something happen that the connector should refuse. */
    @FunctionalInterface
    interface Act {
        void perform(Rehearsal rehearsal) throws InterruptedException;
    }

    /** Lets it happen; the refusal is answered, whatever it is, or null if there is none. */
    @Nullable
    Throwable happensIn(Rehearsal rehearsal) {
        try {
            act.perform(rehearsal);
            return null;
        } catch (AssertionFailedError ofTheKit) {
            throw ofTheKit;
        } catch (Throwable refusal) {
            return refusal;
        }
    }

    /** Checks that it is refused as it has to be. */
    ConnectorException assertRefusedIn(Rehearsal rehearsal, String advice) {
        Throwable refusal = happensIn(rehearsal);
        if (refusal == null) {
            throw failure("should end in " + codes() + ", but the connector accepts it", advice);
        }
        if (!(refusal instanceof ConnectorException known)) {
            throw failure(
                    "should end in a ConnectorException with " + codes() + ", but it ends in "
                            + refusal.getClass().getName(),
                    advice);
        }
        if (!expected.contains(known.code())) {
            throw failure("should end in " + codes() + ", but it ends in " + known.code(), advice);
        }
        Set<String> foreign = rehearsal.provider.foreignHosts();
        if (!foreign.isEmpty()) {
            throw failure("must not lead the connector to other hosts, but it asked " + foreign, advice);
        }
        int requests = rehearsal.count(Endpoint.TOKEN);
        if (requests != tokenRequests) {
            throw failure(
                    "allows " + tokenRequests + " requests to the token endpoint, but it saw " + requests, advice);
        }
        int pushes = rehearsal.count(Endpoint.PUSHED_AUTHORIZATION);
        if (pushes > rehearsal.begins()) {
            throw failure("must not make the connector push a request again, but it pushed " + pushes, advice);
        }
        int userinfo = rehearsal.count(Endpoint.USERINFO);
        if (userinfo > Math.max(tokenRequests, 1)) {
            throw failure(
                    "must not make the connector ask userinfo again, but it asked " + userinfo + " times", advice);
        }
        return known;
    }

    private String codes() {
        return String.join(
                " or ", new TreeSet<>(expected.stream().map(ErrorCode::name).toList()));
    }

    private AssertionFailedError failure(String what, String advice) {
        return new AssertionFailedError("Given " + given + ": this " + what + ". " + advice);
    }

    @Override
    public String toString() {
        return rule + " (" + given + ")";
    }
}
