/** The sign-in flow: begins and completes sign-ins, and remembers what is pending between the two. */
@NullMarked
package org.socialconnectors.core.signin;

import org.jspecify.annotations.NullMarked;
