package org.socialconnectors.api.token;

import java.util.List;
import org.socialconnectors.api.secret.Secret;

/** What to exchange for an access token (RFC 8693 section 2.1). Immutable and thread-safe; its text shows nothing. */
public final class TokenExchangeRequest {
    private final Secret subjectToken;
    private final String subjectTokenType;
    private final List<String> scopes;

    private TokenExchangeRequest(Secret subjectToken, String subjectTokenType, List<String> scopes) {
        this.subjectToken = subjectToken;
        this.subjectTokenType = subjectTokenType;
        this.scopes = scopes;
    }

    /**
     * An exchange for all that the provider grants.
     *
     * @param subjectToken who it is about
     * @param subjectTokenType what the subject token is, as a URI
     * @return the request
     */
    public static TokenExchangeRequest of(Secret subjectToken, String subjectTokenType) {
        return new TokenExchangeRequest(subjectToken, subjectTokenType, List.of());
    }

    /**
     * The same request for these scopes.
     *
     * @param values the scopes
     * @return another request
     */
    public TokenExchangeRequest scopes(List<String> values) {
        return new TokenExchangeRequest(subjectToken, subjectTokenType, List.copyOf(values));
    }

    /**
     * Who it is about.
     *
     * @return the subject token
     */
    public Secret subjectToken() {
        return subjectToken;
    }

    /**
     * What the subject token is.
     *
     * @return a URI
     */
    public String subjectTokenType() {
        return subjectTokenType;
    }

    /**
     * What to ask for.
     *
     * @return the scopes; empty for all that the provider grants
     */
    public List<String> scopes() {
        return scopes;
    }

    @Override
    public String toString() {
        return "TokenExchangeRequest";
    }
}
