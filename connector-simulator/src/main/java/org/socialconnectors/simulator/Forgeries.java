package org.socialconnectors.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is done to the tokens to come. Thread-safe. */
final class Forgeries {
    // Guarded by this.
    private final Deque<IdTokenForgery> next = new ArrayDeque<>();
    private IdTokenForgery lasting = IdTokenDraft::sign;

    synchronized void next(IdTokenForgery forgery) {
        next.add(forgery);
    }

    synchronized void always(IdTokenForgery forgery) {
        lasting = forgery;
    }

    synchronized void clear() {
        next.clear();
        lasting = IdTokenDraft::sign;
    }

    synchronized IdTokenForgery take() {
        return next.isEmpty() ? lasting : next.remove();
    }
}
