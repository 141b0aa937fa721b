package org.socialconnectors.testkit.runner;

import org.jspecify.annotations.Nullable;

/**
 * Makes a connector's class loader the context class loader of this thread, until it is closed there. Libraries ask that one for
 * services and for classes by name, and find what the connector brought and nothing of this program. Threads that are made
 * meanwhile inherit it.
 */
final class ContextLoader implements AutoCloseable {
    private final @Nullable ClassLoader before = Thread.currentThread().getContextClassLoader();

    ContextLoader(ClassLoader connectors) {
        Thread.currentThread().setContextClassLoader(connectors);
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
