package org.socialconnectors.core.registry;

import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;

/**
 * A connector that could not be loaded, and why. Printable: it holds no foreign message. Immutable and thread-safe.
 *
 * @param source the jar or directory that announces the connector, shortened at the front; several if several announce it;
 *     {@code unknown} if nothing tells
 * @param providerClass the name of the connector's factory class, if it is known
 * @param error what is wrong, usually a {@code CONNECTOR_FAILURE}
 */
public record LoadProblem(String source, Optional<String> providerClass, ConnectorException error) {
    /** One line for a log. */
    @Override
    public String toString() {
        return source + providerClass.map(name -> ", " + name).orElse("") + ": " + error.getMessage();
    }
}
