package org.socialconnectors.simulator;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Lists as OAuth writes them: with spaces between (RFC 6749 section 3.3). */
final class Words {
    private Words() {}

    static Set<String> parse(String text) {
        Set<String> words = new LinkedHashSet<>(Arrays.asList(text.split(" ")));
        words.remove("");
        return words;
    }
}
