/** The conformance tests that an author of a connector inherits. */
@NullMarked
package org.socialconnectors.testkit;

import org.jspecify.annotations.NullMarked;
