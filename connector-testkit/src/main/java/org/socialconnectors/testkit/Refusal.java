package org.socialconnectors.testkit;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.error.ErrorCode;

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

    /** Lets it happen, and keeps all that a rule could look at. */
    Trial triedIn(Rehearsal rehearsal) {
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        try (CapturedOutput output = CapturedOutput.open()) {
            Throwable thrown = happensIn(rehearsal);
            // Logs and thread dumps show the names of threads.
            String names = thread.getName() + rehearsal.network.threadNames();
            return new Trial(this, rehearsal, thrown, output.text() + names);
        } finally {
            thread.setName(name);
        }
    }

    @Override
    public String toString() {
        return rule + " (" + given + ")";
    }
}
