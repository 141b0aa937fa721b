package org.socialconnectors.console.page;

import java.util.Optional;

/**
 * A page that says what happened and what to do next.
 *
 * @param tone how it looks
 * @param title what happened, as a heading
 * @param explanation what happened
 * @param advice what to do next
 * @param link what to follow
 * @param href where the link leads: a path on the own origin
 * @param reference what to tell the administrator; the log has it too
 */
public record MessagePage(
        Tone tone,
        String title,
        String explanation,
        String advice,
        String link,
        String href,
        Optional<String> reference) {

    /** How a message looks. */
    public enum Tone {
        /** All is well. */
        CALM,
        /** Somebody has to do something. */
        ATTENTION,
        /** Something is broken. */
        TROUBLE;

        /**
         * The class in the style sheet.
         *
         * @return a lower-case name
         */
        public String style() {
            return switch (this) {
                case CALM -> "calm";
                case ATTENTION -> "attention";
                case TROUBLE -> "trouble";
            };
        }
    }

    /**
     * A message that needs no administrator.
     *
     * @param tone how it looks
     * @param title what happened, as a heading
     * @param explanation what happened
     * @param advice what to do next
     * @return a page that leads back to the start
     */
    public static MessagePage of(Tone tone, String title, String explanation, String advice) {
        return new MessagePage(tone, title, explanation, advice, "Back to the start", "/", Optional.empty());
    }

    /**
     * The same message with another link text.
     *
     * @param text what to follow
     * @return another page
     */
    public MessagePage link(String text) {
        return new MessagePage(tone, title, explanation, advice, text, href, reference);
    }
}
