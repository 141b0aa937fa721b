/** The connector contract: factory, descriptor, connector and the context it lives in. */
@NullMarked
package org.socialconnectors.api;

import org.jspecify.annotations.NullMarked;
