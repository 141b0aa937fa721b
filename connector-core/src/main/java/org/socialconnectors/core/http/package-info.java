/** How requests leave the process: within limits of time, size and trust that no connector can forget. */
@NullMarked
package org.socialconnectors.core.http;

import org.jspecify.annotations.NullMarked;
