package org.socialconnectors.testkit.runner;

import java.time.Duration;
import java.util.Locale;

/**
 * What came of one rule.
 *
 * @param rule its number
 * @param title its name as a sentence
 * @param verdict whether it holds
 * @param why what is wrong, or empty
 * @param advice what to look at when the rule is broken, or empty
 * @param readMore the sections of the specifications it follows from, and the page about all rules
 * @param took how long it took
 */
record RuleResult(
        String rule, String title, Verdict verdict, String why, String advice, String readMore, Duration took) {
    /** The advice as far as the reason does not say it. */
    String furtherAdvice() {
        return sentence(why).contains(sentence(advice)) ? "" : advice;
    }

    private static String sentence(String text) {
        return Printable.line(text).toLowerCase(Locale.ROOT);
    }

    enum Verdict {
        HOLDS("ok"),
        BROKEN("BROKEN"),
        /** The system does not let anybody know; that is nobody's fault. */
        UNKNOWABLE("unknown"),
        NOT_RUN("not run");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
