/** Connections: connectors with a configuration and an ID of their own, exchangeable while the host runs. */
@NullMarked
package org.socialconnectors.core.connection;

import org.jspecify.annotations.NullMarked;
