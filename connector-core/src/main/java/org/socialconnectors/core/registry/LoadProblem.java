package org.socialconnectors.core.registry;

import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;

/**
 * A connector that could not be loaded, and why. Printable: it holds no foreign message. Immutable and thread-safe.
 *
 * @param error a {@code CONNECTOR_FAILURE} with what is known of {@code source}, {@code class}, {@code connector}, {@code
 *     pointer}, {@code keyword} and {@code cause_type}
 */
public record LoadProblem(ConnectorException error) {
    /**
     * Where the connector was found.
     *
     * @return a jar or directory, shortened at the front, followed by the resource concerned if there is one
     */
    public String source() {
        return error.detail(Detail.SOURCE).orElse("unknown");
    }

    /**
     * The connector's factory.
     *
     * @return the name of the class, if it is known
     */
    public Optional<String> providerClass() {
        return error.detail(Detail.CLASS);
    }

    /** One line for a log. */
    @Override
    public String toString() {
        return String.valueOf(error.getMessage());
    }
}
