/** Values that must never be printed. */
@NullMarked
package org.socialconnectors.api.secret;

import org.jspecify.annotations.NullMarked;
