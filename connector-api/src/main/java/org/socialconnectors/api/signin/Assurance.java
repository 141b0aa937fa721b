package org.socialconnectors.api.signin;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What proves that this person signed in: the checks that the connector made. State, browser binding and single use are the
 * framework's and hold for every completed sign-in. Immutable and thread-safe.
 */
public final class Assurance {
    private static final Set<Check> ID_TOKEN =
            Collections.unmodifiableSet(EnumSet.of(Check.ID_TOKEN_SIGNATURE, Check.ID_TOKEN_CLAIMS, Check.NONCE));

    private final Set<Check> checks;

    private Assurance(Set<Check> checks) {
        this.checks = checks;
    }

    /**
     * States which checks were made.
     *
     * @param checks those that were made and passed, no others
     * @return the assurance
     */
    public static Assurance of(Collection<Check> checks) {
        EnumSet<Check> copy = EnumSet.noneOf(Check.class);
        copy.addAll(checks);
        return new Assurance(Collections.unmodifiableSet(copy));
    }

    /**
     * The checks that were made.
     *
     * @return an unmodifiable set
     */
    public Set<Check> checks() {
        return checks;
    }

    /**
     * Whether a verified ID token proves the identity. If not, it rests on an answer of the userinfo endpoint over TLS.
     *
     * @return true if signature, claims and nonce of an ID token were verified
     */
    public boolean idTokenVerified() {
        return checks.containsAll(ID_TOKEN);
    }

    @Override
    public String toString() {
        return "Assurance" + checks;
    }
}
