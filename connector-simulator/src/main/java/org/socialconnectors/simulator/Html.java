package org.socialconnectors.simulator;

/** Text on its way into HTML or SVG. */
final class Html {
    private Html() {}

    /** Makes a text safe between tags and between quotation marks of either kind. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
