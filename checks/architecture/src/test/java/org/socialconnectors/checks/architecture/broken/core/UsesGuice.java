package org.socialconnectors.checks.architecture.broken.core;

import com.google.inject.Guice;
import com.google.inject.Injector;

final class UsesGuice {
    Injector injector = Guice.createInjector();
}
