package org.socialconnectors.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/**
 * The trials of one run of a class of rules: what has to be refused happens once, and several rules look at what came of it. Another run
 * of the class, as a parameterized class has several, and a class inside it have trials of their own: theirs is another connector.
 */
final class Trials {
    private final Map<String, Trial> byRefusal = new ConcurrentHashMap<>();
    private volatile @Nullable Boolean keyAnnounced;

    Trial of(Refusal refusal, Supplier<Rehearsal> stage) {
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

    /** Whether the authorization request names the key of the sign-in, which is looked at once too. */
    boolean isKeyAnnounced(BooleanSupplier look) {
        Boolean known = keyAnnounced;
        if (known == null) {
            known = look.getAsBoolean();
            keyAnnounced = known;
        }
        return known;
    }

    /** Lets all tests of one run of a class of rules share its trials. */
    static final class Extension implements TestInstancePostProcessor {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Trials.class);

        /** For JUnit. */
        Extension() {}

        @Override
        public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
            return ExtensionContextScope.TEST_METHOD;
        }

        @Override
        public void postProcessTestInstance(Object test, ExtensionContext context) {
            if (test instanceof OAuthDeclarations rules) {
                ExtensionContext run = context.getTestMethod().isPresent()
                        ? context.getParent().orElseThrow()
                        : context;
                // Stores are searched upwards: the name of the run keeps those apart that are inside each other.
                rules.trials = run.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(run.getUniqueId(), key -> new Trials(), Trials.class);
            }
        }
    }
}
