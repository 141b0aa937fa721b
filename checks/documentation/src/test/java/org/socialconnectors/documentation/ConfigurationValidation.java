package org.socialconnectors.documentation;

import java.util.List;

/** The seam to the configuration schema of core. */
@FunctionalInterface
interface ConfigurationValidation {
    /** Until core's schema is connected, a block that asks for it fails rather than go unchecked. */
    ConfigurationValidation NOT_CONNECTED =
            (connectorId, json) -> List.of("not checked: no configuration schema is connected yet");

    /** What is wrong with a configuration; empty for a valid one. A connector that does not exist is wrong too. */
    List<String> violations(String connectorId, String json);
}
