/** Signs people in over real sockets: with the simulated provider, and with providers that others wrote. */
@NullMarked
package org.socialconnectors.checks.interop;

import org.jspecify.annotations.NullMarked;
