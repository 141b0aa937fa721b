package org.socialconnectors.core.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import java.time.InstantSource;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.PendingSignIns;
import org.socialconnectors.core.signin.SignIns;

/**
 * Binds the registry of all connectors on the class path, {@link Connections} (empty: fill it with {@link
 * Connections#replaceAll}), {@link SignIns} and what they need. A host replaces {@link HttpTransport}, {@link PendingSignIns} or
 * {@link InstantSource} with {@code OptionalBinder.newOptionalBinder(binder(), PendingSignIns.class).setBinding()}.
 *
 * <p>Guice closes nothing: a host that stops before its process does closes {@link HttpClientTransport}, got from the injector.
 */
public final class SocialConnectorsModule extends AbstractModule {
    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), InstantSource.class)
                .setDefault()
                .toInstance(InstantSource.system());
        OptionalBinder.newOptionalBinder(binder(), HttpTransport.class)
                .setDefault()
                .to(HttpClientTransport.class);
        OptionalBinder.newOptionalBinder(binder(), PendingSignIns.class)
                .setDefault()
                .to(MemoryPendingSignIns.class);
    }

    @Provides
    @Singleton
    ConnectorRegistry<SocialConnectorFactory> registry() {
        return ConnectorRegistry.load(SocialConnectorFactory.class, SocialConnectorFactory.class.getClassLoader());
    }

    @Provides
    @Singleton
    HttpClientTransport httpClientTransport() {
        return HttpClientTransport.builder().build();
    }

    @Provides
    @Singleton
    MemoryPendingSignIns memoryPendingSignIns(InstantSource clock) {
        return new MemoryPendingSignIns(
                MemoryPendingSignIns.DEFAULT_TIME_TO_LIVE, MemoryPendingSignIns.DEFAULT_CAPACITY, clock);
    }

    @Provides
    @Singleton
    Connections connections(
            ConnectorRegistry<SocialConnectorFactory> registry, HttpTransport http, InstantSource clock) {
        return new Connections(registry, http, clock, Connections.DEFAULT_DEADLINE);
    }

    @Provides
    @Singleton
    SignIns signIns(Connections connections, PendingSignIns pendingSignIns) {
        return new SignIns(connections, pendingSignIns);
    }
}
