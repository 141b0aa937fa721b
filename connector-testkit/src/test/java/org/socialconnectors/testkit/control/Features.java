package org.socialconnectors.testkit.control;

import org.socialconnectors.simulator.ClientAuthenticationMethod;

/**
 * What an advanced control connector does beyond the control connector.
 *
 * @param authentication how its client authenticates
 * @param formPost whether its callback arrives as a form
 * @param pushed whether it pushes its requests
 * @param proofs whether it proves possession of a key
 */
record Features(ClientAuthenticationMethod authentication, boolean formPost, boolean pushed, boolean proofs) {
    static Features authenticatingBy(ClientAuthenticationMethod method) {
        return new Features(method, false, false, false);
    }

    Features withFormPost() {
        return new Features(authentication, true, pushed, proofs);
    }

    Features withPushedRequests() {
        return new Features(authentication, formPost, true, proofs);
    }

    Features withProofs() {
        return new Features(authentication, formPost, pushed, true);
    }
}
