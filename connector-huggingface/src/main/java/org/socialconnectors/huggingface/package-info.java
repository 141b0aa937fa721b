/** Sign-in with Hugging Face: the connector, its view of a profile, and the environment of a Space. */
@NullMarked
package org.socialconnectors.huggingface;

import org.jspecify.annotations.NullMarked;
