package org.socialconnectors.oauth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lists of scopes as they are written: scope tokens delimited by spaces (RFC 6749 section 3.3). */
final class Scopes {
    /** The scope that makes a request an OpenID Connect one. */
    static final String OPENID = "openid";

    private static final Pattern TOKEN = Pattern.compile("[!#-\\[\\]-~]+");

    private Scopes() {}

    static List<String> split(String scope) {
        return Arrays.stream(scope.split(" ")).filter(token -> !token.isEmpty()).toList();
    }

    /** One that is not a single token: it could hide {@code openid} behind a space. */
    static Optional<String> malformed(List<String> scopes) {
        return scopes.stream().filter(scope -> !TOKEN.matcher(scope).matches()).findFirst();
    }
}
