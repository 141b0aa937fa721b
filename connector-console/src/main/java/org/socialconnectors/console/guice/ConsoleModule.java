package org.socialconnectors.console.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import java.time.InstantSource;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.console.page.Pages;
import org.socialconnectors.console.server.ConsoleServer;
import org.socialconnectors.console.session.FormTokens;
import org.socialconnectors.console.session.Sessions;
import org.socialconnectors.console.setup.Setup;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.guice.SocialConnectorsModule;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.SignIns;

/** Binds the program on top of the framework's own module. */
public final class ConsoleModule extends AbstractModule {
    private final Setup setup;
    private final InstantSource clock;

    /**
     * A module.
     *
     * @param setup how to run
     * @param clock for everything that expires
     */
    public ConsoleModule(Setup setup, InstantSource clock) {
        this.setup = setup;
        this.clock = clock;
    }

    /**
     * Wires the program.
     *
     * @param setup how to run
     * @param clock for everything that expires
     * @return a program that does not run yet
     */
    public static ConsoleServer server(Setup setup, InstantSource clock) {
        // Guice would generate classes through sun.misc.Unsafe, of which newer JDKs warn on the terminal; reflection
        // does here.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        return Guice.createInjector(new ConsoleModule(setup, clock)).getInstance(ConsoleServer.class);
    }

    @Override
    protected void configure() {
        install(new SocialConnectorsModule());
        OptionalBinder.newOptionalBinder(binder(), InstantSource.class)
                .setBinding()
                .toInstance(clock);
        bind(Setup.class).toInstance(setup);
    }

    @Provides
    @Singleton
    Sessions sessions() {
        return new Sessions(clock);
    }

    @Provides
    @Singleton
    FormTokens formTokens() {
        return new FormTokens(clock);
    }

    @Provides
    @Singleton
    Pages pages() {
        return new Pages();
    }

    @Provides
    @Singleton
    ConsoleServer consoleServer(
            ConnectorRegistry<SocialConnectorFactory> registry,
            Connections connections,
            SignIns signIns,
            Sessions sessions,
            FormTokens formTokens,
            Pages pages) {
        return new ConsoleServer(setup, registry, connections, signIns, sessions, formTokens, pages, clock);
    }
}
