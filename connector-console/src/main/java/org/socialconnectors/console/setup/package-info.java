/** What the environment says about how to run. */
@NullMarked
package org.socialconnectors.console.setup;

import org.jspecify.annotations.NullMarked;
