/** Typed, immutable reads of JSON objects that somebody else has parsed. */
@NullMarked
package org.socialconnectors.api.json;

import org.jspecify.annotations.NullMarked;
