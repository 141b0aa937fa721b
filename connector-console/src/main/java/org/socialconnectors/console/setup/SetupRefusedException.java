package org.socialconnectors.console.setup;

import java.util.List;

/** The program cannot start as it was told to. Says why, in lines for a terminal; no line contains a secret. */
public final class SetupRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    /**
     * A refusal.
     *
     * @param lines why, and what to do
     */
    public SetupRefusedException(List<String> lines) {
        super(String.join(System.lineSeparator(), lines));
        this.lines = List.copyOf(lines);
    }

    /**
     * Why, and what to do.
     *
     * @return the lines to print
     */
    public List<String> lines() {
        return lines;
    }
}
