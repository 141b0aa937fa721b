package org.socialconnectors.core.guice;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.OptionalBinder;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.PendingSignIns;
import org.socialconnectors.core.signin.SignIns;

class SocialConnectorsModuleTest {
    @Test
    void everything_is_bound_once() throws Exception {
        Injector injector = Guice.createInjector(new SocialConnectorsModule());

        assertSame(injector.getInstance(SignIns.class), injector.getInstance(SignIns.class));
        assertSame(injector.getInstance(Connections.class), injector.getInstance(Connections.class));
        assertInstanceOf(MemoryPendingSignIns.class, injector.getInstance(PendingSignIns.class));
        assertTrue(injector.getInstance(Connections.class).usable().isEmpty());
        try (HttpClientTransport http =
                assertInstanceOf(HttpClientTransport.class, injector.getInstance(HttpTransport.class))) {
            assertSame(http, injector.getInstance(HttpTransport.class));
        }
    }

    @Test
    void a_host_replaces_what_it_wants_to() {
        MemoryPendingSignIns own = new MemoryPendingSignIns();
        Injector injector = Guice.createInjector(new SocialConnectorsModule(), new AbstractModule() {
            @Override
            protected void configure() {
                OptionalBinder.newOptionalBinder(binder(), PendingSignIns.class)
                        .setBinding()
                        .toInstance(own);
                OptionalBinder.newOptionalBinder(binder(), HttpTransport.class)
                        .setBinding()
                        .toInstance(request -> {
                            throw new AssertionError("not called");
                        });
            }
        });

        assertSame(own, injector.getInstance(PendingSignIns.class));
        injector.getInstance(SignIns.class);
    }
}
