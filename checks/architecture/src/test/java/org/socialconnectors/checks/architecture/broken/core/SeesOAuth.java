package org.socialconnectors.checks.architecture.broken.core;

final class SeesOAuth {
    Object other = new org.socialconnectors.checks.architecture.broken.oauth.Seen();
}
