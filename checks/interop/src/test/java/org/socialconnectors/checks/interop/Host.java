package org.socialconnectors.checks.interop;

import com.google.inject.Guice;
import com.google.inject.Injector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.guice.SocialConnectorsModule;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.SignIns;

/** What an application holds of the framework, over real sockets. */
record Host(HttpClientTransport http, Connections connections, SignIns signIns) implements AutoCloseable {

    /** With the connectors on the class path. */
    static Host wiredByHand() {
        ConnectorRegistry<SocialConnectorFactory> registry =
                ConnectorRegistry.load(SocialConnectorFactory.class, Host.class.getClassLoader());
        HttpClientTransport http = HttpClientTransport.builder().build();
        Connections connections = new Connections(registry, http);
        return new Host(http, connections, new SignIns(connections, new MemoryPendingSignIns()));
    }

    /** With the connectors on the class path. */
    static Host wiredByGuice() {
        Injector injector = Guice.createInjector(new SocialConnectorsModule());
        return new Host(
                injector.getInstance(HttpClientTransport.class),
                injector.getInstance(Connections.class),
                injector.getInstance(SignIns.class));
    }

    @Override
    public void close() {
        http.close();
    }
}
