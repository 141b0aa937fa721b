package org.socialconnectors.testkit.control;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the kit says about a connector: its run in the JUnit Platform, as an author would see it. */
final class Verdict {
    private final Map<String, String> messageByTest = new TreeMap<>();
    private int tests;

    private Verdict() {}

    static Verdict on(Class<?> conformance) {
        return on(conformance, Map.of());
    }

    static Verdict on(Class<?> conformance, Map<String, String> configurationParameters) {
        Verdict verdict = new Verdict();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(conformance))
                                .configurationParameters(configurationParameters)
                                .build(),
                        verdict.listener());
        return verdict;
    }

    /** The verdict of one rule. */
    static Verdict of(String rule, Class<?> conformance) {
        Verdict verdict = new Verdict();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(Arrays.stream(conformance.getMethods())
                                        .filter(method -> method.getName().startsWith(rule + "_"))
                                        .map(method -> selectMethod(conformance, method))
                                        .toList())
                                .build(),
                        verdict.listener());
        return verdict;
    }

    int tests() {
        return tests;
    }

    /** The numbers of the rules that are broken. */
    Set<String> brokenRules() {
        return messageByTest.keySet().stream()
                .map(test -> test.substring(0, 3))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String messageOf(String rule) {
        return messageByTest.entrySet().stream()
                .filter(failure -> failure.getKey().startsWith(rule))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("\n"));
    }

    String messages() {
        return messageByTest.entrySet().stream()
                .map(failure -> failure.getKey() + ": " + failure.getValue())
                .collect(Collectors.joining("\n"));
    }

    private TestExecutionListener listener() {
        return new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    tests++;
                }
                result.getThrowable()
                        .ifPresent(failure -> messageByTest.put(
                                test.getDisplayName(), failure.getClass().getName() + ": " + failure.getMessage()));
            }
        };
    }
}
