package org.socialconnectors.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** The trials of a class of rules: what has to be refused happens once, and several rules look at what came of it. */
final class Trials {
    private final Map<String, Trial> byRefusal = new ConcurrentHashMap<>();

    Trial of(Refusal refusal, Supplier<Rehearsal> stage) {
        // Not computeIfAbsent: a connector that does not come back would keep every other rule waiting here.
        Trial known = byRefusal.get(refusal.toString());
        if (known != null) {
            return known;
        }
        Trial trial = refusal.triedIn(stage.get());
        byRefusal.put(refusal.toString(), trial);
        return trial;
    }

    /** Lets all tests of a class of rules share its trials. */
    static final class Extension implements TestInstancePostProcessor {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Trials.class);

        /** For JUnit. */
        Extension() {}

        @Override
        public void postProcessTestInstance(Object test, ExtensionContext context) {
            ((OAuthConnectorConformance) test).trials =
                    context.getStore(NAMESPACE).getOrComputeIfAbsent(Trials.class, key -> new Trials(), Trials.class);
        }
    }
}
