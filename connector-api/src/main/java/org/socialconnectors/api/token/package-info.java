/** The tokens of a sign-in and what can be done with them later. */
@NullMarked
package org.socialconnectors.api.token;

import org.jspecify.annotations.NullMarked;
