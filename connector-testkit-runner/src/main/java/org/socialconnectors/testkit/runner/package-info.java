/** The conformance tests as a program: it loads a connector from its jar, runs the rules, and reports. */
@NullMarked
package org.socialconnectors.testkit.runner;

import org.jspecify.annotations.NullMarked;
