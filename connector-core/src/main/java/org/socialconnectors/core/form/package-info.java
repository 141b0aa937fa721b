/** Form items derived from a connector's configuration schema. */
@NullMarked
package org.socialconnectors.core.form;

import org.jspecify.annotations.NullMarked;
