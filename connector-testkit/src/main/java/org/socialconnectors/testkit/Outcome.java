package org.socialconnectors.testkit;

import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * What became of an action that has to succeed, for rules that look at its requests before they say so.
 *
 * @param value what it answered, or null if it answered null or threw
 * @param thrown what it threw, or null if it threw nothing
 */
record Outcome<T>(@Nullable T value, @Nullable Throwable thrown) {
    /** Something that has to succeed. */
    @FunctionalInterface
    interface Action<T> {
        T perform() throws InterruptedException;
    }

    static <T> Outcome<T> of(Action<T> action) throws InterruptedException {
        try {
            return new Outcome<>(action.perform(), null);
        } catch (AssertionFailedError ofTheKit) {
            throw ofTheKit;
        } catch (RuntimeException | Error thrown) {
            return new Outcome<>(null, thrown);
        }
    }
}
