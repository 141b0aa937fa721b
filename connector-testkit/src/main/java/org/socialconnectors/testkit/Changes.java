package org.socialconnectors.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a rule changes in the process for a time, such as where standard output goes. Each change is undone once: by the rule when it
 * is done with it, or by the {@link Deadline} that gives the rule up. A rule that goes on after that can neither undo nor change
 * anything, so it does not disturb the next one. Thread-safe.
 */
final class Changes {
    private static final ThreadLocal<Changes> OF_THIS_RULE = ThreadLocal.withInitial(Changes::new);

    private final Deque<Change> inForce = new ArrayDeque<>();
    private boolean over;

    /** Those of the rule that runs on this thread. */
    static Changes ofThisRule() {
        return OF_THIS_RULE.get();
    }

    /** A rule whose changes these are. */
    Runnable of(Runnable rule) {
        return () -> {
            OF_THIS_RULE.set(this);
            rule.run();
        };
    }

    /** Makes one. */
    synchronized Change make(Runnable change, Runnable undo) {
        if (over) {
            throw new IllegalStateException("The rule was given up.");
        }
        change.run();
        Change made = new Change(undo);
        inForce.push(made);
        return made;
    }

    /** Whether the rule is done or was given up. */
    synchronized boolean areOver() {
        return over;
    }

    /** Undoes what is in force, the latest first, for good. */
    synchronized void end() {
        over = true;
        while (!inForce.isEmpty()) {
            inForce.pop().undo.run();
        }
    }

    private synchronized void undo(Change change) {
        if (inForce.remove(change)) {
            change.undo.run();
        }
    }

    /** One that is in force until it is closed, or all are ended. */
    final class Change implements AutoCloseable {
        private final Runnable undo;

        private Change(Runnable undo) {
            this.undo = undo;
        }

        @Override
        public void close() {
            undo(this);
        }
    }
}
