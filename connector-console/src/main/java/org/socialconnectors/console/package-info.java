/** The program to run. */
@NullMarked
package org.socialconnectors.console;

import org.jspecify.annotations.NullMarked;
