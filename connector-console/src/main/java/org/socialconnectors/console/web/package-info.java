/** Routes, and what protects them. */
@NullMarked
package org.socialconnectors.console.web;

import org.jspecify.annotations.NullMarked;
