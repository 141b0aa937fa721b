/** Strict reading of JSON texts. */
@NullMarked
package org.socialconnectors.core.json;

import org.jspecify.annotations.NullMarked;
