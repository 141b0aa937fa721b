package org.socialconnectors.core.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.util.Modules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.ByteStore;
import org.socialconnectors.core.signin.CompletedSignIn;
import org.socialconnectors.core.signin.FakeFactory;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.PendingSignIns;
import org.socialconnectors.core.signin.SealedPendingSignIns;
import org.socialconnectors.core.signin.SignInRequest;
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

    @Test
    void T48_a_host_that_binds_a_store_of_its_own_signs_people_in_with_it_on_any_node() throws Exception {
        Map<String, byte[]> entries = new ConcurrentHashMap<>();
        ByteStore shared = new ByteStore() {
            @Override
            public void put(String key, byte[] value, Duration timeToLive) {
                entries.put(key, value);
            }

            @Override
            public Optional<byte[]> take(String key) {
                return Optional.ofNullable(entries.remove(key));
            }
        };
        BrowserKey browser = BrowserKey.random();
        SignInRequest request = SignInRequest.to(URI.create("https://app.example/callback"));

        URI location = node(shared).begin("one", browser, request).location();
        assertEquals(1, entries.size());
        String query = location.getRawQuery() + "&code=ada";
        CompletedSignIn completed = node(shared)
                .complete("one", browser, CallbackParameters.parse(query, CallbackParameters.Arrival.QUERY));

        assertEquals("ada", completed.result().identity().subject());
        assertEquals(0, entries.size());
    }

    private static SignIns node(ByteStore store) {
        Module host = new AbstractModule() {
            @Override
            protected void configure() {
                OptionalBinder.newOptionalBinder(binder(), PendingSignIns.class)
                        .setBinding()
                        .toInstance(new SealedPendingSignIns(store));
            }
        };
        Module fakeConnector = new AbstractModule() {
            @Provides
            ConnectorRegistry<SocialConnectorFactory> registry() {
                return ConnectorRegistry.of(List.of(new FakeFactory()));
            }
        };
        Injector injector = Guice.createInjector(
                Modules.override(new SocialConnectorsModule()).with(fakeConnector), host);
        injector.getInstance(Connections.class)
                .put(ConnectionSettings.of("one", "test")
                        .redirectUris("https://app.example/callback")
                        .config(Map.of("clientId", "client")));
        return injector.getInstance(SignIns.class);
    }
}
