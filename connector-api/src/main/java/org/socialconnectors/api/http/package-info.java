/** The one door through which a connector reaches the network. */
@NullMarked
package org.socialconnectors.api.http;

import org.jspecify.annotations.NullMarked;
