package org.socialconnectors.testkit.runner;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.testkit.runner.RuleResult.Verdict;

/** Collects what came of each rule, and says so as it happens. Thread-safe, because a run that hangs is asked from outside. */
final class Results implements TestExecutionListener {
    private static final int NUMBER_LENGTH = 3;
    private static final String AFTERWARDS = "S17 no thread is left behind after the run";
    private static final String LEFT_OUT = "the rules for OAuth 2.0 and OpenID Connect";
    private static final Pattern YES_AND_NO =
            Pattern.compile(" ==> expected: <(?:true|false)> but was: <(?:true|false)>");

    private final RuleBook book;
    private final PrintWriter progress;
    private final Map<String, RuleResult> byTest = new LinkedHashMap<>();
    private final Set<String> missingClasses = new LinkedHashSet<>();
    private int finished;
    private @Nullable String running;
    /** When the running rule began, or the last thing that ended did. */
    private long since = System.nanoTime();

    Results(RuleBook book, PrintWriter progress) {
        this.book = book;
        this.progress = progress;
    }

    @Override
    public synchronized void testPlanExecutionStarted(TestPlan plan) {
        plan.accept(new TestPlan.Visitor() {
            @Override
            public void visit(TestIdentifier identifier) {
                if (identifier.isTest()) {
                    byTest.put(identifier.getUniqueId(), result(identifier.getDisplayName(), Verdict.NOT_RUN, "", 0));
                }
            }
        });
        byTest.put(AFTERWARDS, result(AFTERWARDS, Verdict.NOT_RUN, "", 0));
    }

    @Override
    public synchronized void executionStarted(TestIdentifier identifier) {
        if (identifier.isTest()) {
            running = identifier.getUniqueId();
            since = System.nanoTime();
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
        if (identifier.isTest()) {
            byTest.put(identifier.getUniqueId(), result(identifier.getDisplayName(), Verdict.NOT_RUN, reason, 0));
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult outcome) {
        // Without the lock: what a connector threw has methods of its own, which may not come back.
        List<String> missing =
                outcome.getThrowable().stream().flatMap(Results::missingClasses).toList();
        String why = outcome.getThrowable().map(Results::why).orElse("");
        finished(identifier, verdict(outcome.getStatus()), why, missing);
    }

    private synchronized void finished(TestIdentifier identifier, Verdict verdict, String why, List<String> missing) {
        missingClasses.addAll(missing);
        // A class of rules that fails as a whole is no rule, but must not be overlooked.
        if (identifier.isTest() || verdict != Verdict.HOLDS) {
            RuleResult result = result(identifier.getDisplayName(), verdict, why, System.nanoTime() - since);
            byTest.put(identifier.getUniqueId(), result);
            running = null;
            since = System.nanoTime();
            finished++;
            tell(result);
        }
    }

    /** Adds what the run found when all other rules were done: the threads that are left, or nothing. */
    synchronized void afterwards(Optional<String> fault) {
        RuleResult result = result(AFTERWARDS, fault.isPresent() ? Verdict.BROKEN : Verdict.HOLDS, fault.orElse(""), 0);
        byTest.put(AFTERWARDS, result);
        finished++;
        tell(result);
    }

    /** Adds that there are rules which nobody can run without a description of the provider. */
    synchronized void leaveOutOAuth() {
        byTest.put(
                LEFT_OUT,
                new RuleResult(
                        "OAuth",
                        LEFT_OUT,
                        Verdict.NOT_RUN,
                        "Only the rules for any connector were run. These need a --config file that describes the provider. If the"
                                + " connector speaks no OAuth, say so with --no-oauth.",
                        "",
                        "docs/testkit-runner.md",
                        Duration.ZERO));
    }

    /** Blames the rule that is running; between and after the others that is the last. */
    synchronized void breakOff(String why) {
        String blamed = running == null ? AFTERWARDS : running;
        byTest.computeIfPresent(
                blamed,
                (test, last) -> new RuleResult(
                        last.rule(),
                        last.title(),
                        Verdict.BROKEN,
                        why,
                        "",
                        last.readMore(),
                        Duration.ofNanos(System.nanoTime() - since)));
    }

    synchronized List<RuleResult> all() {
        return new ArrayList<>(byTest.values());
    }

    /** The classes whose lack rules came upon. */
    synchronized List<String> missingClasses() {
        return List.copyOf(missingClasses);
    }

    private static Stream<String> missingClasses(Throwable thrown) {
        Stream<String> missing = Thrown.missingClass(thrown).stream();
        return thrown instanceof MultipleFailuresError several
                ? Stream.concat(missing, several.getFailures().stream().flatMap(Results::missingClasses))
                : missing;
    }

    private void tell(RuleResult result) {
        progress.println("[" + finished + "/" + Math.max(finished, byTest.size()) + "] " + result.rule() + " "
                + result.title() + ": " + result.verdict().word());
    }

    private RuleResult result(String name, Verdict verdict, String why, long nanoseconds) {
        String rule = name.length() > NUMBER_LENGTH ? name.substring(0, NUMBER_LENGTH) : name;
        return new RuleResult(
                rule,
                Printable.text(name.substring(rule.length()).strip()),
                verdict,
                Printable.text(why),
                verdict == Verdict.BROKEN ? book.advice(rule, name) : "",
                book.readMore(rule),
                Duration.ofNanos(nanoseconds));
    }

    private static Verdict verdict(TestExecutionResult.Status status) {
        return switch (status) {
            case SUCCESSFUL -> Verdict.HOLDS;
            // Only the kit can abort a rule: see its exception for that.
            case ABORTED -> Verdict.UNKNOWABLE;
            case FAILED -> Verdict.BROKEN;
        };
    }

    private static String why(Throwable thrown) {
        if (thrown instanceof MultipleFailuresError several && several.hasFailures()) {
            return several.getFailures().stream().map(Results::why).distinct().collect(Collectors.joining("\n"));
        }
        String name = thrown.getClass().getName();
        boolean ofTheKit = thrown instanceof AssertionFailedError || thrown instanceof TestAbortedException;
        // Whatever else was thrown, the connector or what it gave to the platform may be the cause.
        @Nullable String message = ofTheKit || thrown instanceof ConnectorException ? thrown.getMessage() : null;
        if (message == null) {
            return name + Thrown.placeAnywhere(thrown);
        }
        return ofTheKit
                ? located(YES_AND_NO.matcher(message).replaceAll(""), thrown.getCause())
                : name + ": " + message;
    }

    /** Where the kit names what the connector threw, the place is named too. */
    private static String located(String message, @Nullable Throwable cause) {
        if (cause == null) {
            return message;
        }
        String name = cause.getClass().getName();
        return message.replace(name, name + Thrown.place(cause));
    }
}
