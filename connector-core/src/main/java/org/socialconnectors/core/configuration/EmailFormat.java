package org.socialconnectors.core.configuration;

import com.google.re2j.Pattern;
import java.util.Optional;
import org.everit.json.schema.FormatValidator;

/**
 * An e-mail address as a browser's field accepts it (WHATWG HTML, "valid e-mail address"). Everit's own check takes seconds for
 * some long values, and refuses hosts outside of the public top-level domains.
 */
final class EmailFormat implements FormatValidator {
    // 64 octets, the at sign, and 255 octets (RFC 5321 section 4.5.3.1).
    private static final int CHARACTERS = 320;
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final Pattern ADDRESS =
            Pattern.compile("[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@" + LABEL + "(?:\\." + LABEL + ")*");

    @Override
    public Optional<String> validate(String subject) {
        return subject.length() <= CHARACTERS && ADDRESS.matches(subject)
                ? Optional.empty()
                : Optional.of("not an e-mail address");
    }

    @Override
    public String formatName() {
        return "email";
    }
}
