package org.socialconnectors.api;

/**
 * The service that {@link java.util.ServiceLoader} finds: name the implementing class in {@code
 * META-INF/services/org.socialconnectors.api.SocialConnectorFactory}.
 */
public interface SocialConnectorFactory extends ConnectorFactory<SocialConnector> {}
