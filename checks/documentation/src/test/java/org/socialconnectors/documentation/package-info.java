/**
 * Compiles or parses every code block of {@code README.md}, the other documents beside it, {@code docs/**} and {@code examples/**}, and
 * follows their relative links.
 *
 * <p>The language of a fenced block says how it is checked; there is no other language, and no block without one:
 *
 * <ul>
 *   <li>{@code java}: compiled against the test class path of this module. A block with a {@code package} line, or with a public
 *       type that begins at the start of a line, is a compilation unit. Any other block is put, without its imports, in the place
 *       of the line {@code // snippet} of a template in {@code src/test/resources/contexts/}, and its imports before it. The
 *       template is {@code statements.java}, a method that may throw anything, unless the comment {@code <!-- context: name -->}
 *       directly before the block names another.
 *   <li>{@code json}: parsed strictly. After the comment {@code <!-- schema: connector-id -->} it is a configuration of that
 *       connector, and validated by its schema.
 *   <li>{@code properties}, {@code xml}: parsed.
 *   <li>{@code sh}: each line is a command that stands, in double quotes, in a file of {@code .ci/}, and so is run.
 * </ul>
 *
 * <p>A block of any language after the comment {@code <!-- example: path -->} is that file below {@code examples/}, word for word,
 * and so is built and tested with it.
 *
 * <p>A comment that is none of these, or not directly before a block that takes it, fails the test.
 */
@NullMarked
package org.socialconnectors.documentation;

import org.jspecify.annotations.NullMarked;
