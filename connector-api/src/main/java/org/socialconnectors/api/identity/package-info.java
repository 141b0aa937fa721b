/** Who signed in: the identity that keys an account, and the profile that describes a person. */
@NullMarked
package org.socialconnectors.api.identity;

import org.jspecify.annotations.NullMarked;
