package com.example.harbor;

import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.json.JsonObject;

public final class HarborConnectorFactory implements SocialConnectorFactory {
    private final ConnectorDescriptor descriptor =
            ConnectorDescriptor.builder("harbor").readFrom(getClass());

    public ConnectorDescriptor descriptor() {
        return descriptor;
    }

    public SocialConnector create(JsonObject config, ConnectorContext context) {
        return new HarborConnector(config, context);
    }
}
