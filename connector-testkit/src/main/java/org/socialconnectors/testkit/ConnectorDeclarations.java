package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.core.configuration.ConfigurationSchema;

/**
 * What the author of a connector says about it, and the connectors that follow from that. The rules are in {@link
 * SocialConnectorConformance}, which an author extends.
 */
abstract class ConnectorDeclarations {
    /** Registered with every provider of the kit. Its encoded query shows whether it is sent byte for byte. */
    static final URI REDIRECT_URI = URI.create("https://app.example.org/sign-in/callback?tenant=a%20b&x=%2F");

    /** Set by its extension. */
    @Nullable
    Surroundings surroundings;

    /** Set by its extension to the whole run's. */
    ConformanceRun run = new ConformanceRun();

    /**
     * The connector's factory. One makes all connectors of a run, as a registry has one for all of an application; rules about the
     * factory itself make more.
     *
     * @return a new factory
     */
    protected abstract SocialConnectorFactory factory();

    /**
     * A configuration that is valid and complete enough to sign in.
     *
     * @return strings, booleans, numbers, lists, maps and nulls by member
     */
    protected abstract Map<String, ?> configuration();

    /**
     * Who answers the connector. A connector whose {@code begin} makes requests needs somebody who answers them.
     *
     * @return nobody, unless overridden: every request is refused as it would be without a network
     */
    protected HttpTransport network() {
        return request -> {
            throw ConnectorException.of(ErrorCode.PROVIDER_UNAVAILABLE, "the test has no network")
                    .build();
        };
    }

    /**
     * Capability: {@code begin} needs no request. Deny it for a connector that needs discovery, a pushed authorization request or
     * a request token first.
     *
     * @return true unless overridden
     */
    protected boolean beginsWithoutRequest() {
        return true;
    }

    final ConnectorDescriptor descriptor(SocialConnectorFactory factory) {
        return assertNotNullAnd(factory.descriptor(), "descriptor() answered null.");
    }

    final ConfigurationSchema schema() {
        return run.schema.get(() -> ConfigurationSchema.of(descriptor(onlyFactory())));
    }

    private SocialConnectorFactory onlyFactory() {
        return run.factory.get(this::factory);
    }

    /** What the connectors are made of: the author's configuration, unless {@link #network()} knows another client. */
    Map<String, ?> configurationInUse() {
        return configuration();
    }

    final SocialConnector connector(HttpTransport network) {
        return connector(configurationInUse(), context(network));
    }

    final SocialConnector connector(Map<String, ?> config, ConnectorContext context) {
        JsonObject complete = schema().complete(JsonObject.config(config));
        return assertNotNullAnd(onlyFactory().create(complete, context), "create answered null.");
    }

    static Redirect begun(SocialConnector connector, SignInAttempt attempt) throws InterruptedException {
        return assertNotNullAnd(connector.begin(attempt), "begin answered null.");
    }

    static <T> T assertNotNullAnd(@Nullable T value, String message) {
        if (value == null) {
            throw new AssertionFailedError(message);
        }
        return value;
    }

    /** Fails with everything that is wrong, not only the first of it. */
    static void assertAllHold(List<Executable> assertions) {
        assertAll(assertions);
    }

    static ConnectorContext context(HttpTransport network) {
        return ConnectorContext.of(network, new MovableClock(Instant.now()));
    }

    static JsonObject properties(ConfigurationSchema schema) {
        return schema.document().object("properties").orElse(JsonObject.config(Map.of()));
    }
}
