package org.socialconnectors.checks.architecture.broken.standard;

final class SeesCore {
    Object other = new org.socialconnectors.checks.architecture.broken.core.Seen();
}
