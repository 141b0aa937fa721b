package org.socialconnectors.documentation;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;

/**
 * A fenced block.
 *
 * @param where file and line of its fence
 * @param language the first word after the fence; empty if there is none
 * @param comment what the HTML comment directly before it says, without {@code <!--} and {@code -->}
 * @param text what it contains
 */
record CodeBlock(String where, String language, Optional<String> comment, String text) {
    /** Whether it shows a whole file of an example, which is built and tested there. */
    boolean showsExample() {
        return comment.filter(content -> content.startsWith("example: ")).isPresent();
    }

    /** The value of a comment of the form {@code name: value}, the only one that this block may have. */
    Optional<String> comment(String name) {
        return comment.map(content -> content.startsWith(name + ": ")
                ? content.substring(name.length() + 2)
                : fail(where + ": a " + language + " block takes no comment of this kind: " + content));
    }

    void refuseComment() {
        comment.ifPresent(content -> fail(where + ": a " + language + " block takes no comment: " + content));
    }
}
