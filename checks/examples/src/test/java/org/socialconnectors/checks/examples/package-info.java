/** Runs what the examples built. */
@NullMarked
package org.socialconnectors.checks.examples;

import org.jspecify.annotations.NullMarked;
