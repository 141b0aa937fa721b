/** The pages: what they show, and their rendering. */
@NullMarked
package org.socialconnectors.console.page;

import org.jspecify.annotations.NullMarked;
