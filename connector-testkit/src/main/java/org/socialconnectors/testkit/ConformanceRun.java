package org.socialconnectors.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.core.configuration.ConfigurationSchema;

/**
 * What the rules of one run of a class share. What has to be refused happens once, and several rules look at what came of it. Another run
 * of the class, as a parameterized class has several, and a class inside it share nothing with it: theirs is another connector.
 */
final class ConformanceRun {
    private final Map<String, Trial> byRefusal = new ConcurrentHashMap<>();
    private volatile @Nullable Boolean keyAnnounced;
    private volatile @Nullable SocialConnectorFactory factory;
    private volatile @Nullable ConfigurationSchema schema;
    private volatile @Nullable HonestFailure honestFailure;

    Trial trial(Refusal refusal, Supplier<Rehearsal> stage) {
        // Not computeIfAbsent: a connector that does not come back would keep every other rule waiting here.
        Trial known = byRefusal.get(refusal.toString());
        if (known != null) {
            return known;
        }
        Trial trial = refusal.triedIn(stage.get());
        // What was interrupted because its rule took too long says nothing about the refusal.
        if (!Changes.ofThisRule().areOver()) {
            byRefusal.put(refusal.toString(), trial);
        }
        return trial;
    }

    /** Whether the authorization request names the key of the sign-in, which is looked at until one can be seen. */
    boolean isKeyAnnounced(Supplier<Optional<Boolean>> look) {
        Boolean known = keyAnnounced;
        if (known == null) {
            Optional<Boolean> seen = look.get();
            seen.ifPresent(announced -> keyAnnounced = announced);
            return seen.orElse(false);
        }
        return known;
    }

    /** Remembers how the sign-in at an honest provider ends that should succeed, and what is to be said of it. */
    void honestSignInFails(Throwable end, String message) {
        // What was interrupted because its rule took too long says nothing about the connector.
        if (!Changes.ofThisRule().areOver()) {
            honestFailure = new HonestFailure(end, message);
        }
    }

    /** Takes back what was said of it. */
    void honestSignInSucceeds() {
        honestFailure = null;
    }

    /** What is to be said of something that ends as the sign-in at an honest provider does: that it did not come to what was given. */
    Optional<String> honestFailureLike(@Nullable Throwable end) {
        return Optional.ofNullable(honestFailure)
                .filter(known -> isAlike(known.end(), end))
                .map(HonestFailure::message);
    }

    private static boolean isAlike(Throwable one, @Nullable Throwable other) {
        if (one instanceof ConnectorException refusal && other instanceof ConnectorException another) {
            return refusal.code() == another.code();
        }
        return other != null && one.getClass() == other.getClass();
    }

    private record HonestFailure(Throwable end, String message) {}

    /** The factory that makes the run's connectors, as a registry has one for all of an application. */
    SocialConnectorFactory factory(Supplier<SocialConnectorFactory> author) {
        SocialConnectorFactory known = factory;
        if (known == null) {
            known = author.get();
            factory = known;
        }
        return known;
    }

    /** Its compiled schema; compiling is the expensive part of making a connector. */
    ConfigurationSchema schema(Supplier<ConnectorDescriptor> descriptor) {
        ConfigurationSchema known = schema;
        if (known == null) {
            known = ConfigurationSchema.of(descriptor.get());
            schema = known;
        }
        return known;
    }

    /** Gives all tests of one run of a class of rules what they share. */
    static final class Extension implements TestInstancePostProcessor {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(ConformanceRun.class);

        /** For JUnit. */
        Extension() {}

        @Override
        public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
            return ExtensionContextScope.TEST_METHOD;
        }

        @Override
        public void postProcessTestInstance(Object test, ExtensionContext context) {
            if (test instanceof SocialConnectorConformance rules) {
                ExtensionContext run = context.getTestMethod().isPresent()
                        ? context.getParent().orElseThrow()
                        : context;
                // Stores are searched upwards: the name of the run keeps those apart that are inside each other.
                rules.run = run.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(run.getUniqueId(), key -> new ConformanceRun(), ConformanceRun.class);
            }
        }
    }
}
