package org.socialconnectors.testkit.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.socialconnectors.api.SocialConnectorFactory;

/**
 * What the rules are about: a connector, and what its author says about it. A run puts it into the store of its launcher
 * session, where the classes of rules find it as the parameter of their constructor.
 *
 * @param connector the connector
 * @param said the configuration file
 * @param configuration valid, and complete enough to make a connector
 * @param providerAsked set by the rules when the connector asked a provider that the file does not describe
 */
record Subject(
        ConnectorJar.Found connector,
        RunnerConfig said,
        Map<String, Object> configuration,
        AtomicBoolean providerAsked) {
    Subject {
        configuration = Map.copyOf(configuration);
    }

    Subject(ConnectorJar.Found connector, RunnerConfig said, Map<String, Object> configuration) {
        this(connector, said, configuration, new AtomicBoolean());
    }

    SocialConnectorFactory factory() {
        return connector.factory();
    }

    /** The class whose tests are the rules for this subject. */
    Class<?> rules() {
        return said.provider().isPresent() ? OAuthRules.class : AnyConnectorRules.class;
    }

    /** The author's configuration, with a key in place of a derived one, which would be none. */
    Map<String, ?> configurationWith(Optional<String> clientKey) {
        Map<String, Object> changed = new LinkedHashMap<>(configuration);
        clientKey
                .filter(key -> !said.configuration().containsKey(said.clientKeyMember()))
                .ifPresent(key -> changed.put(said.clientKeyMember(), key));
        return changed;
    }

    Map<String, ?> configurationFor(String clientId, Optional<String> clientSecret, Optional<String> clientKey) {
        Map<String, Object> changed = new LinkedHashMap<>(configuration);
        changed.put(said.clientIdMember(), clientId);
        changed.keySet().removeAll(Set.of(said.clientSecretMember(), said.clientKeyMember()));
        clientSecret.ifPresent(secret -> changed.put(said.clientSecretMember(), secret));
        clientKey.ifPresent(key -> changed.put(said.clientKeyMember(), key));
        return changed;
    }

    void putInto(LauncherSession session) {
        session.getStore().put(Namespace.create(Subject.class), Subject.class, this);
    }

    /** Hands the session's subject to the constructor of a class of rules, and lets each rule run in the connector's context. */
    static final class Extension implements ParameterResolver, BeforeEachCallback {
        /** Before the kit makes the thread that the rule runs on, which inherits it; JUnit closes it after the rule. */
        @Override
        public void beforeEach(ExtensionContext context) {
            ClassLoader connectors = subject(context).connector().type().getClassLoader();
            context.getStore(ExtensionContext.Namespace.create(ContextLoader.class))
                    .put(ContextLoader.class, new ContextLoader(connectors));
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Subject.class;
        }

        @Override
        public Subject resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return subject(context);
        }

        private static Subject subject(ExtensionContext context) {
            @Nullable
            Subject subject = context.getStore(
                            ExtensionContext.StoreScope.LAUNCHER_SESSION,
                            ExtensionContext.Namespace.create(Subject.class))
                    .get(Subject.class, Subject.class);
            if (subject == null) {
                throw new IllegalStateException("no subject was put into the launcher's session");
            }
            return subject;
        }
    }
}
