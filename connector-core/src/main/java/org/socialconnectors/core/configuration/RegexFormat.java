package org.socialconnectors.core.configuration;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import org.everit.json.schema.FormatValidator;

/** A regular expression of RE2. Everit's own check asks java.util.regex, which recurses without limit. */
final class RegexFormat implements FormatValidator {
    // RE2/J compiles in quadratic time: seconds for 40,000 characters.
    private static final int CHARACTERS = 1000;

    @Override
    public Optional<String> validate(String subject) {
        try {
            if (subject.length() <= CHARACTERS) {
                Pattern.compile(subject);
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
