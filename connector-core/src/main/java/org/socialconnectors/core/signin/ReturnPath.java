package org.socialconnectors.core.signin;

import java.util.regex.Pattern;

/** Which return addresses cannot lead to another origin, however a server or browser normalizes them. */
final class ReturnPath {
    private static final int LENGTH = 2048;
    private static final Pattern VISIBLE = Pattern.compile("/[!-\\[\\]-~]*");
    private static final Pattern QUERY_OR_FRAGMENT = Pattern.compile("[?#].*");
    // An empty segment makes "//host" once the dot segments before it are removed; both can hide behind
    // percent-encoding, and so can the tabs and line breaks that browsers leave out.
    private static final Pattern AMBIGUOUS =
            Pattern.compile("//|%2f|%5c|%[01][0-9a-f]|/(?:\\.|%2e){1,2}(?:/|$)", Pattern.CASE_INSENSITIVE);

    private ReturnPath() {}

    static boolean isOwn(String text) {
        String path = QUERY_OR_FRAGMENT.matcher(text).replaceFirst("");
        return text.length() <= LENGTH
                && VISIBLE.matcher(text).matches()
                && !AMBIGUOUS.matcher(path).find();
    }
}
