package org.socialconnectors.console.session;

import java.time.Instant;
import java.util.Set;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;

/**
 * Somebody who is signed in. Holds no token: the console asks the provider for nothing more. Immutable and thread-safe; its text
 * shows nothing of the person.
 */
public final class SignedIn {
    private final Identity identity;
    private final SocialProfile profile;
    private final Set<Check> checks;
    private final boolean idTokenVerified;
    private final Instant since;

    private SignedIn(SignInResult result, Instant since) {
        this.identity = result.identity();
        this.profile = result.profile();
        this.checks = result.assurance().checks();
        this.idTokenVerified = result.assurance().idTokenVerified();
        this.since = since;
    }

    /**
     * What is kept of a sign-in.
     *
     * @param result who signed in; its tokens are left behind
     * @param since when
     * @return the person
     */
    public static SignedIn of(SignInResult result, Instant since) {
        return new SignedIn(result, since);
    }

    /**
     * The key of the account.
     *
     * @return namespace and subject
     */
    public Identity identity() {
        return identity;
    }

    /**
     * How the provider describes the person.
     *
     * @return the profile
     */
    public SocialProfile profile() {
        return profile;
    }

    /**
     * What the connector checked.
     *
     * @return the checks
     */
    public Set<Check> checks() {
        return checks;
    }

    /**
     * Whether a verified ID token proves the identity.
     *
     * @return true if so
     */
    public boolean idTokenVerified() {
        return idTokenVerified;
    }

    /**
     * When the person signed in.
     *
     * @return the time
     */
    public Instant since() {
        return since;
    }

    @Override
    public String toString() {
        return "SignedIn";
    }
}
