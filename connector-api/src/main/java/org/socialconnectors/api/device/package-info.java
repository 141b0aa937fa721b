/** Sign-in on a device without a browser, finished on another one (RFC 8628). */
@NullMarked
package org.socialconnectors.api.device;

import org.jspecify.annotations.NullMarked;
