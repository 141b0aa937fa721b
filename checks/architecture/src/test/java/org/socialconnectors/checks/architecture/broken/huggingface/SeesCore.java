package org.socialconnectors.checks.architecture.broken.huggingface;

final class SeesCore {
    Object other = new org.socialconnectors.checks.architecture.broken.core.Seen();
}
