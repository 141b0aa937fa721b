/** The one exception of the framework, its stable codes and its printable details. */
@NullMarked
package org.socialconnectors.api.error;

import org.jspecify.annotations.NullMarked;
