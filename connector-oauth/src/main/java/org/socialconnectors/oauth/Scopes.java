package org.socialconnectors.oauth;

import java.util.Arrays;
import java.util.List;

/** Lists of scopes as they are written: scope tokens delimited by spaces (RFC 6749 section 3.3). */
final class Scopes {
    /** The scope that makes a request an OpenID Connect one. */
    static final String OPENID = "openid";

    private Scopes() {}

    static List<String> split(String scope) {
        return Arrays.stream(scope.split(" ")).filter(token -> !token.isEmpty()).toList();
    }
}
