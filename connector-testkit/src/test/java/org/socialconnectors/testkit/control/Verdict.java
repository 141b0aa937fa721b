package org.socialconnectors.testkit.control;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the kit says about a connector: its run in the JUnit Platform, as an author would see it. */
final class Verdict {
    private static final String WORKING_DIRECTORY = Path.of("").toAbsolutePath() + File.separator;

    private final Map<String, String> messageByTest = new TreeMap<>();
    private final StringWriter reports = new StringWriter();
    private int tests;

    private Verdict() {}

    /** Elsewhere S09 is not tried. */
    static void assumeSocketsAreListed(boolean needed) {
        assumeTrue(!needed || Files.isDirectory(Path.of("/proc/self/fd")), "no list of open sockets here");
    }

    /** By all rules. */
    static Verdict on(Variation variation) {
        return on(variation, Map.of());
    }

    static Verdict on(Variation variation, Map<String, String> configurationParameters) {
        return on(variation, configurationParameters, selectClass(VariationConformance.class));
    }

    /** By the rules of another class than that for variations. */
    static Verdict of(Class<?> rules) {
        return on(CorrectConnector.CONTROL, Map.of(), selectClass(rules));
    }

    /** By one rule. */
    static Verdict on(Variation variation, Method rule) {
        return on(variation, Map.of(), selectMethod(VariationConformance.class, rule));
    }

    private static Verdict on(
            Variation variation, Map<String, String> configurationParameters, DiscoverySelector... rules) {
        VariationConformance.underTest = variation;
        ControlConnector.SECRETS.clear();
        Verdict verdict = new Verdict();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(rules)
                                .configurationParameters(configurationParameters)
                                .build(),
                        verdict.listener());
        WrongConnector.tidyUp();
        return verdict;
    }

    /** By the rules of some numbers. */
    static Verdict on(Variation variation, String... numbers) {
        return on(variation, Map.of(), numbers);
    }

    static Verdict on(Variation variation, Map<String, String> configurationParameters, String... numbers) {
        Set<String> wanted = Set.of(numbers);
        DiscoverySelector[] rules = Arrays.stream(VariationConformance.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)
                        && wanted.contains(method.getName().substring(0, 3)))
                .map(method -> selectMethod(VariationConformance.class, method))
                .toArray(DiscoverySelector[]::new);
        return on(variation, configurationParameters, rules);
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

    /** What is said, but for times, keys, names and places that differ from run to run. */
    List<String> words() {
        return messages()
                .lines()
                .filter(line -> !line.isEmpty() && !line.contains("MultipleFailuresError"))
                .map(line -> line.replaceFirst("^[A-Z]\\d\\d [^:]*: ", "")
                        .replaceFirst("^\\s*org\\.opentest4j\\.AssertionFailedError: ", "")
                        .replaceAll("\\$\\d+|\\$\\$Lambda[^>\\]]*", "")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "<time>")
                        .replaceAll("[\\w-]{43}", "<key>")
                        .replace(WORKING_DIRECTORY, "")
                        .replaceFirst("(at the same time, .*|left threads .*) ==> .*", "$1"))
                .toList();
    }

    /** The first of the rules that a mistake breaks says what is wrong, and all messages can be read. */
    void assertTells(Variation wrong) {
        assertTrue(messageOf(wrong.rules().get(0)).contains(wrong.message()), this::messages);
        assertReadable();
    }

    /** Each message says something, and none shows a secret that the connector was given. */
    void assertReadable() {
        for (String line : messages().split("\n", -1)) {
            assertFalse(line.matches(".*AssertionFailedError: .{0,15}( ==> .*)?"), () -> "says nothing: " + line);
        }
        for (String secret : ControlConnector.SECRETS) {
            assertFalse(messages().contains(secret), () -> "shows a secret: " + messages());
            assertFalse(reports.toString().contains(secret), () -> "a cause shows a secret: " + messages());
        }
    }

    private TestExecutionListener listener() {
        return new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    tests++;
                }
                result.getThrowable()
                        .filter(thrown -> result.getStatus() == TestExecutionResult.Status.FAILED)
                        .ifPresent(failure -> {
                            messageByTest.put(
                                    test.getDisplayName(),
                                    failure.getClass().getName() + ": " + failure.getMessage() + because(failure));
                            failure.printStackTrace(new PrintWriter(reports, true));
                        });
            }
        };
    }

    /** What a stack trace would say besides. */
    private static String because(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? "" : " <- " + cause.getClass().getName();
    }
}
