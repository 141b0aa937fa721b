package org.socialconnectors.testkit.runner;

/** The run cannot go on; the message is for the person at the terminal. */
final class EndedException extends Exception {
    private final Ending ending;

    EndedException(Ending ending, String message) {
        super(message);
        this.ending = ending;
    }

    Ending ending() {
        return ending;
    }
}
