/** The rules of the design, held against the classes of all modules. */
@NullMarked
package org.socialconnectors.checks.architecture;

import org.jspecify.annotations.NullMarked;
