package org.socialconnectors.testkit.control;

import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;

/** Makes the control connector, or a variation of it. */
public final class ControlConnectorFactory implements SocialConnectorFactory {
    private final ConnectorDescriptor descriptor;
    private final Making making;

    /** Makes a connector. */
    public interface Making {
        SocialConnector of(JsonObject config, ConnectorContext context);
    }

    public ControlConnectorFactory() {
        this("control", ControlConnector::new);
    }

    public ControlConnectorFactory(String id, Making making) {
        this(id, making, "en", "fr");
    }

    public ControlConnectorFactory(String id, Making making, String... languages) {
        this.making = making;
        this.descriptor = ConnectorDescriptor.builder(id).languages(languages).readFrom(ControlConnectorFactory.class);
    }

    @Override
    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public SocialConnector create(JsonObject config, ConnectorContext context) {
        return making.of(config, context);
    }
}
