package org.socialconnectors.core.configuration;

import java.util.Locale;
import org.socialconnectors.api.LocalizedText;

/**
 * One thing that is wrong with a configuration. It never contains the value concerned. Immutable and thread-safe.
 *
 * @param pointer the member concerned (RFC 6901), also when it is missing or unknown; empty for the whole object
 * @param keyword the JSON Schema keyword that was violated
 * @param text what to tell an administrator, in all its languages
 */
public record Violation(String pointer, String keyword, LocalizedText text) {
    /**
     * What to tell an administrator.
     *
     * @param locale the administrator's
     * @return a sentence that names the field by its title
     */
    public String message(Locale locale) {
        return text.in(locale);
    }
}
