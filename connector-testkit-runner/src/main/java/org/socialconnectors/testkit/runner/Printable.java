package org.socialconnectors.testkit.runner;

import java.util.regex.Pattern;

/** Text that a connector had a hand in, made fit for terminals and for XML. */
final class Printable {
    private static final int LENGTH = 4000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}&&[^\\t\\n]]");

    private Printable() {}

    static String text(String text) {
        String printable = UNPRINTABLE.matcher(text.replace("\r\n", "\n")).replaceAll("?");
        return printable.length() <= LENGTH ? printable : printable.substring(0, LENGTH) + " …";
    }

    static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
