package org.socialconnectors.core.configuration;

import java.util.Optional;
import org.everit.json.schema.FormatValidator;

/** Accepts everything. Everit's own check needs Joda-Time, which no configuration is worth. */
final class UriTemplateFormat implements FormatValidator {
    @Override
    public Optional<String> validate(String subject) {
        return Optional.empty();
    }

    @Override
    public String formatName() {
        return "uri-template";
    }
}
