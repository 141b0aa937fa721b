package org.socialconnectors.core.configuration;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.everit.json.schema.regexp.RE2JRegexpFactory;
import org.everit.json.schema.regexp.Regexp;
import org.everit.json.schema.regexp.RegexpFactory;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of RE2 that are small, also when their repetitions are written out, as RE2 does: it matches in time linear
 * in the value, but also in that size, and a few characters can be worth thousands of millions.
 */
final class SmallPatterns implements RegexpFactory {
    private static final int CHARACTERS = 1000;
    private static final int REPETITIONS = 1000;
    private static final int INSTRUCTIONS = 5000;
    private static final int DIGITS = 4;
    private static final Pattern COUNT = Pattern.compile("(.?)\\{([0-9]+)(?:,([0-9]*))?\\}");

    private final RegexpFactory re2 = new RE2JRegexpFactory();

    @Override
    public Regexp createHandler(String pattern) {
        if (!isSmall(pattern)) {
            throw new IllegalArgumentException("a pattern is too large");
        }
        return re2.createHandler(pattern);
    }

    /**
     * Whether a regular expression is small.
     *
     * @throws com.google.re2j.PatternSyntaxException if it is none
     */
    static boolean isSmall(String pattern) {
        return pattern.length() <= CHARACTERS
                && nestedRepetitions(pattern) <= REPETITIONS
                // Exact, but to be had only after compiling.
                && Pattern.compile(pattern).programSize() <= INSTRUCTIONS;
    }

    /** At least how often the most repeated part is repeated: as if all repeated groups were nested in one another. */
    private static long nestedRepetitions(String pattern) {
        long groups = 1;
        long single = 1;
        Matcher counts = COUNT.matcher(pattern);
        while (groups * single <= REPETITIONS && counts.find()) {
            long count = Math.max(number(counts.group(2)), number(counts.group(3)));
            // \Q\E repeats what stands before it.
            boolean group = ")E".contains(counts.group(1));
            groups *= group ? count : 1;
            single = group ? single : Math.max(single, count);
        }
        return groups * single;
    }

    private static long number(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return 1;
        }
        return digits.length() > DIGITS ? REPETITIONS + 1L : Math.max(1, Long.parseLong(digits));
    }
}
