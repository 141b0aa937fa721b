package org.socialconnectors.checks.architecture.broken.core.guice;

import com.google.inject.Injector;

public final class ShowsGuice {
    public void guice(Injector injector) {}
}
