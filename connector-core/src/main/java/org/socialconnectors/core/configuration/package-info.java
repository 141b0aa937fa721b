/** What a connection's configuration must look like, and what is wrong with one. */
@NullMarked
package org.socialconnectors.core.configuration;

import org.jspecify.annotations.NullMarked;
