/** A simulated identity provider, in memory or on a loopback port. */
@NullMarked
package org.socialconnectors.simulator;

import org.jspecify.annotations.NullMarked;
