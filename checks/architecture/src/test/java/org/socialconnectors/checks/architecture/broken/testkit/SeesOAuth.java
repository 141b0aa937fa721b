package org.socialconnectors.checks.architecture.broken.testkit;

final class SeesOAuth {
    Object other = new org.socialconnectors.checks.architecture.broken.oauth.Seen();
}
