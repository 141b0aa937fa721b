package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.ProxySelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The way to the network is the process's, and is left as it was found. */
@ResourceLock(Resources.GLOBAL)
class SurroundingsTest {
    private final ProxySelector before = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
    }

    @Test
    void the_selector_that_was_there_is_put_back() {
        try (Surroundings watching = new Surroundings()) {
            assertNotSame(before, ProxySelector.getDefault());
        }
        assertSame(before, ProxySelector.getDefault());
    }

    @Test
    void a_selector_that_somebody_set_meanwhile_stays() {
        ProxySelector another = ProxySelector.of(null);
        try (Surroundings watching = new Surroundings()) {
            ProxySelector.setDefault(another);
        }
        assertSame(another, ProxySelector.getDefault());
    }
}
