package org.socialconnectors.checks.architecture.broken.testkit;

import org.junit.jupiter.api.TestInfo;

public final class ShowsJUnit {
    public void junit(TestInfo test) {}
}
