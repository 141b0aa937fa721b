/** Sign-in with Hugging Face. */
@NullMarked
package org.socialconnectors.huggingface;

import org.jspecify.annotations.NullMarked;
