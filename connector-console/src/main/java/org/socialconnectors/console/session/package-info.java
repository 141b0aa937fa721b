/** Who is signed in to the console itself, and which forms are its own. */
@NullMarked
package org.socialconnectors.console.session;

import org.jspecify.annotations.NullMarked;
