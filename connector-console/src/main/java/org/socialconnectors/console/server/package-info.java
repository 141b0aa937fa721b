/** Starts and stops the program's servers. */
@NullMarked
package org.socialconnectors.console.server;

import org.jspecify.annotations.NullMarked;
