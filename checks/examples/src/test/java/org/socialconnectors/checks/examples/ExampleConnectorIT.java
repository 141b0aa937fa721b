package org.socialconnectors.checks.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.BrowserKey;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.core.signin.SignIns;
import org.socialconnectors.simulator.SimulatedProvider;

/** A connector that is not on the class path, loaded by its ID from the jar that its own build made. */
class ExampleConnectorIT {
    private URLClassLoader jars;
    private ConnectorRegistry<SocialConnectorFactory> registry;

    @BeforeEach
    void load() throws Exception {
        List<URL> urls = new ArrayList<>();
        urls.add(Built.jar("example-connector", "acorn-connector-1.0.0.jar")
                .toUri()
                .toURL());
        for (Path dependency : Built.dependencies("example-connector")) {
            urls.add(dependency.toUri().toURL());
        }
        jars = new URLClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader());
        registry = ConnectorRegistry.load(SocialConnectorFactory.class, jars);
    }

    @AfterEach
    void close() throws Exception {
        jars.close();
    }

    @Test
    void the_connector_is_found_by_its_id_with_everything_that_describes_it() {
        assertEquals(List.of(), registry.problems());
        assertSame(jars, registry.get("acorn").getClass().getClassLoader());
        assertEquals("Acorn", registry.descriptor("acorn").name().in(Locale.ENGLISH));
        assertEquals(
                "Se connecter avec un compte Acorn.",
                registry.descriptor("acorn").description().in(Locale.CANADA_FRENCH));
    }

    @Test
    void its_jars_do_not_contain_the_contract_which_is_the_hosts() throws Exception {
        for (Path jar : Built.dependencies("example-connector")) {
            assertFalse(jar.getFileName().toString().startsWith("connector-api"), jar::toString);
        }
    }

    @Test
    void a_person_signs_in_with_it() throws Exception {
        SimulatedProvider acorn = Acorn.at(URI.create("https://acorn.example"));
        Connections connections = new Connections(registry, acorn);
        connections.put(ConnectionSettings.of("acorn", "acorn")
                .redirectUris(Acorn.REDIRECT_URI.toString())
                .config(Acorn.CLIENT));
        SignIns signIns = new SignIns(connections, new MemoryPendingSignIns());
        BrowserKey browser = BrowserKey.random();

        URI toAcorn = signIns.begin("acorn", browser, SignInRequest.to(Acorn.REDIRECT_URI))
                .location();
        String callback = acorn.authorize(toAcorn, Acorn.HAZEL).getRawQuery();
        SignInResult result = signIns.complete("acorn", browser, CallbackParameters.parse(callback, Arrival.QUERY))
                .result();

        assertEquals(new Identity("https://acorn.example", "4711"), result.identity());
        assertEquals(Optional.of("Hazel Nutt"), result.profile().name());
        assertEquals(
                Optional.of(new EmailAddress("hazel@example.org", true)),
                result.profile().email());
    }
}
