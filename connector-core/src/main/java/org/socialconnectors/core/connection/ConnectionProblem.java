package org.socialconnectors.core.connection;

import org.socialconnectors.api.error.ConnectorException;

/**
 * A connection that cannot be used, and why.
 *
 * @param connectionId its ID
 * @param reason safe to log whole
 */
public record ConnectionProblem(String connectionId, ConnectorException reason) {}
