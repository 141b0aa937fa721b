/** OAuth 2.0 and OpenID Connect for authors of connectors: a provider is data and a few hooks, the engine does the rest. */
@NullMarked
package org.socialconnectors.oauth;

import org.jspecify.annotations.NullMarked;
