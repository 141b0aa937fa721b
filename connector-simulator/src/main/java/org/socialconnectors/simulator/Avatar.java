package org.socialconnectors.simulator;

import java.util.Locale;

/** A picture made of initials. */
final class Avatar {
    private Avatar() {}

    static String svg(String name) {
        int hue = Math.floorMod(name.hashCode(), 360);
        int end = name.offsetByCodePoints(0, 1);
        String initial = name.substring(0, end).toUpperCase(Locale.ROOT);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">
                <rect width="96" height="96" fill="hsl(%d 55%% 32%%)"/>
                <text x="48" y="50" fill="#fff" font-family="system-ui,sans-serif" font-size="44" font-weight="600"
                 text-anchor="middle" dominant-baseline="middle">%s</text>
                </svg>
                """.formatted(hue, Html.escape(initial));
    }
}
