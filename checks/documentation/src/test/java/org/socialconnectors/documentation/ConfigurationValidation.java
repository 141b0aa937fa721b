package org.socialconnectors.documentation;

import java.util.List;
import java.util.ServiceLoader;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.json.JsonReader;

/** Validates a {@code json} block as the configuration of a connector. */
@FunctionalInterface
interface ConfigurationValidation {
    /** By the schemas of the connectors on the class path. */
    ConfigurationValidation OF_CONNECTORS =
            (connectorId, json) -> ServiceLoader.load(SocialConnectorFactory.class).stream()
                    .map(provider -> provider.get().descriptor())
                    .filter(descriptor -> descriptor.id().equals(connectorId))
                    .findFirst()
                    .map(descriptor -> violations(descriptor, json))
                    .orElse(List.of("there is no such connector"));

    /** What is wrong with a configuration; empty for a valid one. A connector that does not exist is wrong too. */
    List<String> violations(String connectorId, String json);

    private static List<String> violations(ConnectorDescriptor descriptor, String json) {
        return ConfigurationSchema.of(descriptor).violations(JsonReader.config(json)).stream()
                .map(violation -> violation.pointer() + " " + violation.keyword())
                .toList();
    }
}
