package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Whose classes a thread finds by name; that connectors find theirs is tested with the program. */
class ContextLoaderTest {
    @Test
    void a_thread_and_those_that_it_makes_have_the_connectors_loader_until_it_is_closed() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader connectors = new URLClassLoader(new URL[0])) {
            try (ContextLoader context = new ContextLoader(connectors)) {
                assertEquals(connectors, Thread.currentThread().getContextClassLoader());
                FutureTask<ClassLoader> seen =
                        new FutureTask<>(() -> Thread.currentThread().getContextClassLoader());
                new Thread(seen).start();
                assertEquals(connectors, seen.get());
            }
            assertEquals(before, Thread.currentThread().getContextClassLoader());
        }
    }
}
