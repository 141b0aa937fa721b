/** Connectors that configuration alone turns into sign-in with any provider of OpenID Connect or OAuth 2.0. */
@NullMarked
package org.socialconnectors.standard;

import org.jspecify.annotations.NullMarked;
