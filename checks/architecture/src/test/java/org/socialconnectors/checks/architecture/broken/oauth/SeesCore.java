package org.socialconnectors.checks.architecture.broken.oauth;

final class SeesCore {
    Object other = new org.socialconnectors.checks.architecture.broken.core.Seen();
}
