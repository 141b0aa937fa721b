/** What a host builds its sign-in with. */
@NullMarked
package org.socialconnectors.core;

import org.jspecify.annotations.NullMarked;
