/** OAuth 2.0 and OpenID Connect for authors of connectors. */
@NullMarked
package org.socialconnectors.oauth;

import org.jspecify.annotations.NullMarked;
