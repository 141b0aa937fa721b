/** Wires the program with Guice. */
@NullMarked
package org.socialconnectors.console.guice;

import org.jspecify.annotations.NullMarked;
