/** A connector written from scratch that keeps every rule, and small variations of it that break one each. */
@NullMarked
package org.socialconnectors.testkit.control;

import org.jspecify.annotations.NullMarked;
