package org.socialconnectors.testkit;

import org.opentest4j.TestAbortedException;

/** Only the kit may say that a rule could not be tried; what a connector throws never counts as that. */
final class NotTriedException extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    NotTriedException(String reason) {
        super(reason);
    }
}
