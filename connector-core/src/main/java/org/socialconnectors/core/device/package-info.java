/** A ready-made loop for sign-in on a device without a browser. */
@NullMarked
package org.socialconnectors.core.device;

import org.jspecify.annotations.NullMarked;
