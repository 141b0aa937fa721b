package org.socialconnectors.core.configuration;

import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import org.everit.json.schema.FormatValidator;

/** A small regular expression of RE2. Everit's own check asks java.util.regex, which recurses without limit. */
final class RegexFormat implements FormatValidator {
    @Override
    public Optional<String> validate(String subject) {
        try {
            if (SmallPatterns.isSmall(subject)) {
                return Optional.empty();
            }
        } catch (PatternSyntaxException notOne) {
            // Said below, without quoting it.
        }
        return Optional.of("not a regular expression");
    }

    @Override
    public String formatName() {
        return "regex";
    }
}
