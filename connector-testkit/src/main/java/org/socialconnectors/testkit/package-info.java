/**
 * The conformance tests that an author of a connector inherits. A class can inherit from one other only, and so the themes of the rules
 * stand above each other: their order is that of a sign-in, and of the program's report.
 */
@NullMarked
package org.socialconnectors.testkit;

import org.jspecify.annotations.NullMarked;
