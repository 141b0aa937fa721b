/** Wires the framework with Guice, for hosts that use it. */
@NullMarked
package org.socialconnectors.core.guice;

import org.jspecify.annotations.NullMarked;
