/** Which connectors there are, found by ID, and the guard around every call into one. */
@NullMarked
package org.socialconnectors.core.registry;

import org.jspecify.annotations.NullMarked;
