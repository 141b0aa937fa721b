/** A simulated identity provider. */
@NullMarked
package org.socialconnectors.simulator;

import org.jspecify.annotations.NullMarked;
