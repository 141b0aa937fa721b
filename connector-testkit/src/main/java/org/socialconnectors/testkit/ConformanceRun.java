package org.socialconnectors.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.simulator.Persona;

/**
 * What the rules of one run of a class share. What several rules only look at, such as a sign-in at an honest provider and what has to be
 * refused, happens once. Another run of the class, as a parameterized class has several, and a class inside it share nothing with it:
 * theirs is another connector.
 */
final class ConformanceRun {
    /** The factory that makes the run's connectors, as a registry has one for all of an application. */
    final Once<SocialConnectorFactory> factory = new Once<>();

    /** Its compiled schema; compiling is the expensive part of making a connector. */
    final Once<ConfigurationSchema> schema = new Once<>();

    /** Where all that the connector offers was used. */
    final Once<Rehearsal> allUsed = new Once<>();

    private final Map<Persona, Once<SignIn>> byPerson = new ConcurrentHashMap<>();
    private final Map<String, Once<Trial>> byRefusal = new ConcurrentHashMap<>();
    private volatile @Nullable Boolean keyAnnounced;
    private volatile @Nullable HonestFailure honestFailure;

    /**
     * Something that the first rule that needs it makes for all of them. What a rule makes that is given up meanwhile is not kept: it was
     * interrupted, which says nothing about the connector. Rules do not wait for each other: a connector that does not come back would
     * keep every other rule waiting.
     */
    static final class Once<T> {
        private volatile @Nullable T made;

        /** Makes something. */
        @FunctionalInterface
        interface Making<T, X extends Exception> {
            T make() throws X;
        }

        <X extends Exception> T get(Making<T, X> making) throws X {
            T known = made;
            if (known != null) {
                return known;
            }
            T value = making.make();
            if (!Changes.ofThisRule().areOver()) {
                made = value;
            }
            return value;
        }
    }

    /** A sign-in, and how it ended. */
    record SignIn(Rehearsal rehearsal, Outcome<SignInResult> outcome) {}

    /** A sign-in of that person at an honest provider, for rules that only look at it. */
    Once<SignIn> honestSignIn(Persona person) {
        return byPerson.computeIfAbsent(person, who -> new Once<>());
    }

    /** What comes of that refusal. */
    Once<Trial> trial(Refusal refusal) {
        return byRefusal.computeIfAbsent(refusal.toString(), name -> new Once<>());
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
