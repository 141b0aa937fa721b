/** One sign-in as values: the attempt, the redirect, the verified callback and the result. */
@NullMarked
package org.socialconnectors.api.signin;

import org.jspecify.annotations.NullMarked;
