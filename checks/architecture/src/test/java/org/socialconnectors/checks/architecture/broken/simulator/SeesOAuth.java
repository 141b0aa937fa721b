package org.socialconnectors.checks.architecture.broken.simulator;

final class SeesOAuth {
    Object other = new org.socialconnectors.checks.architecture.broken.oauth.Seen();
}
