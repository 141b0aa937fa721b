package org.socialconnectors.testkit.runner;

import org.socialconnectors.api.SocialConnectorFactory;

/**
 * What a connector finds in any host: the JDK, connector-api and connector-oauth. Nothing else of this program is visible, and
 * none of its resources, so a connector cannot pass by libraries that it forgot to bring.
 */
final class HostClasses extends ClassLoader {
    private static final String API = "org.socialconnectors.api.";
    private static final String OAUTH = "org.socialconnectors.oauth.";

    HostClasses() {
        super("host", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(API) || name.startsWith(OAUTH)) {
            return Class.forName(name, false, SocialConnectorFactory.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
