package org.socialconnectors.simulator;

import org.socialconnectors.api.secret.Secret;

/** What stands for somebody in a token exchange (RFC 8693 section 2.1). */
record SubjectToken(String type, Secret value) {}
