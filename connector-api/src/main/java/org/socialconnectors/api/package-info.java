/** What a connector implements and what a host calls. */
@NullMarked
package org.socialconnectors.api;

import org.jspecify.annotations.NullMarked;
